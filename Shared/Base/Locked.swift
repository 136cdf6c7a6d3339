internal import Glibc

/// A value behind a mutex: the only lock of the house (thread sanitizer understands it, unlike `Mutex`; style.md 3.3).
/// Decide inside, act outside: never await, call out, log or resume a continuation in `withLock`.
@safe package final class Locked<Value: ~Copyable>: Sendable {
    private nonisolated(unsafe) let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private nonisolated(unsafe) let cell: UnsafeMutablePointer<Value>

    package init(_ value: consuming sending Value) {
        unsafe mutex = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe pthread_mutex_init(mutex, nil)
        unsafe cell = .allocate(capacity: 1)
        unsafe cell.initialize(to: value)
    }

    deinit {
        unsafe cell.deinitialize(count: 1)
        unsafe cell.deallocate()
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
    }

    /// Runs `body` alone; rethrows its error.
    @discardableResult
    package func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return try unsafe body(&cell.pointee)
    }
}
