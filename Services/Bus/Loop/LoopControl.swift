internal import Base
internal import CLinux
internal import Glibc

/// How other threads speak to the loop: commands in, snapshots out.
final class LoopControl: Sendable {
    enum Command: Sendable {
        /// Tell the clients, serve them a little longer, stop.
        case drain
        /// Stop now.
        case stop
    }

    /// Readable while commands wait.
    let descriptor = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
    private let commands = Locked<[Command]>([])
    private let latest = Locked(Snapshot())

    var snapshot: Snapshot { latest.withLock { $0 } }

    func send(_ command: Command) {
        commands.withLock { $0.append(command) }
        eventfd_write(descriptor, 1)
    }

    func takeCommands() -> [Command] {
        var count: eventfd_t = 0
        unsafe eventfd_read(descriptor, &count)
        return commands.withLock { list in
            let taken = list
            list = []
            return taken
        }
    }

    func publish(_ snapshot: Snapshot) { latest.withLock { $0 = snapshot } }

    deinit { _ = Glibc.close(descriptor) }
}

/// The broker's numbers at one moment.
struct Snapshot: Sendable {
    var counts = Counts()
    var connections = 0
    var subscriptions = 0
    var pendingBytes = 0
    /// Of these, those of the slowest client.
    var longestPending = 0
    var serving = false
    var draining = false
    /// When it was taken, by the clock that never jumps.
    var at = Monotonic.now()
}

/// SIGTERM and SIGINT as a descriptor. One per process; from then on they no longer end it, and SIGPIPE is ignored.
struct SignalSource: ~Copyable {
    let descriptor: Int32

    init() {
        descriptor = moat_catch_signals()
        precondition(descriptor >= 0, "no pipe for signals is to be had: errno \(errno)")
    }

    /// The next signal, or nil.
    func next() -> Int32? {
        var number: UInt8 = 0
        guard unsafe read(descriptor, &number, 1) == 1 else { return nil }
        return Int32(number)
    }

    deinit { _ = Glibc.close(descriptor) }
}

/// A clock that never jumps.
enum Monotonic {
    static func now() -> Instant {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }
}
