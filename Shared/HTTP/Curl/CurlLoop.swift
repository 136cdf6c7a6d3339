internal import Base
internal import CCurl
internal import Glibc

/// All transfers of a client on one thread of its own, by libcurl's multi interface, with shared connections. The
/// thread ends when the loop is released; transfers under way then fail as cancelled.
final class CurlLoop: Sendable {
    private let core: CurlCore

    /// `limit`: transfers under way or waiting; beyond it `.busy` at once.
    init(limit: Int = 1_024, connections: Int = 64, perHost: Int = 16) throws(HTTPError) {
        core = try CurlCore(limit: limit, connections: connections, perHost: perHost)
        var thread = pthread_t()
        let started = unsafe pthread_create(
            &thread, nil,
            { core in
                guard let core = unsafe core else { return nil }
                unsafe Unmanaged<CurlCore>.fromOpaque(core).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(core).toOpaque())
        guard started == 0 else { throw HTTPError(.library, "no thread") }
        pthread_detach(thread)
    }

    deinit { core.tell(.stop) }

    /// Runs one transfer; throws only when it could not start or was cancelled. Look at the reply's `failure`.
    func perform(_ order: CurlOrder) async throws -> CurlReply {
        let transfer = try CurlTransfer(order)
        let id = transfer.id
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                core.start(transfer, continuation)
            }
        } onCancel: {
            core.tell(.cancel(id))
        }
    }
}

/// The part that the thread keeps: libcurl's multi handle and who waits for what.
@safe final class CurlCore: @unchecked Sendable {
    typealias Waiter = CheckedContinuation<CurlReply, any Error>
    enum Order: Sendable {
        case start(CurlTransfer, Waiter)
        case cancel(Int)
        case stop
    }
    private struct Inbox {
        var orders: [Order] = []
        var count = 0
        var isStopped = false
    }

    private let multi: UnsafeMutableRawPointer
    private let limit: Int
    private let inbox = Locked(Inbox())
    /// Touched by the thread only.
    private var running: [Int: (transfer: CurlTransfer, waiter: Waiter)] = [:]

    init(limit: Int, connections: Int, perHost: Int) throws(HTTPError) {
        guard let multi = unsafe curl_multi_init() else { throw HTTPError(.library, "libcurl fails") }
        unsafe self.multi = unsafe multi
        self.limit = limit
        unsafe moat_curl_limit(multi, connections, perHost)
    }

    deinit { unsafe curl_multi_cleanup(multi) }

    /// Looks at the task's cancellation under the inbox's lock, so that a cancel order can only come after the start.
    func start(_ transfer: CurlTransfer, _ waiter: Waiter) {
        let refusal: (any Error)? = inbox.withLock { inbox in
            if Task.isCancelled || inbox.isStopped { return CancellationError() }
            guard inbox.count < limit else { return HTTPError(.busy, "\(limit) transfers are under way") }
            inbox.count += 1
            inbox.orders.append(.start(transfer, waiter))
            return nil
        }
        if let refusal { return waiter.resume(throwing: refusal) }
        unsafe _ = curl_multi_wakeup(multi)
    }

    func tell(_ order: Order) {
        inbox.withLock { $0.orders.append(order) }
        unsafe _ = curl_multi_wakeup(multi)
    }

    func run() {
        while obey() {
            var active: Int32 = 0
            unsafe _ = curl_multi_perform(multi, &active)
            collect()
            unsafe _ = curl_multi_poll(multi, nil, 0, 1_000, nil)
        }
        let orders = inbox.withLock { inbox -> [Order] in
            inbox.isStopped = true
            defer { inbox.orders = [] }
            return inbox.orders
        }
        for order in orders { if case .start(_, let waiter) = order { waiter.resume(throwing: CancellationError()) } }
        for id in Array(running.keys) { end(id)?.waiter.resume(throwing: CancellationError()) }
    }

    /// Takes the orders in; false to stop.
    private func obey() -> Bool {
        let orders = inbox.withLock { inbox -> [Order] in
            defer { inbox.orders = [] }
            return inbox.orders
        }
        var goesOn = true
        for order in orders {
            switch order {
            case .start(let transfer, let waiter):
                running[transfer.id] = (transfer, waiter)
                unsafe _ = curl_multi_add_handle(multi, transfer.easy)
            case .cancel(let id): end(id)?.waiter.resume(throwing: CancellationError())
            case .stop: goesOn = false
            }
        }
        return goesOn
    }

    private func collect() {
        var result: Int32 = 0
        while let easy = unsafe moat_curl_next_done(multi, &result) {
            guard let id = running.first(where: { unsafe $0.value.transfer.easy == easy })?.key,
                let (transfer, waiter) = end(id)
            else { continue }
            waiter.resume(returning: transfer.reply(result))
        }
    }

    private func end(_ id: Int) -> (transfer: CurlTransfer, waiter: Waiter)? {
        guard let done = running.removeValue(forKey: id) else { return nil }
        unsafe _ = curl_multi_remove_handle(multi, done.transfer.easy)
        inbox.withLock { $0.count -= 1 }
        return done
    }
}
