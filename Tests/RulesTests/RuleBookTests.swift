import Base
import Conditions
import Contracts
import ServiceKit
import Store
import TestSupport
import Testing

@testable import Rules

/// The rules as they are kept, and how the book follows what is changed.
struct RuleBookTests {
    private static func rule(
        _ id: String, on types: EventType<TicketEvent>..., if priority: JSON, enabled: Bool = true, delay: Int? = nil
    ) -> Rule {
        Rule(
            id: id, name: id, enabled: enabled, position: 1, trigger: Trigger(on: types.map(\.name), delay: delay),
            condition: .test("ticket.priority", .equal, priority), actions: [RuleAction(kind: .survey)])
    }

    @Test func `a book knows whom an event concerns`() {
        let book = RuleBook([
            Self.rule("a", on: TicketsAPI.opened, if: "high"),
            Self.rule("b", on: TicketsAPI.opened, TicketsAPI.changed, TicketsAPI.opened, if: "high"),
            Self.rule("off", on: TicketsAPI.opened, if: "high", enabled: false),
            Self.rule("low", on: TicketsAPI.opened, if: "low"),
            Self.rule("c", on: TicketsAPI.opened, if: "high"),
        ])
        let high = Evaluation(facts: ["ticket": ["priority": "High"]], now: Instant(seconds: 0))
        #expect(book.matches(TicketsAPI.opened.name, in: high) == [0, 1, 4])
        #expect(book.matches(TicketsAPI.changed.name, in: high) == [1])
        #expect(book.matches(TicketsAPI.solved.name, in: high).isEmpty)
        #expect(book.places(TicketsAPI.opened.name, in: high, and: ["low", "a", "gone"], after: -1) == [0, 1, 3, 4])
        #expect(book.places(TicketsAPI.opened.name, in: high, and: ["off", "a"], after: 1) == [2, 4])
        #expect(book.places(TicketsAPI.solved.name, in: high, and: ["low"], after: -1) == [3])
    }

    @Test func `a book is kept until a rule is changed, by whichever copy`() async throws {
        let time = ManualTime()
        let identifiers = Identifiers.uuidV7(time: time, randomness: .seeded(1))
        let store = try await TestStore.open(service: "rules", migrations: Schema.migrations, time: time)
        let context = CallContext(caller: Caller(kind: .agent, id: "boss", roles: [.supervisor]), store: store)
        let calls = RuleCalls(store: store, time: time, identifiers: identifiers)
        let shelf = RuleShelf()
        func names() async throws -> [String] { try await store.read { try shelf.book($0).rules.map(\.name) } }
        #expect(try await names().isEmpty)
        let saved = try await calls.save(Self.rule("", on: TicketsAPI.opened, if: "high").named("one"), context)
        #expect(try await names() == ["one"])
        // What is not told to the journal is not looked for: the book is not read for each event.
        try await store.write { try RuleTable.save(saved.named("in silence"), $0) }
        try await store.write { tx in
            try tx.append(
                EventDraft(
                    RulesAPI.notified, subject: "agent/a",
                    data: Notification(id: "n", agent: "a", text: "", at: tx.now),
                    actor: Actor(.service("rules"))))
        }
        #expect(try await names() == ["one"])
        _ = try await calls.save(saved.named("two"), context)
        #expect(try await names() == ["two"])
        _ = try await calls.remove(ByID(id: saved.id), context)
        #expect(try await names().isEmpty)
    }
}

extension Rule {
    fileprivate func named(_ name: String) -> Rule {
        var rule = self
        rule.name = name
        return rule
    }
}
