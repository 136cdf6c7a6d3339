internal import Base
package import Contracts
package import Store

extension Reader {
    /// The queues of all teams as their supervisors see them (row 66).
    package func queues() throws -> Page<QueueView> {
        let soon = now + .hours(1)
        var views: [QueueView] = []
        for team in try teams() {
            let row = try first(
                "SELECT COUNT(*) AS n, MIN(since) AS since FROM queue WHERE team = \(team.id)")
            let atRisk = try first("SELECT COUNT(*) AS n FROM queue WHERE team = \(team.id) AND due < \(soon)")
            let offered = try first("SELECT COUNT(*) AS n FROM offers WHERE team = \(team.id)")
            let free = try first("SELECT COUNT(*) AS n FROM rota WHERE team = \(team.id) AND eligible = 1")
            views.append(
                QueueView(
                    team: team.id, name: team.name, policy: try policy(of: team.id), waiting: try row?.int("n") ?? 0,
                    atRisk: try atRisk?.int("n") ?? 0, offered: try offered?.int("n") ?? 0,
                    waitingSince: try row?.optionalInstant("since"), agents: [:], free: try free?.int("n") ?? 0))
        }
        var byTeam: [String: [Agent.Presence: Int]] = [:]
        for agent in try agents() where agent.active && agent.mayReply {
            for team in agent.teams { byTeam[team, default: [:]][agent.presence, default: 0] += 1 }
        }
        for index in views.indices { views[index].agents = byTeam[views[index].team] ?? [:] }
        return Page(items: views)
    }

    /// The tickets that wait in a queue, in the order in which they go out (row 64).
    package func queued(_ request: ListQueue) throws -> Page<Ticket> {
        guard try team(request.team) != nil else { throw Problem.notFound("team", request.team) }
        let limit = min(max(request.limit ?? 50, 1), 100)
        var condition: SQL = "q.team = \(request.team)"
        if let after = request.after {
            let cursor = try PageCursor(parsing: after, count: 2)
            condition += " AND (q.effective, q.ticket) > (\(try cursor.int(0)), \(try cursor.string(1)))"
        }
        let found = try rows(
            """
            SELECT q.effective AS effective, q.ticket AS ticket, t.body AS body FROM queue q
            JOIN tickets t ON t.id = q.ticket
            WHERE \(condition) ORDER BY q.effective, q.ticket LIMIT \(limit + 1)
            """)
        let page = try Reader.page(of: found, limit: limit)
        let items = try page.map { try $0.decode(Ticket.self, "body") }
        guard found.count > page.count, let last = page.last else { return Page(items: items) }
        return Page(
            items: items,
            after: PageCursor(.int(try last.int64("effective")), .string(try last.string("ticket"))).text)
    }
}
