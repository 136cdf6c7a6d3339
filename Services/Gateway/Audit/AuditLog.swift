internal import Base
internal import Contracts
internal import Store

/// Takes lines for the audit log. What concerns the house itself (accounts, keys, settings, signing in) is written
/// before its request is answered; what people do with tickets and customers, which the services' journals hold too, is
/// written in batches a moment later.
final class AuditLog: Sendable {
    private static let waitingMaximum = 10_000

    private let store: Store
    private let waiting = Locked<[AuditLine]>([])
    private let news: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation

    init(store: Store) {
        self.store = store
        (news, bell) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Returns when the line is kept for good.
    func write(_ line: AuditLine) async throws {
        try await store.write { try AuditTable.append([line], $0) }
    }

    /// Leaves the line to the next batch; when too many wait it is written at once.
    func queue(_ line: AuditLine) async throws {
        let isFull = waiting.withLock { waiting in
            guard waiting.count < AuditLog.waitingMaximum else { return true }
            waiting.append(line)
            return false
        }
        if isFull { return try await write(line) }
        bell.yield()
    }

    /// Writes the batches until cancelled.
    func run() async throws {
        for await _ in news { try await flush() }
    }

    /// Writes what waits; after a failure it waits again.
    func flush() async throws {
        let lines = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        guard !lines.isEmpty else { return }
        do {
            try await store.write { try AuditTable.append(lines, $0) }
        } catch {
            waiting.withLock { $0 = Array((lines + $0).prefix(AuditLog.waitingMaximum)) }
            bell.yield()
            throw error
        }
    }
}
