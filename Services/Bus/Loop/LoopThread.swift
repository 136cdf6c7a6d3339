internal import Glibc

/// Runs a closure on a thread of its own, so that the loop never holds a thread of Swift's pool.
enum LoopThread {
    private final class Box {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Returns when `body` has returned.
    static func run(_ body: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let box = Box {
                body()
                continuation.resume()
            }
            var thread = pthread_t()
            let status = unsafe pthread_create(
                &thread, nil,
                { argument in
                    guard let argument = unsafe argument else { return nil }
                    unsafe Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
                    return nil
                }, Unmanaged.passRetained(box).toOpaque())
            precondition(status == 0, "no thread is to be had: errno \(status)")
            pthread_detach(thread)
        }
    }
}
