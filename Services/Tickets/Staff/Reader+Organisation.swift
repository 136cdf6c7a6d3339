internal import Base
package import Contracts
package import Store

extension Reader {
    /// All staff with their manager and absence of a moment.
    func staff(at moment: Instant) throws -> [Agent] {
        let managers = Dictionary(try lines(at: moment).map { ($0.agent, $0.manager) }, uniquingKeysWith: { a, _ in a })
        let absent = Dictionary(try absences(at: moment).map { ($0.agent, $0) }, uniquingKeysWith: { a, _ in a })
        return try agents().map { agent in
            var agent = agent
            (agent.manager, agent.absence) = (managers[agent.id], absent[agent.id])
            return agent
        }
    }

    /// One of the staff as `staff(at:)` shows them.
    func shown(_ id: String, at moment: Instant) throws -> Agent? {
        guard var agent = try agent(id) else { return nil }
        agent.manager = try lines(of: id).first { $0.from <= moment && $0.end > moment }?.manager
        agent.absence = try absence(of: id, at: moment)
        return agent
    }

    // MARK: The org chart

    func line(_ id: String) throws -> ReportingLine? {
        try first("SELECT body FROM reporting WHERE id = \(id)")?.decode(ReportingLine.self, "body")
    }

    /// All lines, at most 50,000.
    func lines() throws -> [ReportingLine] { try lines("1 = 1") }

    /// The lines of an agent, the first first.
    func lines(of agent: String) throws -> [ReportingLine] { try lines("agent = \(agent)") }

    /// The chart of a moment.
    func lines(at moment: Instant) throws -> [ReportingLine] {
        try lines("starts <= \(moment) AND ends > \(moment)")
    }

    private func lines(_ condition: SQL) throws -> [ReportingLine] {
        try rows("SELECT body FROM reporting WHERE \(condition) ORDER BY agent, starts LIMIT 50000")
            .map { try $0.decode(ReportingLine.self, "body") }
    }

    /// The superiors of an agent at a moment, the nearest first; at most 64.
    func managers(of agent: String, at moment: Instant) throws -> [String] {
        var above: [String] = []
        var id = agent
        while above.count < 64 {
            let row = try first(
                "SELECT manager FROM reporting WHERE agent = \(id) AND starts <= \(moment) AND ends > \(moment) LIMIT 1"
            )
            guard let manager = try row?.string("manager"), !above.contains(manager) else { break }
            above.append(manager)
            id = manager
        }
        return above
    }

    package func chart(_ request: AskChart) throws -> Page<ReportingLine> {
        let limit = min(max(request.limit ?? 50, 1), 100)
        var conditions: [SQL] = []
        if let agent = request.agent { conditions.append("agent = \(agent)") }
        if let moment = request.at ?? (request.agent == nil ? now : nil) {
            conditions.append("starts <= \(moment) AND ends > \(moment)")
        }
        if let after = request.after {
            let cursor = try PageCursor(parsing: after, count: 2)
            conditions.append("(agent, starts) > (\(try cursor.string(0)), \(try cursor.int(1)))")
        }
        let found = try rows(
            """
            SELECT agent, starts, body FROM reporting WHERE \(conditions.joined(separator: " AND "))
            ORDER BY agent, starts LIMIT \(limit + 1)
            """)
        let items = try found.prefix(limit).map { try $0.decode(ReportingLine.self, "body") }
        guard found.count > limit, let last = found.prefix(limit).last else { return Page(items: items) }
        return Page(
            items: items, after: PageCursor(.string(try last.string("agent")), .int(try last.int64("starts"))).text)
    }

    package func managers(_ request: AskManagers) throws -> Page<Agent> {
        guard try agent(request.agent) != nil else { throw Problem.notFound("agent", request.agent) }
        let moment = request.at ?? now
        return Page(items: try managers(of: request.agent, at: moment).compactMap { try shown($0, at: moment) })
    }

    // MARK: Absences

    func absence(_ id: String) throws -> Absence? {
        try first("SELECT body FROM absences WHERE id = \(id)")?.decode(Absence.self, "body")
    }

    /// The absence in which an agent is at a moment.
    func absence(of agent: String, at moment: Instant) throws -> Absence? {
        try first(
            "SELECT body FROM absences WHERE agent = \(agent) AND ends > \(moment) AND starts <= \(moment) LIMIT 1")?
            .decode(Absence.self, "body")
    }

    /// When the next absence of an agent begins.
    func nextAbsence(of agent: String, after moment: Instant) throws -> Instant? {
        try first("SELECT MIN(starts) AS starts FROM absences WHERE agent = \(agent) AND starts > \(moment)")?
            .optionalInstant("starts")
    }

    /// The absences of an agent that reach into a time.
    func absences(of agent: String, from: Instant, to: Instant) throws -> [Absence] {
        try rows("SELECT body FROM absences WHERE agent = \(agent) AND ends > \(from) AND starts < \(to) LIMIT 1000")
            .map { try $0.decode(Absence.self, "body") }
    }

    private func absences(at moment: Instant) throws -> [Absence] {
        try rows("SELECT body FROM absences WHERE starts <= \(moment) AND ends > \(moment) LIMIT 5000")
            .map { try $0.decode(Absence.self, "body") }
    }

    func absences(_ request: ListAbsences) throws -> Page<Absence> {
        let condition: SQL = request.agent.map { "agent = \($0)" } ?? "1 = 1"
        return try page(
            "SELECT id, starts, body FROM absences WHERE \(condition)", newestBy: "starts", after: request.after,
            limit: request.limit
        ) { try $0.decode(Absence.self, "body") }
    }

    // MARK: Skills and presence

    func skills() throws -> [Skill] {
        try rows("SELECT body FROM settings WHERE name > 'skill:' AND name < 'skill;' ORDER BY name LIMIT 1000")
            .map { try $0.decode(Skill.self, "body") }
    }

    func presenceReasons() throws -> [PresenceReason] {
        try rows("SELECT body FROM settings WHERE name > 'reason:' AND name < 'reason;' ORDER BY name LIMIT 1000")
            .map { try $0.decode(PresenceReason.self, "body") }
    }

    func presenceReason(_ id: String) throws -> PresenceReason? {
        try first("SELECT body FROM settings WHERE name = \("reason:" + id)")?.decode(PresenceReason.self, "body")
    }

    package func presences(_ request: ListPresence) throws -> Page<PresenceStay> {
        guard try agent(request.agent) != nil else { throw Problem.notFound("agent", request.agent) }
        return try page(
            "SELECT id, starts, body FROM presences WHERE agent = \(request.agent)", newestBy: "starts",
            after: request.after, limit: request.limit
        ) { try $0.decode(PresenceStay.self, "body") }
    }
}

extension Transaction {
    func put(_ line: ReportingLine) throws {
        try execute(
            """
            INSERT INTO reporting (id, agent, manager, starts, ends, body)
            VALUES (\(line.id), \(line.agent), \(line.manager), \(line.from), \(line.end), \(json: line))
            ON CONFLICT (id) DO UPDATE SET agent = excluded.agent, manager = excluded.manager,
                starts = excluded.starts, ends = excluded.ends, body = excluded.body
            """)
    }

    func put(_ absence: Absence) throws {
        try execute(
            """
            INSERT INTO absences (id, agent, starts, ends, body)
            VALUES (\(absence.id), \(absence.agent), \(absence.from), \(absence.to), \(json: absence))
            ON CONFLICT (id) DO UPDATE SET agent = excluded.agent, starts = excluded.starts, ends = excluded.ends,
                body = excluded.body
            """)
    }

    /// Ends the stay of now in the log of an agent's presence and begins another (row 59: for occupancy).
    func log(_ agent: Agent, id: String, at moment: Instant) throws {
        let row = try first(
            "SELECT id, body FROM presences WHERE agent = \(agent.id) ORDER BY starts DESC, id DESC LIMIT 1")
        if let row {
            var stay = try row.decode(PresenceStay.self, "body")
            stay.to = moment
            try execute("UPDATE presences SET body = \(json: stay) WHERE id = \(try row.string("id"))")
        }
        let stay = PresenceStay(from: moment, to: nil, presence: agent.presence, reason: agent.presenceReason)
        try execute(
            """
            INSERT INTO presences (id, agent, starts, body) VALUES (\(id), \(agent.id), \(moment), \(json: stay))
            """)
    }
}
