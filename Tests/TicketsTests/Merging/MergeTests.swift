import Base
import Contracts
import Store
import TestSupport
import Testing
import Tickets

/// Row 39: tickets that go on in another one, and what brings them back.
@Suite struct MergeTests {
    private func furnished() async throws -> (House, one: String, two: String) {
        let house = try await House()
        try await house.hire("ann", presence: .away)
        let one = try await house.mail("m1", subject: "Printer", text: "alpha").ticket
        house.time.advance(by: .minutes(1))
        let two = try await house.mail("m2", from: "c2", subject: "Printer again", text: "beta").ticket
        house.time.advance(by: .minutes(1))
        _ = try await house.mail("m3", text: "gamma") { $0.references = ["<m1@example.com>"] }
        return (house, one, two)
    }

    @Test func `messages interleave by time, tags unite, the other customer reads along, clocks stop`() async throws {
        let (house, one, two) = try await furnished()
        _ = try await house.update(two) { $0.addTags = ["vip"] }
        _ = try await house.update(one) { $0.addTags = ["paper"] }
        let result = try await house.merge([two], into: one)
        #expect(try await house.texts(one) == ["alpha", "beta", "gamma"])
        #expect(try await house.texts(two) == [])
        let target = result.ticket
        #expect(target.tags == ["paper", "vip"] && target.messageCount == 3 && target.cc?.map(\.id) == ["c2"])
        let source = try await house.ticket(two)
        #expect(source.status == .closed && source.mergedInto == one && source.messageCount == 0)
        #expect(source.clocks.allSatisfy { $0.state == .cancelled } && !source.clocks.isEmpty)
        #expect(try await house.store.read { try $0.timers(reference: two) }.isEmpty)
        #expect(try await house.story(two).contains("merged"))
        #expect(try await house.story(one).last == "absorbed")
        #expect(try await house.found("beta") == [1])
        #expect(result.merges.map(\.messages) == [1])
        let event = try #require(try await house.events(two).first { $0.type == TicketsAPI.merged.name })
        let data = try event.decode(TicketsAPI.merged)
        #expect(event.actor?.id == "ann" && data.other?.id == one)
        #expect(data.changes.map(\.field) == ["status", "mergedInto"] && data.changes[0].before == "new")
    }

    @Test func `undo gives everything back`() async throws {
        let (house, one, two) = try await furnished()
        _ = try await house.update(two) { ($0.addTags, $0.assignee) = (["vip"], "ann") }
        let (before, aim) = (try await house.ticket(two), try await house.ticket(one))
        let merge = try await house.merge([two], into: one).merges[0]
        house.time.advance(by: .minutes(5))
        let undone = try await house.undo(merge)
        #expect(undone.merge.gaps == nil && undone.merge.undoneAt != nil)
        #expect(try await house.texts(one) == ["alpha", "gamma"])
        #expect(try await house.texts(two) == ["beta"])
        let after = undone.source
        #expect(after.status == before.status && after.assignee == "ann" && after.tags == before.tags)
        #expect(after.mergedInto == nil && after.closedAt == nil && after.waitingSince == before.waitingSince)
        #expect(after.messageCount == 1 && after.lastMessage == before.lastMessage)
        #expect(after.clocks.map(\.metric) == before.clocks.map(\.metric))
        for (clock, old) in zip(after.clocks, before.clocks) {
            #expect(clock.state == .running && clock.elapsed >= old.elapsed)
            // Five minutes inside another ticket do not count.
            #expect(clock.dueAt.map { $0 - (old.dueAt ?? $0) } == .minutes(5))
        }
        let target = undone.target
        #expect(target.tags == aim.tags && target.cc == aim.cc && target.messageCount == aim.messageCount)
        #expect(target.lastMessage == aim.lastMessage && target.waitingSince == aim.waitingSince)
        #expect(try await house.found("beta") == [2])
        #expect(await code { try await house.undo(merge) } == "merge.undone")
    }

    @Test func `what came meanwhile goes along, what was changed stays and is said`() async throws {
        let (house, one, two) = try await furnished()
        _ = try await house.update(two) { $0.addTags = ["vip"] }
        _ = try await house.reply(one, by: "ann", status: .pending)
        let merge = try await house.merge([two], into: one).merges[0]
        #expect(try await house.ticket(one).status == .open)
        house.time.advance(by: .minutes(1))
        let late = try await house.mail("m4", from: "c2", text: "delta") { $0.references = ["<m2@example.com>"] }
        #expect(late.ticket == one && late.outcome == .joined)
        // Its number and its token lead on, too.
        let numbered = try await house.mail("m5", from: "c2", text: "epsilon") { $0.number = 2 }
        #expect(numbered.ticket == one)
        let token = try await house.mail("m6", from: "c2", text: "zeta") { $0.ticket = two }
        #expect(token.ticket == one)
        _ = try await house.update(one) { $0.tags = ["other"] }
        let undone = try await house.undo(merge)
        #expect(undone.merge.gaps?.map(\.kind) == [.tags, .status])
        #expect(try await house.texts(two) == ["beta", "delta", "epsilon", "zeta"])
        #expect(undone.target.tags == ["other"] && undone.target.status == .open)
    }

    @Test func `an answer in the target answers the source, and a solved one comes back solved`() async throws {
        let (house, one, two) = try await furnished()
        _ = try await house.reply(two, by: "ann", status: .solved)
        let merge = try await house.merge([two], into: one).merges[0]
        #expect(try await house.undo(merge).source.status == .solved)
        let three = try await house.mail("m7", from: "c3", text: "eta").ticket
        let again = try await house.merge([three], into: one).merges[0]
        _ = try await house.reply(one, by: "ann")
        let undone = try await house.undo(again)
        #expect(undone.merge.gaps?.map(\.kind) == [.answered] && undone.source.waitingSince == nil)
    }

    @Test func `merges of merges come apart in any order`() async throws {
        let (house, one, two) = try await furnished()
        let three = try await house.mail("m8", from: "c3", text: "theta").ticket
        let inner = try await house.merge([two], into: one).merges[0]
        let outer = try await house.merge([one], into: three).merges[0]
        #expect(try await house.texts(three).sorted() == ["alpha", "beta", "gamma", "theta"])
        let undone = try await house.undo(inner)
        #expect(undone.source.id == two && undone.target.id == three)
        #expect(try await house.texts(two) == ["beta"])
        #expect(try await house.texts(three).sorted() == ["alpha", "gamma", "theta"])
        try await house.undo(outer)
        #expect(try await house.texts(one) == ["alpha", "gamma"])
        #expect(try await house.texts(three) == ["theta"])
    }

    @Test func `what cannot be merged is refused and changes nothing`() async throws {
        let (house, one, two) = try await furnished()
        let three = try await house.mail("m9", from: "c3", text: "iota").ticket
        func refused(_ sources: [String], _ target: String) async -> String? {
            await code { try await house.merge(sources, into: target) }
        }
        #expect(await refused([one], one) == "merge.circle")
        #expect(await refused([], one) == "merge.sources")
        #expect(await refused((0...50).map(String.init), one) == "merge.sources")
        #expect(await refused(["none"], one) == "ticket.not_found")
        #expect(await refused([one], "none") == "ticket.not_found")
        #expect(await code { try await house.merge([two], into: one) { $0.version = 99 } } == "ticket.stale")
        try await house.merge([two], into: one)
        #expect(await refused([one], two) == "merge.circle")
        #expect(await refused([two], one) == "merge.circle")
        #expect(await refused([two], three) == "merge.merged")
        #expect(await code { _ = try await house.reply(two, by: "ann") } == "ticket.merged")
        #expect(await code { _ = try await house.update(two) { $0.status = .open } } == "ticket.merged")
        // A merged target leads on to where it goes on.
        let result = try await house.merge([three], into: two)
        #expect(result.ticket.id == one && result.merges[0].target.id == one)
        _ = try await house.reply(one, by: "ann", status: .solved)
        let four = try await house.mail("m10", from: "c4").ticket
        #expect(await refused([four], one) == "merge.target")
        #expect(try await house.ticket(four).status == .new)
    }

    @Test func `one that is closed leads on to a follow-up, comments stay inside when a ticket is internal`()
        async throws
    {
        let (house, one, two) = try await furnished()
        let comment = MergeComment(text: "now one", isPublic: true)
        let merged = try await house.merge([two], into: one) { $0.sourceComment = comment }
        #expect(try await house.messages(one).last?.kind == .reply && merged.merges[0].messages == 2)
        _ = try await house.reply(one, by: "ann", status: .solved)
        try await house.pass(.days(5), for: one)
        let late = try await house.mail("m4", from: "c2", text: "kappa") { $0.references = ["<m2@example.com>"] }
        #expect(late.outcome == .followUp)
        #expect(try await house.ticket(late.ticket).followUpOf == one)
        let staff = try await house.work(.agent("ann")) {
            try $0.open(
                OpenTicket(
                    subject: "Internal", text: "secret", requester: Requester(id: "c9", name: "Nine"), asNote: true))
        }
        let preview = try await house.work(.agent("bob")) {
            try $0.preview(MergeTickets(target: late.ticket, sources: [staff.id]))
        }
        #expect(preview.warnings.contains(.requester) && preview.warnings.contains(.internal) && preview.messages == 1)
        try await house.merge([staff.id], into: late.ticket) { $0.targetComment = comment }
        #expect(try await house.messages(late.ticket).first { $0.text == "now one" }?.kind == .note)
    }
}
