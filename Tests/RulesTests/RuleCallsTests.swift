import Base
import Conditions
import Contracts
import ServiceKit
import Store
import TestSupport
import Testing

@testable import Rules

/// Rules as records, on a real store.
struct RuleCallsTests {
    private static func calls() async throws -> (RuleCalls, CallContext) {
        let time = ManualTime()
        let identifiers = Identifiers.uuidV7(time: time, randomness: .seeded(1))
        let store = try await TestStore.open(service: "rules", migrations: Schema.migrations, time: time)
        let context = CallContext(caller: Caller(kind: .agent, id: "boss", roles: [.supervisor]), store: store)
        return (RuleCalls(store: store, time: time, identifiers: identifiers), context)
    }

    private static func status(_ work: () async throws -> Void) async -> Int {
        do {
            try await work()
            return 200
        } catch {
            return (error as? Problem)?.status ?? 500
        }
    }

    @Test func `a house starts with the ready rules, and only once`() async throws {
        let (calls, context) = try await Self.calls()
        try await calls.makeReady()
        try await calls.makeReady()
        let rules = try await calls.list(Empty(), context).items
        #expect(rules.map(\.id) == ReadyRules.all.map(\.id))
        for rule in rules { _ = try await calls.remove(ByID(id: rule.id), context) }
        try await calls.makeReady()
        #expect(try await calls.list(Empty(), context).items.isEmpty, "removed rules stay removed")
    }

    @Test func `rules are saved with versions`() async throws {
        let (calls, context) = try await Self.calls()
        var rule = ReadyRules.all[0]
        rule.id = ""
        let saved = try await calls.save(rule, context)
        #expect(!saved.id.isEmpty && saved.version == 1)
        var edited = saved
        edited.enabled = false
        #expect(try await calls.save(edited, context).version == 2)
        #expect(await Self.status { _ = try await calls.save(edited, context) } == 412)
        edited.id = "nobody"
        #expect(await Self.status { _ = try await calls.save(edited, context) } == 404)
        edited.name = ""
        #expect(await Self.status { _ = try await calls.save(edited, context) } == 422)
        #expect(await Self.status { _ = try await calls.remove(ByID(id: "nobody"), context) } == 404)
        let events = try await calls.store.feed(after: 0, limit: 10).events
        #expect(events.map(\.type) == [RulesAPI.changed.name, RulesAPI.changed.name])
    }

    @Test func `a rule that is switched off stops waiting`() async throws {
        let (calls, context) = try await Self.calls()
        try await calls.makeReady()
        try await calls.store.write { tx in
            try tx.schedule(Timer(kind: RuleEngine.timerKind, reference: "ready-escalate|t1", due: tx.now + .hours(2)))
            try tx.execute("INSERT INTO waiting (ticket, rule, due) VALUES ('t1', 'ready-escalate', 1)")
        }
        var rule = try await calls.get(ByID(id: "ready-escalate"), context)
        rule.enabled = false
        _ = try await calls.save(rule, context)
        #expect(try await calls.store.read { try $0.timers(reference: "ready-escalate|t1") }.isEmpty)
        #expect(try await calls.store.read { try $0.first("SELECT ticket FROM waiting") } == nil)
    }

    @Test func `old runs, notices and chains are forgotten`() async throws {
        let (calls, _) = try await Self.calls()
        let now = calls.time.now()
        try await calls.store.write { tx in
            for (id, age) in [("old", 91), ("new", 89), ("ancient", 401)] {
                let at = now - .days(age)
                try RunTable.add(
                    RuleRun(
                        id: id, rule: "r", ruleName: "R", ticket: "t", event: "", at: at, outcome: .matched,
                        explanation: [:]), chain: id, tx)
                try tx.execute("INSERT INTO chains (chain, rule, at) VALUES (\(id), 'r', \(at))")
                try tx.execute(
                    "INSERT INTO notifications (id, agent, at, read, notification) VALUES (\(id), 'a', \(at), 0, '{}')")
            }
        }
        #expect(try await calls.store.write { try RunTable.forget(before: now, $0) })
        #expect(try await !calls.store.write { try RunTable.forget(before: now, $0) })
        func left(_ sql: SQL) async throws -> [String] {
            try await calls.store.read { try $0.rows(sql).map { try $0.string("id") }.sorted() }
        }
        #expect(try await left("SELECT id FROM runs") == ["new"])
        #expect(try await left("SELECT id FROM notifications") == ["new"])
        #expect(try await left("SELECT chain AS id FROM chains") == ["new", "old"])
    }
}
