internal import Base
internal import Contracts
internal import ServiceKit

extension Command {
    /// `moat audit`
    static let audit = Command(
        name: "audit", summary: "Check or print the log of who did what.", usage: "verify|export [--head HASH]",
        details: """
            'verify' walks the chain of hashes and says whether any line was changed, removed or moved: exit code 0
            when it is intact, 2 when it is not. It prints the hash of the last line: kept elsewhere and given again
            later with --head, it proves that the end of the log was not cut off. 'export' prints the lines as they are
            kept, oldest first, one JSON object each.
            """,
        options: [home, Option(name: "head", value: "HASH", meaning: "a hash that 'verify' printed before")], words: 1
    ) { arguments, environment, terminal in
        let connection = try Connection(Home.locate(arguments, environment), environment)
        switch arguments.words.first {
        case "verify":
            return try await connection.use { try await AuditReader(bus: $0).verify(arguments["head"], terminal) }
        case "export":
            return try await connection.use { try await AuditReader(bus: $0).export(terminal) }
        default: throw Mistake.usage("'moat audit' needs verify or export.")
        }
    }
}

/// Reads the audit log over the bus.
struct AuditReader: Sendable {
    static let brokenCode: Int32 = 2
    private static let patience = CallOptions(timeout: .seconds(300))

    let bus: BusCaller

    func verify(_ head: String?, _ terminal: Terminal) async throws -> Int32 {
        let check = try await bus.call(GatewayAPI.verifyAudit, Empty(), as: .system, AuditReader.patience)
        guard check.intact else {
            terminal.complain(
                "The log is not as it was written, from line \(check.brokenAt ?? 0) on: \(check.reason ?? "").")
            return AuditReader.brokenCode
        }
        if let head, try await !contains(head) {
            terminal.complain("No line has the hash \(head): the log was cut off or written anew since it was noted.")
            return AuditReader.brokenCode
        }
        terminal.say("The log is intact: \(check.lines) lines, the last has the hash \(check.head)")
        return 0
    }

    private func contains(_ head: String) async throws -> Bool {
        var found = false
        try await pieces { found = found || $0.hash == head }
        return found
    }

    func export(_ terminal: Terminal) async throws -> Int32 {
        try await pieces { terminal.say(try JSON.text(of: $0)) }
        return 0
    }

    private func pieces(_ body: (AuditExport.Line) throws -> Void) async throws {
        var next: Int64? = 0
        while let from = next {
            let piece = try await bus.call(
                GatewayAPI.exportAudit, ExportAudit(from: from), as: .system, AuditReader.patience)
            for line in piece.lines { try body(line) }
            next = piece.next
        }
    }
}
