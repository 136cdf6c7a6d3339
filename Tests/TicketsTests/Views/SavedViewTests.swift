import Base
import Conditions
import Contracts
import Foundation
import Store
import TestSupport
import Testing
import Tickets

/// Views that people save: who sees and changes them, their order, what they show.
@Suite struct SavedViewTests {
    private let boss = Caller.agent("boss", [.supervisor])
    private let ann = Caller.agent("ann")
    private let bob = Caller.agent("bob")
    private let urgent: Condition = .test("ticket.priority", .equal, "urgent")

    private func staffed() async throws -> House {
        let house = try await House()
        for name in ["ann", "bob"] { try await house.hire(name, presence: .away) }
        try await house.hire("boss", roles: [.supervisor], presence: .away)
        return house
    }

    private func save(_ house: House, _ request: SaveView, as caller: Caller) async throws -> SavedView {
        try await house.work(caller) { try $0.save(request) }
    }

    private func views(_ house: House, _ caller: Caller) async throws -> [String] {
        try await house.store.read { try $0.views(for: caller).filter { !$0.builtIn }.map(\.name) }
    }

    @Test func `a personal view is its owner's alone, a shared one everybody's`() async throws {
        let house = try await staffed()
        let team = try await house.work(boss) { try $0.save(Team(id: "night", name: "Night")) }
        var bobby = try #require(try await house.agent("bob"))
        bobby.teams = [team.id]
        _ = try await house.save(bobby)
        let mine = try await save(house, SaveView(name: "Hot", condition: urgent), as: ann)
        _ = try await save(house, SaveView(name: "House", scope: .everyone, condition: urgent), as: boss)
        _ = try await save(house, SaveView(name: "Night", scope: .team, team: team.id, condition: urgent), as: boss)
        #expect(mine.scope == .personal && mine.owner == "ann" && mine.version == 1)
        #expect(Set(try await views(house, ann)) == ["Hot", "House"])
        #expect(Set(try await views(house, bob)) == ["House", "Night"])
        #expect(Set(try await views(house, boss)) == ["House", "Night"])
        let changes = try await house.store.events(subject: "view/\(mine.id)")
        #expect(
            try changes.map { try $0.decode(TicketsAPI.viewChanged) } == [
                ViewChange(id: mine.id, version: 1, removed: false)
            ])
    }

    @Test func `nobody changes a view that is not theirs, and nothing half`() async throws {
        let house = try await staffed()
        let mine = try await save(house, SaveView(name: "Hot", condition: urgent), as: ann)
        let shared = try await save(house, SaveView(name: "House", scope: .everyone, condition: urgent), as: boss)
        let attempts: [(SaveView, Caller, String)] = [
            (SaveView(id: mine.id, name: "x", condition: urgent), bob, "view.not_found"),
            (SaveView(id: "none", name: "x", condition: urgent), ann, "view.not_found"),
            (SaveView(id: shared.id, name: "x", condition: urgent), ann, "auth.forbidden"),
            (SaveView(name: "x", scope: .everyone, condition: urgent), ann, "auth.forbidden"),
            (SaveView(id: mine.id, name: "x", scope: .everyone, condition: urgent), ann, "auth.forbidden"),
            (SaveView(id: "open", name: "x", condition: urgent), boss, "view.built_in"),
            (SaveView(id: mine.id, name: "x", condition: urgent, version: 9), ann, "view.stale"),
            (SaveView(name: "x", scope: .team, team: "none", condition: urgent), boss, "view.team"),
            (SaveView(name: " ", condition: urgent), ann, "view.invalid"),
            (SaveView(name: String(repeating: "长", count: 101), condition: urgent), ann, "view.invalid"),
            (SaveView(name: "x", condition: urgent, columns: ["subject", "subject"]), ann, "view.invalid"),
            (SaveView(name: "x", condition: urgent, columns: ["password"]), ann, "view.invalid"),
            (SaveView(name: "x", condition: urgent, group: "subject"), ann, "view.invalid"),
            (SaveView(name: "x", condition: .test("ticket.mood", .equal, "bad")), ann, "condition.invalid"),
            (SaveView(name: "x", condition: .test("ticket.status", .changed)), ann, "condition.invalid"),
            (SaveView(name: "x", condition: urgent), .service("rules"), "view.owner"),
        ]
        for (request, caller, expected) in attempts {
            #expect(await code { _ = try await save(house, request, as: caller) } == expected, "\(request.name)")
        }
        #expect(
            await code { _ = try await house.work(bob) { try $0.remove(RemoveView(id: mine.id)) } } == "view.not_found")
        #expect(
            await code { _ = try await house.work(ann) { try $0.remove(RemoveView(id: mine.id, version: 7)) } }
                == "view.stale")
        #expect(try await views(house, ann) == ["House", "Hot"])
    }

    @Test func `a change keeps what it does not name, and removing takes the view out of every list`() async throws {
        let house = try await staffed()
        let view = try await save(
            house, SaveView(name: "Hot", names: ["zh": "紧急"], condition: urgent, columns: ["subject"], sort: .due),
            as: ann)
        let changed = try await save(
            house, SaveView(id: view.id, name: "Hotter", condition: urgent, group: "team", version: 1), as: ann)
        #expect(changed.names == ["zh": "紧急"] && changed.columns == ["subject"] && changed.sort == .due)
        #expect(changed.group == "team" && changed.version == 2 && changed.owner == "ann")
        _ = try await house.work(ann) { try $0.order(ViewOrder(ids: [view.id, "mine"])) }
        _ = try await house.work(ann) { try $0.remove(RemoveView(id: view.id, version: 2)) }
        #expect(try await views(house, ann).isEmpty)
        let request = ListTickets(view: view.id)
        let caller = ann
        #expect(
            await code { _ = try await house.store.read { try $0.tickets(request, caller: caller) } } == "list.view")
    }

    @Test func `everybody has an order of their own`() async throws {
        let house = try await staffed()
        let view = try await save(house, SaveView(name: "Hot", condition: urgent), as: ann)
        _ = try await house.work(ann) { try $0.order(ViewOrder(ids: [view.id, "all", "mine"])) }
        let (mine, his) = (ann, bob)
        let ids = try await house.store.read { try $0.views(for: mine).map(\.id) }
        #expect(ids == [view.id, "all", "mine", "unassigned", "open", "waiting", "pending", "snoozed", "solved"])
        #expect(try await house.store.read { try $0.views(for: his).map(\.id) } == TicketView.allCases.map(\.rawValue))
        for ids in [[view.id, view.id], ["none"]] {
            #expect(await code { _ = try await house.work(mine) { try $0.order(ViewOrder(ids: ids)) } } == "view.order")
        }
        #expect(
            await code { _ = try await house.work(his) { try $0.order(ViewOrder(ids: [view.id])) } } == "view.order")
    }

    @Test func `me and my teams are those of whoever looks`() async throws {
        let house = try await staffed()
        var bobby = try #require(try await house.agent("bob"))
        _ = try await house.work(boss) { try $0.save(Team(id: "night", name: "Night")) }
        bobby.teams = ["night"]
        _ = try await house.save(bobby)
        let first = try await house.mail("m1").ticket
        let second = try await house.mail("m2", from: "c2").ticket
        try await house.update(first) { $0.assignee = "ann" }
        try await house.update(second) { $0.team = "night" }
        let mine = try await save(
            house, SaveView(name: "m", scope: .everyone, condition: .test("ticket.assignee", .equal, "@me")), as: boss)
        let teams = try await save(
            house, SaveView(name: "t", scope: .everyone, condition: .test("ticket.team", .equal, "@teams")), as: boss)
        for (view, caller, expected) in [
            (mine, ann, [first]), (mine, bob, []), (teams, ann, [first]), (teams, bob, [second]),
        ] {
            let found = try await house.store.read {
                try $0.tickets(ListTickets(view: view.id), caller: caller).items.map(\.id)
            }
            #expect(found == expected, "\(view.name) \(caller.id)")
            let counts = try await house.store.read { try $0.counts(CountTickets(), caller: caller) }
            #expect(counts.counts[view.id] == expected.count && counts.atLeast == nil)
        }
    }

    @Test func `a trial shows and counts what would be saved`() async throws {
        let house = try await staffed()
        for index in 0..<3 {
            try await house.mail("m\(index)", from: "c\(index)")
            house.time.advance(by: .seconds(1))
        }
        let caller = ann
        let tried = try await house.store.read {
            try $0.attempt(
                TryView(condition: .test("ticket.number", .greater, 1), sort: .created, limit: 1), caller: caller)
        }
        #expect(tried.count == 2 && !tried.atLeast && tried.tickets.map(\.number) == [3])
        let wrong = TryView(condition: .test("ticket.number", .contains, "x"))
        #expect(
            await code { _ = try await house.store.read { try $0.attempt(wrong, caller: caller) } }
                == "condition.invalid")
    }

    /// Each way a list is read, with what its plan may not do.
    @Test func `every list is read along an index and never sorted as a whole`() async throws {
        let house = try await staffed()
        try await house.mail("m1")
        let isPostgres = house.store.place.hasPrefix("postgres")
        for sort in TicketSort.allCases {
            for condition in [Condition.always, BuiltInConditions.unsolved, .test("ticket.tags", .equal, "vip")] {
                var limits = ListLimits()
                limits.gather = -1
                let plan = try await house.store.read { [limits] db in
                    // A table of a few rows it would rather read whole.
                    if isPostgres {
                        _ = try db.rows("SET LOCAL enable_seqscan = off")
                        _ = try db.rows("SET LOCAL enable_bitmapscan = off")
                    }
                    return try db.plan(condition, sort: sort, limits: limits, isPostgres: isPostgres)
                }
                #expect(plan.contains(isPostgres ? "Index" : "USING"), "\(sort): \(plan)")
                #expect(!plan.contains("Sort") && !plan.contains("TEMP B-TREE"), "\(sort): \(plan)")
                #expect(!plan.contains("Seq Scan") && !plan.contains("SCAN f\n"), "\(sort): \(plan)")
                // The outermost step reads what the index gives; nothing below it reads a table as it lies.
                #expect(plan.components(separatedBy: "SCAN s\n").count <= 2, "\(sort): \(plan)")
            }
        }
    }
}

enum BuiltInConditions {
    static let unsolved: Condition = .test("ticket.status", .anyOf, ["new", "open", "pending", "hold"])
}
