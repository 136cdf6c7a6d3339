#pragma once
#include <microhttpd.h>
#include <arpa/inet.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

// The variadic start function with the options this house uses. Targets are unescaped by us, so MHD must not.
static inline size_t moat_mhd_keep_escapes(void *cls, struct MHD_Connection *connection, char *text) {
    (void)cls; (void)connection;
    return strlen(text);
}

static inline struct MHD_Daemon *moat_mhd_start(
    int listen_socket, unsigned threads, unsigned connections, unsigned idle_seconds, size_t memory,
    MHD_AccessHandlerCallback access, void *(*begun)(void *, const char *, struct MHD_Connection *),
    MHD_RequestCompletedCallback completed, MHD_NotifyConnectionCallback connection, void *cls) {
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_SUSPEND_RESUME | MHD_USE_TURBO;
    struct MHD_OptionItem options[] = {
        { MHD_OPTION_LISTEN_SOCKET, listen_socket, NULL },
        { MHD_OPTION_CONNECTION_LIMIT, connections, NULL },
        { MHD_OPTION_CONNECTION_TIMEOUT, idle_seconds, NULL },
        { MHD_OPTION_CONNECTION_MEMORY_LIMIT, (intptr_t)memory, NULL },
        { MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL },
        { MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)&moat_mhd_keep_escapes, NULL },
        { MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)begun, cls },
        { MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)completed, cls },
        { MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)connection, cls },
        { MHD_OPTION_END, 0, NULL },
        { MHD_OPTION_END, 0, NULL },
    };
    if (threads > 1) {
        options[9].option = MHD_OPTION_THREAD_POOL_SIZE;
        options[9].value = threads;
    }
    return MHD_start_daemon(flags, 0, NULL, NULL, access, cls, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

static inline int moat_mhd_socket(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

static inline void *moat_mhd_context(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

// Writes the client's address without port as text; an empty text when unknown.
static inline void moat_mhd_client(struct MHD_Connection *connection, char *text, unsigned size) {
    text[0] = 0;
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (!info || !info->client_addr) return;
    if (info->client_addr->sa_family == AF_INET)
        inet_ntop(AF_INET, &((struct sockaddr_in *)info->client_addr)->sin_addr, text, size);
    else if (info->client_addr->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((struct sockaddr_in6 *)info->client_addr)->sin6_addr, text, size);
}

static inline void moat_mhd_headers(struct MHD_Connection *connection, MHD_KeyValueIteratorN each, void *cls) {
    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, each, cls);
}

static inline struct MHD_Response *moat_mhd_bytes(size_t count, const void *bytes) {
    return MHD_create_response_from_buffer(count, (void *)bytes, MHD_RESPMEM_MUST_COPY);
}

static inline struct MHD_Response *moat_mhd_stream(
    MHD_ContentReaderCallback read, void *cls, MHD_ContentReaderFreeCallback release) {
    return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 16 * 1024, read, cls, release);
}

static inline int moat_mhd_add_header(struct MHD_Response *response, const char *name, const char *value) {
    return MHD_add_response_header(response, name, value) == MHD_YES;
}

static inline int moat_mhd_queue(struct MHD_Connection *connection, unsigned status, struct MHD_Response *response) {
    return MHD_queue_response(connection, status, response) == MHD_YES;
}

static inline enum MHD_Result moat_mhd_result(int yes) { return yes ? MHD_YES : MHD_NO; }
static inline int moat_mhd_started(enum MHD_ConnectionNotificationCode code) {
    return code == MHD_CONNECTION_NOTIFY_STARTED;
}
static const ssize_t moat_mhd_end_of_stream = -1;
static const ssize_t moat_mhd_end_with_error = -2;

// Lets a listening socket overlook whoever wants to connect (SYN without ACK), while handshakes that have begun go on.
// The program sees the packet from its TCP header on; byte 13 has the flags.
static inline int moat_ignore_newcomers(int listen_socket) {
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 13),
        BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0x12),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x02, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, 0),
        BPF_STMT(BPF_RET | BPF_K, 0xFFFFFFFF),
    };
    struct sock_fprog program = { sizeof code / sizeof *code, code };
    return setsockopt(listen_socket, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

// How many connections wait to be accepted on a listening socket; 0 when that cannot be told.
static inline unsigned moat_accept_queue(int listener) {
    struct tcp_info info;
    socklen_t size = sizeof info;
    memset(&info, 0, sizeof info);
    return getsockopt(listener, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 ? info.tcpi_unacked : 0;
}
