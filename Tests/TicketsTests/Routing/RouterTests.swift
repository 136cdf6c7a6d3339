import Base
import Contracts
import Testing
import Tickets

/// The pure decision: rows 53 to 56 and 62 to 63.
@Suite struct RouterTests {
    private func agent(_ id: String, load: Int = 0, capacity: Int = 10, assigned: Int64 = 0) -> Agent {
        Agent(
            id: id, name: id, email: "", roles: [.agent], presence: .online, capacity: capacity, load: load,
            lastAssignedAt: assigned == 0 ? nil : Instant(seconds: assigned))
    }

    private func chosen(_ strategy: QueuePolicy.Strategy, _ agents: [Agent], _ errand: Errand = Errand(channel: .mail))
        -> String?
    {
        let policy = QueuePolicy(team: "t", strategy: strategy)
        return Router.decide(errand, among: agents.map { Candidate($0) }, under: policy).chosen
    }

    @Test func `each strategy has its own first`() {
        let agents = [
            agent("a", load: 3, capacity: 10, assigned: 1), agent("b", load: 1, capacity: 4, assigned: 3),
            agent("c", load: 2, capacity: 20, assigned: 2),
        ]
        #expect(chosen(.roundRobin, agents) == "a")
        #expect(chosen(.leastLoaded, agents) == "b")
        #expect(chosen(.mostSpare, agents) == "c")
    }

    @Test func `between equals the one assigned longest ago is first, then the id decides`() {
        #expect(chosen(.leastLoaded, [agent("a", assigned: 9), agent("b", assigned: 5)]) == "b")
        #expect(chosen(.mostSpare, [agent("b"), agent("a")]) == "a")
    }

    @Test func `a large ticket needs as much room`() {
        let agents = [agent("a", load: 8), agent("b", load: 6, assigned: 1)]
        #expect(chosen(.roundRobin, agents, Errand(channel: .chat, weight: 4)) == "b")
        #expect(chosen(.roundRobin, agents, Errand(channel: .chat, weight: 5)) == nil)
    }

    /// What is changed, and the one thing that then speaks against the agent.
    static let obstacles: [(Refusal, @Sendable (inout Candidate) -> Void)] = [
        (.inactive, { $0.agent.active = false }), (.role, { $0.agent.roles = [.light] }),
        (.notMember, { $0.isMember = false }), (.away, { $0.agent.presence = .away }),
        (.offline, { $0.agent.presence = .offline }), (.transfersOnly, { $0.agent.presence = .transfersOnly }),
        (.reassigning, { $0.agent.presence = .reassigning }), (.missed, { $0.agent.presence = .missed }),
        (.absent, { $0.isAbsent = true }), (.shift, { $0.onShift = false }), (.capacity, { $0.agent.load = 10 }),
        (.channel, { ($0.agent.channelLimits, $0.onChannel) = ([.mail: 2], 2) }),
        (.skills, { $0.agent.skills = ["german": 2] }), (.window, { $0.inWindow = 5 }),
        (.passedOver, { $0.agent.id = "tired" }),
    ]

    @Test(arguments: obstacles.indices) func `each obstacle has its reason, and is the only one`(index: Int) {
        let (refusal, change) = RouterTests.obstacles[index]
        let errand = Errand(channel: .mail, needs: [SkillNeed("german", level: 3)], passedOver: ["tired"])
        var policy = QueuePolicy(team: "t")
        policy.limit = .init(count: 5, seconds: 60)
        var free = agent("a")
        free.skills = ["german": 3]
        var candidate = Candidate(free, onChannel: 1, inWindow: 4)
        #expect(candidate.refusals(of: errand, under: policy).isEmpty)
        change(&candidate)
        #expect(candidate.refusals(of: errand, under: policy) == [refusal])
        #expect(Router.decide(errand, among: [candidate], under: policy).chosen == nil)
    }

    @Test func `every reason has a case that shows it`() {
        #expect(Set(RouterTests.obstacles.map(\.0)) == Set(Refusal.allCases))
    }

    @Test func `all are told of, those who may with their places`() {
        let agents = [agent("a", load: 10), agent("b", assigned: 2), agent("c", assigned: 1)]
        let verdicts = Router.decide(
            Errand(channel: .mail), among: agents.map { Candidate($0) }, under: QueuePolicy(team: "t"))
        #expect(verdicts.map(\.agent) == ["a", "c", "b"])
        #expect(verdicts.map(\.place) == [nil, 1, 2] && verdicts[0].refusals == [.capacity])
    }
}

/// Rows 56 and 57: the order of a queue and what it asks for.
@Suite struct QueueOrderTests {
    private let now = shanghai("2026-11-23 10:00")

    private func ticket(_ priority: Priority = .normal, waited: Int, skills: [SkillNeed] = []) -> Ticket {
        var ticket = Drafts.ticket(priority, at: now - .minutes(waited))
        ticket.demand = skills.isEmpty ? nil : Demand(skills: skills)
        return ticket
    }

    @Test func `points and minutes of waiting add up, and the order never changes by waiting`() {
        let policy = QueuePolicy(team: "t", points: [.urgent: 120], slope: 2)
        let (urgent, old) = (ticket(.urgent, waited: 0), ticket(waited: 59))
        let older = ticket(waited: 61)
        #expect(policy.effectiveStart(of: urgent) < policy.effectiveStart(of: old))
        #expect(policy.effectiveStart(of: older) < policy.effectiveStart(of: urgent))
    }

    @Test func `a boost counts like points; by deadline the next promise to break is first`() {
        var boosted = ticket(waited: 0)
        boosted.demand = Demand(boost: 30)
        var policy = QueuePolicy(team: "t")
        #expect(policy.effectiveStart(of: boosted) == now - .minutes(30))
        policy.order = .deadline
        let open = Drafts.open(at: now).ticket
        #expect(policy.effectiveStart(of: open) == open.clocks.compactMap(\.dueAt).min())
    }

    @Test func `additional skills go first, then a level with each step, down to one`() {
        let needs = [SkillNeed("german", level: 3), SkillNeed("coffee", level: 2, required: false)]
        let policy = QueuePolicy(team: "t", relaxAfter: 300)
        func asked(_ minutes: Int) -> [Int] {
            ticket(waited: minutes, skills: needs).needs(at: now, under: policy).skills.map(\.level)
        }
        #expect(asked(0) == [3, 2] && asked(4) == [3, 2])
        #expect(asked(5) == [2] && asked(10) == [1] && asked(500) == [1])
        #expect(ticket(waited: 500, skills: needs).needs(at: now, under: policy).steps == 2)
    }

    @Test func `a queue that does not relax ignores additional skills and keeps the others`() {
        let needs = [SkillNeed("german", level: 3), SkillNeed("coffee", level: 2, required: false)]
        let found = ticket(waited: 500, skills: needs).needs(at: now, under: QueuePolicy(team: "t"))
        #expect(found.skills == [SkillNeed("german", level: 3)] && found.steps == 0)
    }
}
