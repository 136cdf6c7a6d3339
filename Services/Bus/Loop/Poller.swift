internal import CLinux
internal import Glibc

/// Epoll: which descriptors are ready. Level-triggered; one thread.
@safe struct Poller: ~Copyable {
    private let descriptor: Int32
    private let events: UnsafeMutableBufferPointer<epoll_event>

    /// What one descriptor is ready for.
    struct Ready {
        let descriptor: Int32
        let readable: Bool
        let writable: Bool
    }

    init() {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        precondition(descriptor >= 0, "epoll is not to be had: errno \(errno)")
        unsafe events = .allocate(capacity: 512)
    }

    deinit {
        unsafe events.deallocate()
        _ = Glibc.close(descriptor)
    }

    func add(_ other: Int32) { control(EPOLL_CTL_ADD, other, reading: true, writing: false) }

    /// Changes what is waited for; both off still reports a broken connection.
    func change(_ other: Int32, reading: Bool, writing: Bool) {
        control(EPOLL_CTL_MOD, other, reading: reading, writing: writing)
    }

    func remove(_ other: Int32) { control(EPOLL_CTL_DEL, other, reading: false, writing: false) }

    /// Waits up to `milliseconds`; returns how many of `ready(at:)` are set.
    func wait(milliseconds: Int) -> Int {
        let count = unsafe epoll_wait(descriptor, events.baseAddress, Int32(events.count), Int32(milliseconds))
        return max(0, Int(count))
    }

    func ready(at index: Int) -> Ready {
        let event = unsafe events[index]
        let broken = unsafe event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0
        return Ready(
            descriptor: unsafe event.data.fd, readable: unsafe broken || event.events & EPOLLIN.rawValue != 0,
            writable: unsafe event.events & EPOLLOUT.rawValue != 0)
    }

    private func control(_ operation: Int32, _ other: Int32, reading: Bool, writing: Bool) {
        var event = unsafe epoll_event()
        unsafe event.events = (reading ? EPOLLIN.rawValue : 0) | (writing ? EPOLLOUT.rawValue : 0)
        unsafe event.data.fd = other
        unsafe epoll_ctl(descriptor, operation, other, &event)
    }
}
