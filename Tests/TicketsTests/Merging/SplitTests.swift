import Base
import Contracts
import Store
import TestSupport
import Testing
import Tickets

/// Row 40: messages that become a ticket of their own.
@Suite struct SplitTests {
    private let file = Attachment(
        id: String(repeating: "a", count: 64), name: "a.pdf", type: "application/pdf", size: 9)

    private func furnished() async throws -> (House, String, [Message]) {
        let house = try await House()
        try await house.hire("ann", presence: .away)
        let ticket = try await house.mail("m1", text: "alpha").ticket
        _ = try await house.reply(ticket, by: "ann")
        house.time.advance(by: .minutes(30))
        let file = file
        _ = try await house.mail("m2", text: "beta and another thing") {
            ($0.references, $0.attachments) = (["<m1@example.com>"], [file])
        }
        house.time.advance(by: .minutes(30))
        return (house, ticket, try await house.messages(ticket))
    }

    @Test func `moved messages keep author, time and files; both tickets know each other`() async throws {
        let (house, id, messages) = try await furnished()
        let before = try await house.ticket(id)
        let result = try await house.split(id, [messages[2].id])
        #expect(try await house.texts(id) == ["alpha", "您好"])
        let moved = try #require(try await house.messages(result.new.id).first)
        #expect(moved.id == messages[2].id && moved.author == messages[2].author && moved.at == messages[2].at)
        #expect(moved.attachments == [file])
        #expect(moved.splitFrom == SplitOrigin(ticket: id, message: moved.id))
        #expect(result.new.splitFrom == id && result.new.requester.id == "c1" && result.new.number == 2)
        // Who waits, waits since they wrote; the ticket it left owes nothing any more.
        #expect(result.new.waitingSince == messages[2].at)
        #expect(result.new.clock(.firstResponse)?.startedAt == messages[2].at)
        #expect(before.waitingSince != nil && result.ticket.waitingSince == nil)
        #expect(result.ticket.clock(.nextReply)?.isCounting != true)
        #expect(result.ticket.messageCount == 2 && result.new.messageCount == 1)
        #expect(try await house.found("another") == [2])
        #expect(try await house.story(id).last { $0 == "parted" } == "parted")
        let opened = try #require(try await house.events(result.new.id).first).decode(TicketsAPI.opened)
        #expect(opened.other?.id == id && opened.message?.id == moved.id)
        // Answers to the moved letter go where it is.
        let answer = try await house.mail("m3", text: "gamma") { $0.references = ["<m2@example.com>"] }
        #expect(answer.ticket == result.new.id)
    }

    @Test func `copies leave the ticket as it is`() async throws {
        let (house, id, messages) = try await furnished()
        let before = try await house.ticket(id)
        let result = try await house.split(id, [messages[0].id, messages[2].id], .copy)
        #expect(try await house.texts(id) == messages.map(\.text))
        let copies = try await house.messages(result.new.id)
        #expect(
            copies.map(\.text) == ["alpha", "beta and another thing"]
                && copies.map(\.at) == [0, 2].map { messages[$0].at })
        #expect(copies.map(\.splitFrom?.message) == [messages[0].id, messages[2].id])
        #expect(Set(copies.map(\.id)).isDisjoint(with: messages.map(\.id)))
        #expect(result.ticket.waitingSince == before.waitingSince)
        #expect(try await house.found("another") == [1, 2])
        let answer = try await house.mail("m3", text: "gamma") { $0.references = ["<m2@example.com>"] }
        #expect(answer.ticket == id)
    }

    @Test func `what cannot be split is refused`() async throws {
        let (house, id, messages) = try await furnished()
        func refused(_ ids: [String], _ change: @Sendable (inout SplitTicket) -> Void = { _ in }) async -> String? {
            var request = SplitTicket(ticket: id, messages: ids, mode: .move)
            change(&request)
            return await code { [request] in try await house.work(.agent("ann")) { _ = try $0.split(request) } }
        }
        #expect(await refused(messages.map(\.id)) == "split.nothing_left")
        #expect(await refused([]) == "split.messages")
        #expect(await refused(["none"]) == "split.messages")
        #expect(await refused([messages[0].id]) { $0.team = "none" } == "ticket.team")
        #expect(await refused([messages[0].id]) { $0.assignee = "none" } == "ticket.assignee")
        #expect(await refused([messages[0].id]) { $0.version = 99 } == "ticket.stale")
        #expect(await refused([messages[0].id]) { $0.ticket = "none" } == "ticket.not_found")
        #expect(try await house.texts(id).count == 3)
        _ = try await house.reply(id, by: "ann", status: .solved)
        try await house.pass(.days(5), for: id)
        #expect(await refused([messages[0].id]) == "ticket.closed")
    }

    @Test func `a message split off stays away when the merge that brought it is undone`() async throws {
        let (house, id, _) = try await furnished()
        let two = try await house.mail("m5", from: "c2", text: "delta").ticket
        let merge = try await house.merge([two], into: id).merges[0]
        let brought = try #require(try await house.messages(id).first { $0.text == "delta" })
        let part = try await house.split(id, [brought.id]).new
        #expect(part.requester.id == "c2")
        let undone = try await house.undo(merge)
        #expect(undone.merge.gaps?.map(\.kind).contains(.messages) == true)
        #expect(try await house.texts(two) == [])
        #expect(try await house.texts(part.id) == ["delta"])
    }
}
