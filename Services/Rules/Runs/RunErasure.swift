internal import Base
internal import Contracts
internal import Store

/// Forgets here what tickets made unreadable or purged (rows 48, 49, 111): what rules saw of a ticket, and what notices
/// said of it. That a rule acted, and when, stays.
struct RunErasure: Sendable {
    private static let bar = "▇▇▇"
    /// What it follows.
    static let types: Set<String> = [TicketsAPI.redacted.name, TicketsAPI.purged.name]
    let store: Store

    /// One event of the tickets feed; doing it again does no harm.
    func apply(_ event: Event) async throws {
        let ticket = String(event.subject.dropFirst("ticket/".count))
        try await store.write { tx in
            try blankRuns(of: ticket, tx)
            try blankNotices(about: ticket, tx)
            try tx.execute("DELETE FROM progress WHERE key = \(event.id)")
            try tx.forgetCopies(saying: [ticket])
        }
        try await store.forgetOverwritten()
    }

    private func blankRuns(of ticket: String, _ tx: Transaction) throws {
        for row in try tx.rows("SELECT id, run FROM runs WHERE ticket = \(ticket)") {
            var run = try row.decode(RuleRun.self, "run")
            (run.explanation, run.problem) = (.null, run.problem.map { _ in RunErasure.bar })
            try tx.execute("UPDATE runs SET run = \(json: run) WHERE id = \(try row.string("id"))")
        }
    }

    private func blankNotices(about ticket: String, _ tx: Transaction) throws {
        var agents: Set<String> = []
        for row in try tx.rows("SELECT id, notification FROM notifications WHERE ticket = \(ticket)") {
            var notice = try row.decode(Notification.self, "notification")
            notice.text = RunErasure.bar
            agents.insert(notice.agent)
            try tx.execute(
                "UPDATE notifications SET notification = \(json: notice) WHERE id = \(try row.string("id"))")
        }
        for agent in agents.sorted() {
            try tx.rewriteEvents(subject: "agent/\(agent)") { _, data in
                guard data["ticket"]?.string == ticket, var members = data.object else { return nil }
                members["text"] = .string(RunErasure.bar)
                return .object(members)
            }
        }
    }
}
