import Base
import Conditions
import Contracts
import Testing

@testable import Rules

/// What an event means to a rule, and whether a rule makes sense: no store, no bus.
struct DecisionTests {
    private static func rule(delay: Int? = nil, enabled: Bool = true) -> Rule {
        Rule(
            id: "r", name: "R", enabled: enabled, position: 1,
            trigger: Trigger(on: [TicketsAPI.opened.name], delay: delay),
            condition: .test("ticket.priority", .equal, "high"), actions: [RuleAction(kind: .survey)])
    }

    private static func decide(
        _ rule: Rule, _ event: EventType<TicketEvent> = TicketsAPI.opened, priority: String, waits: Bool = false
    ) -> String {
        let facts: JSON = ["ticket": ["priority": .string(priority)]]
        let evaluation = Evaluation(facts: facts, now: Instant(seconds: 0))
        switch RuleDecision.of(rule, event: event.name, in: evaluation, waits: waits) {
        case .act: return "act"
        case .wait(let seconds, let business, _): return "wait \(seconds) \(business)"
        case .stopWaiting: return "stop"
        case .none: return "none"
        }
    }

    @Test func `a rule that acts at once`() {
        #expect(Self.decide(Self.rule(), priority: "high") == "act")
        #expect(Self.decide(Self.rule(), priority: "low") == "none")
        #expect(Self.decide(Self.rule(), TicketsAPI.changed, priority: "high") == "none")
        #expect(Self.decide(Self.rule(enabled: false), priority: "high") == "none")
    }

    @Test func `a rule that waits`() {
        let rule = Self.rule(delay: 60)
        #expect(Self.decide(rule, priority: "high") == "wait 60 false")
        #expect(Self.decide(rule, priority: "high", waits: true) == "wait 60 false")
        #expect(Self.decide(rule, TicketsAPI.changed, priority: "high", waits: true) == "none")
        #expect(Self.decide(rule, TicketsAPI.changed, priority: "low", waits: true) == "stop")
        #expect(Self.decide(rule, priority: "low", waits: true) == "stop")
        #expect(Self.decide(rule, priority: "low") == "none")
        #expect(Self.decide(rule, TicketsAPI.changed, priority: "low") == "none")
    }

    @Test(arguments: ReadyRules.all) func `the ready rules are valid`(_ rule: Rule) throws { try rule.validate() }

    @Test func `every mistake is named`() {
        let rule = Rule(
            id: "", name: "", position: 1, trigger: Trigger(on: ["moat.tickets.nothing"], delay: 0),
            condition: .test("ticket.colour", .equal, "red"),
            actions: [RuleAction(kind: .set), RuleAction(kind: .notify, to: "boss"), RuleAction(kind: .note, text: "")])
        let problem = #expect(throws: Problem.self) { try rule.validate() }
        #expect(problem?.status == 422)
        let pointers = Set(problem?.errors?.map(\.pointer) ?? [])
        for pointer in ["#/name", "#/trigger/on/0", "#/trigger/delay", "#/actions/0", "#/actions/1", "#/actions/2"] {
            #expect(pointers.contains(pointer), "\(pointer)")
        }
        #expect(pointers.contains { $0.hasPrefix("#/condition") })
    }

    @Test func `a rule that waits may look at the ticket only`() throws {
        var rule = Self.rule(delay: 60)
        try rule.validate()
        rule.condition = .test("message.text", .present)
        let problem = #expect(throws: Problem.self) { try rule.validate() }
        #expect(problem?.errors?.contains { $0.code == "delayed" } == true)
        rule.trigger.delay = nil
        try rule.validate()
    }
}
