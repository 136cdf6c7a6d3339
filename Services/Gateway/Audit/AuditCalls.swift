internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

/// Answers the calls about the audit log.
struct AuditCalls: Sendable {
    private static let pieceMaximum = 500

    let store: Store

    func list(_ request: ListAudit, _ context: CallContext) async throws -> Page<AuditLine> {
        try await store.read { try AuditTable.page(request, $0) }
    }

    func export(_ request: ExportAudit, _ context: CallContext) async throws -> AuditExport {
        let lines = try await store.read {
            try AuditTable.lines(after: request.from, limit: AuditCalls.pieceMaximum, $0)
        }
        let next = lines.count == AuditCalls.pieceMaximum ? lines.last?.0 : nil
        return AuditExport(lines: lines.map(\.1), next: next)
    }

    /// Walks the whole chain, piece by piece, up to the head as it was at the start.
    func verify(_ request: Empty, _ context: CallContext) async throws -> AuditCheck {
        let head = try await store.read { try AuditTable.head($0) }
        var chain = AuditChain()
        while chain.last < head.sequence {
            let from = chain.last
            let lines = try await store.read { try AuditTable.lines(after: from, limit: AuditCalls.pieceMaximum, $0) }
            guard !lines.isEmpty else { break }
            for (sequence, line) in lines where sequence <= head.sequence {
                if let reason = chain.add(sequence, line.line, line.hash) {
                    return AuditCheck(
                        lines: chain.last, intact: false, brokenAt: chain.last + 1, reason: reason, head: head.hash)
                }
            }
        }
        guard chain.last == head.sequence, chain.hash == head.hash else {
            return AuditCheck(
                lines: chain.last, intact: false, brokenAt: chain.last + 1, reason: "lines are missing at the end",
                head: head.hash)
        }
        return AuditCheck(lines: chain.last, intact: true, head: head.hash)
    }
}

/// Checks line after line that each follows the one before.
struct AuditChain {
    private(set) var last: Int64 = 0
    private(set) var hash = ""

    /// Nil when the line is as it was written; otherwise what is wrong.
    mutating func add(_ sequence: Int64, _ line: String, _ hash: String) -> String? {
        guard sequence == last + 1 else { return "line \(last + 1) is missing" }
        guard let said = try? JSON.decode(AuditLine.self, from: Array(line.utf8)), said.sequence == sequence else {
            return "line \(sequence) stands in the place of another"
        }
        guard AuditTable.hash(line, after: self.hash) == hash else { return "line \(sequence) was changed" }
        (last, self.hash) = (sequence, hash)
        return nil
    }
}
