internal import Base
package import Contracts
internal import Store

extension Desk {
    /// Adds or changes a member of staff. A new one who may answer and has no team joins the default team.
    package func save(_ agent: Agent) throws -> Agent {
        let current = agent.id.isEmpty ? nil : try tx.agent(agent.id)
        if let current { try expect("agent", current.version, agent.version) }
        var saved = agent
        saved.name = agent.name.trimmed
        guard !saved.name.isEmpty, saved.name.count <= 200 else {
            throw Problem.invalid("agent.name", "A member of staff has a name of at most 200 characters.")
        }
        guard (0...10_000).contains(saved.capacity) else {
            throw Problem.invalid("agent.capacity", "A capacity lies between 0 and 10,000 tickets.")
        }
        var seen: Set<String> = []
        saved.teams = saved.teams.filter { seen.insert($0).inserted }
        for team in saved.teams where try tx.team(team) == nil {
            throw Problem.invalid("agent.team", "There is no team \(team).")
        }
        if saved.id.isEmpty { saved.id = nextID() }
        if current == nil, saved.teams.isEmpty, saved.mayReply { saved.teams = [try tx.setting("default-team")] }
        (saved.load, saved.lastAssignedAt) = (current?.load ?? 0, current?.lastAssignedAt)
        saved.version = (current?.version ?? 0) + 1
        return try write(saved)
    }

    /// Goes online, away or offline. Agents set their own; supervisors also others'.
    package func set(_ request: SetPresence) throws -> Agent {
        guard var agent = try tx.agent(request.agent) else { throw Problem.notFound("agent", request.agent) }
        let isOwn = cause.agent == agent.id
        guard isOwn || cause.agent == nil || cause.caller.has(.owner, .admin, .supervisor) else {
            throw Problem.forbidden("Only supervisors set the presence of others.")
        }
        guard agent.presence != request.presence else { return agent }
        agent.presence = request.presence
        agent.version += 1
        return try write(agent)
    }

    private func write(_ agent: Agent) throws -> Agent {
        try tx.put(agent)
        try append(TicketsAPI.agentChanged, subject: "agent/\(agent.id)", agent)
        if agent.isEligible { relieve(agent.teams) }
        return try tx.agent(agent.id) ?? agent
    }

    /// Adds or changes a team.
    package func save(_ team: Team) throws -> Team {
        let current = team.id.isEmpty ? nil : try tx.team(team.id)
        if let current { try expect("team", current.version, team.version) }
        var saved = team
        saved.name = team.name.trimmed
        guard !saved.name.isEmpty, saved.name.count <= 200 else {
            throw Problem.invalid("team.name", "A team has a name of at most 200 characters.")
        }
        if let lead = team.lead, try tx.agent(lead) == nil {
            throw Problem.invalid("team.lead", "There is no member of staff \(lead).")
        }
        try checkCalendar(of: saved, before: current)
        if saved.id.isEmpty { saved.id = nextID() }
        saved.version = (current?.version ?? 0) + 1
        try tx.put(saved)
        try append(TicketsAPI.teamChanged, subject: "team/\(saved.id)", saved)
        return saved
    }

    /// All staff with the load of now.
    package func staff() throws -> [Agent] { try tx.agents() }

    /// First start: a team, a calendar and a policy that work without any setting up.
    package func bootstrap() throws {
        if try tx.first("SELECT name FROM settings WHERE name = 'default-team'") == nil {
            let team = try save(Team(id: "support", name: "Support", names: ["en": "Support", "zh": "客服"]))
            try tx.putSetting("default-team", version: 1, team.id)
        }
        try furnishTerms()
    }
}
