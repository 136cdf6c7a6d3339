#pragma once
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

// SIGTERM and SIGINT as bytes in a pipe. A handler, not signalfd: libdispatch unblocks signals in threads of its own, so that a
// blocked mask does not hold in a process that uses Swift concurrency.
static int moat_signal_pipe = -1;

static inline void moat_on_signal(int number) {
    int saved = errno;
    unsigned char byte = (unsigned char)number;
    ssize_t written = write(moat_signal_pipe, &byte, 1);
    (void)written;
    errno = saved;
}

// Call once. Returns the descriptor to read signal numbers from (it does not block), or -1. SIGPIPE is ignored from then on.
static inline int moat_catch_signals(void) {
    int ends[2];
    if (pipe(ends) != 0) return -1;
    for (int i = 0; i < 2; i++) {
        fcntl(ends[i], F_SETFL, O_NONBLOCK);
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    }
    moat_signal_pipe = ends[1];
    struct sigaction action = {0};
    action.sa_handler = moat_on_signal;
    action.sa_flags = SA_RESTART;
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    return ends[0];
}
