import Base
import Contracts
import Store
import TestSupport
import Testing
import Tickets

/// The same change to many tickets: tried before, worked off in parts, taken back (row 187).
@Suite struct BulkTests {
    private let ann = Caller.agent("ann")

    private func furnished(_ count: Int) async throws -> (House, [String]) {
        let house = try await House()
        for name in ["ann", "bob"] { try await house.hire(name, presence: .away) }
        var ids: [String] = []
        for index in 0..<count { ids.append(try await house.mail("m\(index)", from: "c\(index % 7)").ticket) }
        return (house, ids)
    }

    /// Works a run off as its timer does; returns it and how many transactions it took.
    private func finish(_ house: House, _ id: String) async throws -> (run: BulkRun, parts: Int) {
        let tools = house.tools
        var parts = 0
        repeat { parts += 1 } while try await !house.store.write { try Desk.goOn($0, tools, bulk: id) }
        return (try await house.store.read { try $0.bulk(id) }, parts)
    }

    @Test func `many tickets are changed in parts, and taken back`() async throws {
        let (house, ids) = try await furnished(60)
        try await house.update(ids[0]) { $0.priority = .high }
        try await house.update(ids[1]) { $0.fields = ["a": 1] }
        _ = try await house.reply(ids[2], by: "ann", status: .solved)
        let before = try await tickets(house, ids)
        let edit = BulkEdit(
            priority: .urgent, assignee: "bob", addTags: ["clean-up"], fields: ["a": 2, "b": "x"])
        let started = try await house.work(ann) { try $0.begin(BulkRequest(ids: ids + [ids[0]], edit: edit)) }
        #expect(started.state == .running && started.total == 60)
        let (run, parts) = try await finish(house, started.id)
        #expect(run.state == .done && run.changed == 60 && run.refused == 0 && parts > 1)
        let changed = try await tickets(house, ids)
        #expect(changed.allSatisfy { $0.priority == .urgent && $0.assignee == "bob" && $0.tags == ["clean-up"] })
        #expect(try await house.events(ids[5]).last?.actor?.id == "ann")
        _ = try await house.work(ann) { try $0.undo(ByID(id: started.id)) }
        let undone = try await finish(house, started.id).run
        #expect(undone.state == .undone && undone.changed == 60)
        for (old, new) in zip(before, try await tickets(house, ids)) {
            #expect(new.priority == old.priority && new.assignee == old.assignee && new.tags == old.tags)
            #expect(new.fields == old.fields && (new.status == old.status || old.status == .new))
        }
        #expect(await code { _ = try await house.work(ann) { try $0.undo(ByID(id: started.id)) } } == "bulk.undo")
    }

    @Test func `a ticket that refuses is named, and the others go on`() async throws {
        let (house, ids) = try await furnished(4)
        _ = try await house.reply(ids[1], by: "ann", status: .solved)
        let request = BulkRequest(ids: ids + ["none"], edit: BulkEdit(status: .hold))
        let caller = ann
        let preview = try #require(try await preview(house, request))
        #expect(preview.total == 5 && preview.changed == 4 && preview.problems.map(\.code) == ["ticket.not_found"])
        #expect(try await house.ticket(ids[0]).status == .new)
        let solve = BulkRequest(ids: ids, edit: BulkEdit(status: .closed))
        #expect(
            try await self.preview(house, solve)?.problems.map(\.code)
                == Array(repeating: "ticket.transition", count: 3)
        )
        let started = try await house.work(caller) { try $0.begin(request) }
        let run = try await finish(house, started.id).run
        #expect(run.changed == 4 && run.refused == 1 && run.problems.first?.ticket == "none")
        // Somebody goes on with one of them: that one is not taken back.
        _ = try await house.reply(ids[3], by: "bob")
        _ = try await house.work(caller) { try $0.undo(ByID(id: started.id)) }
        let undone = try await finish(house, started.id).run
        #expect(undone.changed == 3 && undone.problems.map(\.code) == ["ticket.stale"])
        #expect(try await house.ticket(ids[1]).status == .solved)
        #expect(try await house.ticket(ids[3]).status == .hold)
    }

    @Test func `all of a view, within limits, by whoever may`() async throws {
        let (house, ids) = try await furnished(5)
        _ = try await house.reply(ids[0], by: "ann", status: .solved)
        let run = try await house.work(ann) { try $0.begin(BulkRequest(view: "open", edit: BulkEdit(addTags: ["x"]))) }
        #expect(try await finish(house, run.id).run.changed == 4)
        let wrong: [(BulkRequest, String)] = [
            (BulkRequest(ids: ids, edit: BulkEdit()), "bulk.edit"),
            (BulkRequest(edit: BulkEdit(addTags: ["x"])), "bulk.tickets"),
            (BulkRequest(ids: ids, view: "open", edit: BulkEdit(addTags: ["x"])), "bulk.tickets"),
            (BulkRequest(ids: [], edit: BulkEdit(addTags: ["x"])), "bulk.tickets"),
            (BulkRequest(view: "none", edit: BulkEdit(addTags: ["x"])), "list.view"),
            (BulkRequest(ids: (0...1_000).map(String.init), edit: BulkEdit(addTags: ["x"])), "bulk.tickets"),
        ]
        for (request, expected) in wrong {
            #expect(await code { _ = try await house.work(ann) { try $0.begin(request) } } == expected)
        }
        let id = run.id
        #expect(
            await code { _ = try await house.work(.agent("bob")) { try $0.undo(ByID(id: id)) } } == "auth.forbidden")
        house.time.advance(by: .minutes(11))
        #expect(await code { _ = try await house.work(ann) { try $0.undo(ByID(id: id)) } } == "bulk.undo")
        #expect(await code { _ = try await house.work(ann) { try $0.undo(ByID(id: "none")) } } == "bulk.not_found")
    }

    private func preview(_ house: House, _ request: BulkRequest) async throws -> BulkPreview? {
        struct Tried: Error { var preview: BulkPreview }
        do {
            try await house.work(ann) { throw Tried(preview: try $0.preview(request)) }
        } catch let tried as Tried {
            return tried.preview
        }
        return nil
    }

    private func tickets(_ house: House, _ ids: [String]) async throws -> [Ticket] {
        var tickets: [Ticket] = []
        for id in ids { tickets.append(try await house.ticket(id)) }
        return tickets
    }
}
