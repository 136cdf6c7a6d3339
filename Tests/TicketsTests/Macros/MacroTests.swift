import Base
import Contracts
import Store
import TestSupport
import Testing
import Tickets

/// Macros (rows 85, 86): who sees them, what they say, what they change, how often they are used.
@Suite struct MacroTests {
    private let boss = Caller.agent("boss", [.supervisor])
    private let ann = Caller.agent("ann")
    private let bob = Caller.agent("bob")
    private let thanks = Macro(
        name: "Thanks", code: "thx", texts: ["en": "Thank you, {{ticket.requester.name|dear}}. {{agent.name}}"])

    private func staffed() async throws -> House {
        let house = try await House()
        for name in ["ann", "bob"] { try await house.hire(name, presence: .away) }
        try await house.hire("boss", roles: [.supervisor], presence: .away)
        return house
    }

    private func names(_ house: House, _ caller: Caller) async throws -> [String] {
        try await house.store.read { try $0.macros(for: caller).map(\.name) }
    }

    @Test func `a personal macro is its owner's alone, a team's its members', a shared one everybody's`() async throws {
        let house = try await staffed()
        let team = try await house.work(boss) { try $0.save(Team(id: "night", name: "Night")) }
        var bobby = try #require(try await house.agent("bob"))
        bobby.teams = [team.id]
        _ = try await house.save(bobby)
        let mine = try await house.work(ann) { [thanks] in try $0.save(thanks) }
        for (name, scope) in [("Night", SavedView.Scope.team), ("House", .everyone)] {
            let macro = Macro(name: name, scope: scope, team: team.id, texts: ["en": "x"])
            _ = try await house.work(boss) { try $0.save(macro) }
        }
        #expect(mine.owner == "ann" && mine.version == 1)
        #expect(try await names(house, ann) == ["House", "Thanks"])
        #expect(try await names(house, bob) == ["House", "Night"])
        #expect(try await names(house, boss) == ["House", "Night"])
        let changes = try await house.store.events(subject: "macro/\(mine.id)")
        #expect(
            try changes.map { try $0.decode(TicketsAPI.macroChanged) } == [
                MacroChange(id: mine.id, version: 1, removed: false)
            ])
    }

    @Test func `nobody changes a macro that is not theirs, and nothing senseless is kept`() async throws {
        let house = try await staffed()
        let mine = try await house.work(ann) { [thanks] in try $0.save(thanks) }
        func changed(_ change: (inout Macro) -> Void) -> Macro {
            var macro = mine
            change(&macro)
            return macro
        }
        let attempts: [(Macro, Caller, String)] = [
            (mine, bob, "macro.not_found"), (changed { $0.id = "none" }, ann, "macro.not_found"),
            (changed { $0.version = 9 }, ann, "macro.stale"), (changed { $0.scope = .everyone }, ann, "auth.forbidden"),
            (changed { $0.name = " " }, ann, "macro.invalid"),
            (changed { $0.code = "two words" }, ann, "macro.invalid"),
            (changed { $0.texts = ["en": " "] }, ann, "macro.invalid"),
            (changed { $0.edit = BulkEdit(reply: "no") }, ann, "macro.invalid"),
            (Macro(name: "x", scope: .team, team: "none", texts: ["en": "x"]), boss, "macro.team"),
            (Macro(name: "x", texts: ["en": "x"]), .service("rules"), "macro.owner"),
        ]
        for (macro, caller, expected) in attempts {
            #expect(await code { _ = try await house.work(caller) { try $0.save(macro) } } == expected, "\(macro)")
        }
        _ = try await house.work(ann) { try $0.removeMacro(RemoveVersion(id: mine.id, version: 1)) }
        #expect(try await names(house, ann).isEmpty)
    }

    @Test func `a preview says what would be and changes nothing`() async throws {
        let house = try await staffed()
        let id = try await house.mail("1").ticket
        var macro = thanks
        macro.texts["zh"] = "{{ticket.requester.name}}您好，{{ticket.fields.order}}"
        macro.edit = BulkEdit(status: .pending, assignee: "@me", addTags: ["vip"], fields: ["order": "7"])
        let saved = try await house.work(ann) { [macro] in try $0.save(macro) }
        let before = try await house.ticket(id)
        let english = try await house.store.read { [ann] in
            try $0.preview(UseMacro(ticket: id, macro: saved.id, language: "en-GB"), caller: ann)
        }
        #expect(english.text == "Thank you, Customer c1. Ann" && english.gaps.isEmpty)
        #expect(english.changes.map(\.field) == ["status", "assignee", "tags", "fields.order"])
        #expect(english.changes[1].after == "ann" && english.status == .pending)
        let chinese = try await house.store.read { [ann] in
            try $0.preview(UseMacro(ticket: id, macro: saved.id, language: "zh"), caller: ann)
        }
        #expect(chinese.text == "Customer c1您好，" && chinese.gaps == ["ticket.fields.order"])
        #expect(try await house.ticket(id) == before)
        let macros = try await house.store.read { [ann] in try $0.macros(for: ann) }
        #expect(macros.first?.uses == 0)
    }

    @Test func `using it changes the ticket, leaves the status to the words, and counts`() async throws {
        let house = try await staffed()
        let id = try await house.mail("1").ticket
        var macro = thanks
        macro.edit = BulkEdit(status: .pending, priority: .high, assignee: "@me", addTags: ["vip"])
        let speaking = try await house.work(ann) { [macro] in try $0.save(macro) }
        macro.texts = [:]
        let silent = try await house.work(ann) { [macro] in try $0.save(macro) }
        let first = try await house.work(ann) { try $0.use(UseMacro(ticket: id, macro: speaking.id)) }
        #expect(first.ticket.priority == .high && first.ticket.assignee == "ann" && first.ticket.tags == ["vip"])
        #expect(first.ticket.status == .open && first.status == .pending && first.text.hasPrefix("Thank you"))
        let second = try await house.work(ann) { try $0.use(UseMacro(ticket: id, macro: silent.id)) }
        #expect(second.ticket.status == .pending && second.status == nil && second.text.isEmpty)
        #expect(try await house.ticket(id) == second.ticket)
        let macros = try await house.store.read { [ann] in try $0.macros(for: ann) }
        let now = house.time.now()
        #expect(macros.allSatisfy { $0.uses == 1 && $0.usedAt == now && $0.version == 1 })
        let refused = await code {
            _ = try await house.work(bob) { try $0.use(UseMacro(ticket: id, macro: silent.id)) }
        }
        #expect(refused == "macro.not_found")
    }
}
