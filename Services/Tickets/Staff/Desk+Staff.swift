internal import Base
package import Contracts
internal import Store

extension Desk {
    /// Adds or changes a member of staff. A new one who may answer and has no team joins the default team. Who leaves,
    /// or may not answer any more, gives back what is open.
    package func save(_ agent: Agent) throws -> Agent {
        let current = agent.id.isEmpty ? nil : try tx.agent(agent.id)
        if let current { try expect("agent", current.version, agent.version) }
        var saved = agent
        saved.name = agent.name.trimmed
        var seen: Set<String> = []
        saved.teams = saved.teams.filter { seen.insert($0).inserted }
        try check(saved)
        if saved.id.isEmpty { saved.id = nextID() }
        if current == nil, saved.teams.isEmpty, saved.mayReply { saved.teams = [try tx.setting("default-team")] }
        (saved.load, saved.lastAssignedAt) = (current?.load ?? 0, current?.lastAssignedAt)
        saved.version = (current?.version ?? 0) + 1
        if saved.presence != current?.presence { try tx.log(saved, id: nextID(), at: now) }
        (saved.presenceSince, saved.presenceReason) =
            saved.presence == current?.presence ? (current?.presenceSince, current?.presenceReason) : (now, nil)
        try tx.put(saved)
        try report(saved.id, to: saved.manager)
        return try announce(saved.id, handsBack: !saved.active || !saved.mayReply)
    }

    private func check(_ agent: Agent) throws {
        guard !agent.name.isEmpty, agent.name.count <= 200 else {
            throw Problem.invalid("agent.name", "A member of staff has a name of at most 200 characters.")
        }
        guard (0...10_000).contains(agent.capacity) else {
            throw Problem.invalid("agent.capacity", "A capacity lies between 0 and 10,000 tickets.")
        }
        for team in agent.teams where try tx.team(team) == nil {
            throw Problem.invalid("agent.team", "There is no team \(team).")
        }
        guard (agent.channelLimits ?? [:]).values.allSatisfy({ (0...10_000).contains($0) }) else {
            throw Problem.invalid("agent.limit", "A channel's limit lies between 0 and 10,000 tickets.")
        }
        if let skills = agent.skills, !skills.isEmpty {
            let known = Set(try tx.skills().map(\.id))
            for (skill, level) in skills.sorted(by: { $0.key < $1.key })
            where !known.contains(skill) || !(1...5).contains(level) {
                throw Problem.invalid("agent.skill", "\(skill.prefix(64)): no such skill, or a level beyond 1 to 5.")
            }
        }
        if let shifts = agent.shifts { try check(shifts) }
    }

    private func check(_ shifts: Shifts) throws {
        guard tools.terms.zone(shifts.zone) != nil else {
            throw Problem.invalid("agent.shifts", "There is no time zone \(shifts.zone.prefix(64)).")
        }
        let hours = shifts.week.joined()
        guard shifts.week.count == 7, (1...50).contains(Array(hours).count),
            hours.allSatisfy({ (0..<1_440).contains($0.from) && $0.from < $0.to && $0.to <= $0.from + 1_440 })
        else {
            throw Problem.invalid(
                "agent.shifts",
                "Shifts have seven days, Monday first; each begins within its day and lasts one at most.")
        }
    }

    /// Goes online, away or offline (row 59). Agents set their own; supervisors also others'.
    package func set(_ request: SetPresence) throws -> Agent {
        guard let agent = try tx.agent(request.agent) else { throw Problem.notFound("agent", request.agent) }
        let isOwn = cause.agent == agent.id
        guard isOwn || cause.agent == nil || cause.caller.has(.owner, .admin, .supervisor) else {
            throw Problem.forbidden("Only supervisors set the presence of others.")
        }
        guard agent.presence != request.presence || agent.presenceReason != request.reason else { return agent }
        if let reason = request.reason {
            guard try tx.presenceReason(reason)?.presence == request.presence else {
                throw Problem.invalid("presence.reason", "\(reason.prefix(64)) is no reason for this presence.")
            }
        }
        guard request.presence != .missed else {
            throw Problem.conflict("presence.missed", "Missed is what becomes of an offer, nobody chooses it.")
        }
        guard agent.active || request.presence == .offline else {
            throw Problem.conflict("presence.inactive", "Who does not work here any more cannot be there.")
        }
        return try enter(request.presence, reason: request.reason, agent)
    }

    /// Makes a presence true and writes it down.
    @discardableResult
    func enter(_ presence: Agent.Presence, reason: String?, _ agent: Agent) throws -> Agent {
        var saved = agent
        (saved.presence, saved.presenceReason, saved.presenceSince) = (presence, reason, now)
        saved.version += 1
        try tx.log(saved, id: nextID(), at: now)
        try tx.put(saved)
        return try announce(saved.id, handsBack: presence == .reassigning)
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

    /// All staff as they are now.
    package func staff() throws -> [Agent] { try tx.staff(at: now) }

    /// First start: a team, a calendar and a policy that work without any setting up.
    package func bootstrap() throws {
        if try tx.first("SELECT name FROM settings WHERE name = 'routing'") == nil {
            try tx.putSetting("routing", version: 1, RoutingRules(version: 1))
            // Agents of an older store.
            for agent in try tx.agents() {
                if let manager = agent.manager, try tx.agent(manager) != nil { try report(agent.id, to: manager) }
                try arrange(agent)
            }
        }
        if try tx.first("SELECT name FROM settings WHERE name = 'default-team'") == nil {
            let team = try save(Team(id: "support", name: "Support", names: ["en": "Support", "zh": "客服"]))
            try tx.putSetting("default-team", version: 1, team.id)
        }
        try furnishTerms()
        try recallHistory()
    }
}
