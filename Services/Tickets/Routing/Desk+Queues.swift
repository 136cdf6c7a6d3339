internal import Base
package import Contracts
package import Store

extension Desk {
    /// Tickets given a new place in one transaction.
    private static let requeueMaximum = 500

    /// Changes the rules; tickets that are there already keep what the old ones made of them.
    package func save(_ rules: RoutingRules) throws -> RoutingRules {
        let current = try tx.routingRules()
        try expect("routing", current.version, rules.version)
        try rules.check(teams: Set(tx.teams().map(\.id)), skills: Set(tx.skills().map(\.id)))
        var saved = rules
        saved.version = current.version + 1
        try tx.putSetting("routing", version: saved.version, saved)
        dispatcher.forget()
        try append(TicketsAPI.routingChanged, subject: "routing/rules", saved)
        return saved
    }

    /// Changes how a team's queue gives out its tickets; those that wait get their new places.
    package func save(_ policy: QueuePolicy) throws -> QueuePolicy {
        guard try tx.team(policy.team) != nil else { throw Problem.notFound("team", policy.team) }
        let current = try tx.policy(of: policy.team)
        try expect("queue", current.version, policy.version)
        try policy.check()
        var saved = policy
        saved.version = current.version + 1
        try tx.putSetting("queue:" + saved.team, version: saved.version, saved)
        dispatcher.forget()
        try append(TicketsAPI.queueChanged, subject: "queue/\(saved.team)", saved)
        try tx.schedule(Timer(kind: Desk.requeueTimer, reference: saved.team, due: now))
        return saved
    }

    /// Gives the next tickets of a queue their places by the policy of now; the rest follows in transactions of their
    /// own. The last of them looks who has room.
    package func requeue(_ timer: Timer) throws {
        let team = timer.reference
        let after = timer.payload["after"]?.string ?? ""
        let rows = try tx.rows(
            """
            SELECT t.body AS body FROM queue q JOIN tickets t ON t.id = q.ticket
            WHERE q.team = \(team) AND q.ticket > \(after) ORDER BY q.ticket LIMIT \(Desk.requeueMaximum)
            """)
        var last: String?
        for row in rows {
            let ticket = try row.decode(Ticket.self, "body")
            try place(ticket, in: team)
            if let due = try routingDue(ticket) {
                try tx.schedule(Timer(kind: Desk.routingTimer, reference: ticket.id, due: due))
            }
            last = ticket.id
        }
        guard let last, rows.count == Desk.requeueMaximum else { return relieve([team]) }
        try tx.schedule(
            Timer(kind: Desk.requeueTimer, reference: team, due: now, payload: ["after": .string(last)]))
    }
}
