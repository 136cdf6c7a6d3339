internal import Base
internal import Contracts
internal import Store

extension Reader {
    /// A member of staff with the load of now, or nil.
    func agent(_ id: String) throws -> Agent? {
        try first("SELECT load, last_assigned, body FROM agents WHERE id = \(id)").map(Reader.agent)
    }

    /// All staff, at most 5,000.
    func agents() throws -> [Agent] {
        try rows("SELECT load, last_assigned, body FROM agents ORDER BY id LIMIT 5000").map(Reader.agent)
            .sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }

    private static func agent(_ row: Row) throws -> Agent {
        var agent = try row.decode(Agent.self, "body")
        agent.load = try row.int("load")
        let assigned = try row.instant("last_assigned")
        agent.lastAssignedAt = assigned.microseconds == 0 ? nil : assigned
        return agent
    }

    /// The teams an agent is in.
    func teams(of agent: String) throws -> [String] {
        try rows("SELECT team FROM rota WHERE agent = \(agent) ORDER BY team").map { try $0.string("team") }
    }

    /// A team, or nil.
    func team(_ id: String) throws -> Team? {
        try first("SELECT body FROM teams WHERE id = \(id)")?.decode(Team.self, "body")
    }

    /// All teams, at most 1,000.
    func teams() throws -> [Team] {
        try rows("SELECT body FROM teams ORDER BY id LIMIT 1000").map { try $0.decode(Team.self, "body") }
    }
}

extension Transaction {
    /// Writes an agent and their places in the rota; load and last assignment stay as they are. Their manager and
    /// absence are kept elsewhere. `arrange` says afterwards whether they have room.
    func put(_ agent: Agent) throws {
        var kept = agent
        (kept.manager, kept.absence) = (nil, nil)
        try execute(
            """
            INSERT INTO agents (id, load, last_assigned, body) VALUES (\(kept.id), 0, 0, \(json: kept))
            ON CONFLICT (id) DO UPDATE SET body = excluded.body
            """)
        try execute("DELETE FROM rota WHERE agent = \(kept.id)")
        let assigned = kept.lastAssignedAt?.microseconds ?? 0
        for team in kept.teams {
            try execute(
                """
                INSERT INTO rota (team, agent, eligible, last_assigned, load, pressure)
                VALUES (\(team), \(kept.id), 0, \(assigned), \(kept.load), \(kept.load - kept.capacity))
                """)
        }
    }

    func put(_ team: Team) throws {
        try execute(
            """
            INSERT INTO teams (id, body) VALUES (\(team.id), \(json: team))
            ON CONFLICT (id) DO UPDATE SET body = excluded.body
            """)
    }
}
