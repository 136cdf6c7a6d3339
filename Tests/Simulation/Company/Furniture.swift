import Base
import Conditions
import Contracts
import ServiceKit

// What is there before the first customer writes.
extension Company {
    /// Names of rules that the checks know.
    static let greeting = "greeting"

    func furnish() async throws {
        let boss = People.boss
        let above = Agent(id: boss.id, name: "Boss", email: "boss@example.com", roles: [.admin], capacity: 0)
        _ = try await office.insist(TicketsAPI.saveAgent, above, as: boss, key: "hire boss")
        for name in People.agents {
            let agent = Agent(
                id: name, name: name, email: "\(name)@example.com", roles: [.agent], teams: ["support"],
                manager: "boss", presence: .online, capacity: 3 + world.chance.below(10))
            _ = try await office.insist(TicketsAPI.saveAgent, agent, as: boss, key: "hire \(name)")
        }
        _ = try await office.insist(
            TicketsAPI.saveTeam, Team(id: "support", name: "Support", lead: "ann"), as: boss, key: "team")
        try await furnishQueue()
        var policy = try await office.insist(TicketsAPI.policy, ByID(id: "default"), as: boss)
        if world.happens(70) {
            // Promises that come due while things break, day and night.
            let replies: [SLAClock.Metric] = [.firstResponse, .nextReply, .periodicUpdate, .pausableUpdate]
            let always: [SLAClock.Metric] = [.firstResponse, .resolution]
            for metric in SLAClock.Metric.allCases where always.contains(metric) || world.happens(50) {
                for priority in Priority.allCases {
                    let isReply = replies.contains(metric)
                    let seconds = isReply ? 20 + world.chance.below(60) : 90 + world.chance.below(300)
                    policy.targets[metric, default: [:]][priority] = SLATarget(seconds: seconds, business: false)
                }
            }
            policy.warnings = [SLAWarning(percent: 50), SLAWarning(secondsBefore: 10)]
            policy.escalations = [SLAEscalation(to: .assignee, after: 5), SLAEscalation(to: .manager, after: 30)]
        }
        _ = try await office.insist(TicketsAPI.savePolicy, policy, as: boss, key: "policy")
        var special = policy
        (special.id, special.name, special.version) = ("vip", "vip", 0)
        special.condition = .test("ticket.requester.tier", .anyOf, ["gold", "vip"])
        special.targets[.resolution] = nil
        _ = try await office.insist(TicketsAPI.savePolicy, special, as: boss, key: "special policy")
        for rule in Self.rules { _ = try await office.insist(RulesAPI.save, rule, as: boss, key: "save \(rule.name)") }
    }

    /// Rules beside the ready ones. The second looks at what the first has changed, the fourth has to wait.
    private static let rules = [
        Rule(
            id: "", name: "mark", position: 40, trigger: Trigger(on: [TicketsAPI.opened.name]), condition: .always,
            actions: [RuleAction(kind: .set, set: UpdateTicket(id: "", addTags: ["marked"]))]),
        Rule(
            id: "", name: greeting, position: 50, trigger: Trigger(on: [TicketsAPI.opened.name]),
            condition: .test("ticket.tags", .contains, "marked"),
            actions: [
                RuleAction(kind: .note, text: "noted {{ticket.number}} {{ticket.tags}}"),
                RuleAction(kind: .notify, to: "team-lead", text: "opened {{ticket.number}}"),
                RuleAction(kind: .reply, text: "greeting {{ticket.number}}"),
            ]),
        Rule(
            id: "", name: "loop", position: 60,
            trigger: Trigger(on: [TicketsAPI.changed.name, TicketsAPI.assigned.name]),
            condition: .test("ticket.status", .anyOf, ["open", "pending", "hold"]),
            actions: [
                RuleAction(kind: .set, set: UpdateTicket(id: "", fields: ["loop": "{}"])),
                RuleAction(kind: .note, text: "looped"),
            ]),
        Rule(
            id: "", name: "nudge", position: 70,
            trigger: Trigger(on: [TicketsAPI.opened.name, TicketsAPI.received.name], delay: 25),
            condition: .test("ticket.waitingSince", .present),
            actions: [
                RuleAction(kind: .note, text: "nudged"),
                RuleAction(kind: .notify, to: "assignee", text: "nudge {{ticket.number}}"),
            ]),
    ]
}
