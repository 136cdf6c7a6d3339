internal import Base
internal import CLinux
internal import Glibc

/// A thread that runs the jobs of the tasks given to it and, between them, waits for sockets: a task that reads
/// from a socket continues on the very thread that saw it become readable. Starts with the first job or wait;
/// `stop()` ends it.
final class IOThread: TaskExecutor {
    private struct Wait {
        let id: UInt64
        let socket: Int32
        let events: Int16
        let continuation: CheckedContinuation<Void, any Error>
    }
    private struct State {
        var jobs: [UnownedJob] = []
        var waits: [Wait] = []
        var nextWait: UInt64 = 0
        var started = false
        /// The thread sits in `poll` without a time limit and nobody has rung yet.
        var sleeping = false
        var stopping = false
    }
    private let state = Locked(State())
    private let bell: Int32

    init() {
        bell = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        precondition(bell >= 0, "no file descriptor left for the bus thread")
    }

    deinit { Glibc.close(bell) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let (start, ring) = state.withLock { state in
            state.jobs.append(job)
            return Self.attend(&state)
        }
        attend(start: start, ring: ring)
    }

    /// Returns when the socket is ready for one of `events` (POLLIN, POLLOUT) or broken; throws when cancelled.
    func wait(for socket: Int32, events: Int16) async throws {
        let id = state.withLock { state in
            state.nextWait += 1
            return state.nextWait
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let (start, ring) = state.withLock { state in
                    state.waits.append(Wait(id: id, socket: socket, events: events, continuation: continuation))
                    return Self.attend(&state)
                }
                attend(start: start, ring: ring)
                // A cancellation that came before the registration found nothing to end.
                if Task.isCancelled { cancel(id) }
            }
        } onCancel: {
            cancel(id)
        }
    }

    /// Lets the thread end once it has nothing left to run or wait for.
    func stop() {
        let (start, ring) = state.withLock { state in
            state.stopping = true
            return state.started ? Self.attend(&state) : (false, false)
        }
        attend(start: start, ring: ring)
    }

    private func cancel(_ id: UInt64) {
        let wait = state.withLock { state -> Wait? in
            guard let index = state.waits.firstIndex(where: { $0.id == id }) else { return nil }
            return state.waits.remove(at: index)
        }
        wait?.continuation.resume(throwing: CancellationError())
    }

    private static func attend(_ state: inout State) -> (start: Bool, ring: Bool) {
        let answer = (!state.started, state.sleeping)
        state.started = true
        state.sleeping = false
        return answer
    }

    private func attend(start: Bool, ring: Bool) {
        if ring {
            var one: UInt64 = 1
            unsafe _ = Glibc.write(bell, &one, 8)
        }
        if start { startThread() }
    }

    private func startThread() {
        var thread = pthread_t()
        let box = unsafe Unmanaged.passRetained(self).toOpaque()
        let failed = unsafe pthread_create(
            &thread, nil,
            { box in
                guard let box = unsafe box else { return nil }
                unsafe Unmanaged<IOThread>.fromOpaque(box).takeRetainedValue().loop()
                return nil
            }, box)
        precondition(failed == 0, "no thread left for the bus")
        pthread_detach(thread)
    }

    private func loop() {
        var jobs: [UnownedJob] = []
        var polled: [pollfd] = []
        let executor = unsafe asUnownedTaskExecutor()
        while true {
            for job in jobs { unsafe job.runSynchronously(on: executor) }
            jobs.removeAll(keepingCapacity: true)
            polled.removeAll(keepingCapacity: true)
            polled.append(pollfd(fd: bell, events: Int16(POLLIN), revents: 0))
            let (idle, ended) = state.withLock { state in
                for wait in state.waits {
                    polled.append(pollfd(fd: wait.socket, events: wait.events, revents: 0))
                }
                state.sleeping = state.jobs.isEmpty
                let ended = state.stopping && state.jobs.isEmpty && state.waits.isEmpty
                if ended { state.started = false }
                return (state.sleeping, ended)
            }
            if ended { return }
            unsafe _ = poll(&polled, nfds_t(polled.count), idle ? -1 : 0)
            let ready = state.withLock { state -> [Wait] in
                state.sleeping = false
                return Self.takeReady(&state.waits, polled)
            }
            if polled[0].revents != 0 {
                var count: UInt64 = 0
                unsafe _ = Glibc.read(bell, &count, 8)
            }
            // Resuming puts jobs of this executor into the queue that is taken next.
            for wait in ready { wait.continuation.resume() }
            state.withLock { swap(&$0.jobs, &jobs) }
        }
    }

    private static func takeReady(_ waits: inout [Wait], _ polled: [pollfd]) -> [Wait] {
        var ready: [Wait] = []
        for entry in polled.dropFirst() where entry.revents != 0 {
            // The wait may have been cancelled, or replaced, while the thread slept: match both socket and events.
            let match = waits.firstIndex { $0.socket == entry.fd && $0.events == entry.events }
            if let match { ready.append(waits.remove(at: match)) }
        }
        return ready
    }
}
