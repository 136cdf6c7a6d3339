import Base
import Contracts
import Store
import TestSupport
import Testing
import Tickets

/// Row 35: words that are not sent yet.
@Suite struct DraftTests {
    private func furnished() async throws -> (House, String) {
        let house = try await House()
        for agent in ["ann", "bob"] { try await house.hire(agent, presence: .away) }
        return (house, try await house.mail("m1").ticket)
    }

    @discardableResult
    private func save(
        _ house: House, _ ticket: String, _ text: String, by agent: String = "ann", slot: DraftSlot = .own,
        version: Int? = nil
    ) async throws -> Draft {
        try await house.work(.agent(agent)) {
            try $0.save(SaveDraft(ticket: ticket, slot: slot, text: text, version: version))
        }
    }

    private func drafts(_ house: House, _ ticket: String, _ agent: String = "ann") async throws -> [Draft] {
        try await house.store.read { try $0.drafts(of: ticket, for: .agent(agent)) }.items
    }

    @Test func `each author has an own draft, and all share one`() async throws {
        let (house, ticket) = try await furnished()
        try await save(house, ticket, "by ann")
        try await save(house, ticket, "by bob", by: "bob")
        try await save(house, ticket, "together", slot: .shared)
        let taken = try await save(house, ticket, "together now", by: "bob", slot: .shared, version: 1)
        #expect(taken.version == 2 && taken.author.id == "bob" && taken.begunAt == house.time.now())
        #expect(try await drafts(house, ticket).map(\.text) == ["by ann", "together now"])
        #expect(try await drafts(house, ticket, "bob").map(\.text) == ["by bob", "together now"])
        #expect(await code { try await save(house, ticket, "late", slot: .shared, version: 1) } == "draft.stale")
        #expect(await code { try await save(house, ticket, "unseen", slot: .shared, version: 0) } == "draft.stale")
        #expect(await code { try await save(house, "none", "x") } == "ticket.not_found")
        let long = String(repeating: "x", count: 150_001)
        #expect(await code { try await save(house, ticket, long) } == "message.too_long")
        // Typing is no news; whose hands the shared one is in is.
        #expect(try await house.store.events(subject: "draft/\(ticket)").count == 2)
        #expect(try await house.ticket(ticket).version == 1)
        _ = try await house.work(.agent("bob")) { try $0.remove(DraftPlace(ticket: ticket, slot: .shared)) }
        #expect(
            await code { _ = try await house.work { try $0.remove(DraftPlace(ticket: ticket, slot: .shared)) } }
                == "draft.not_found")
        #expect(try await house.store.read { try $0.drafts(of: .agent("ann"), PageRequest()) }.items.count == 1)
    }

    @Test func `whoever writes is told that the customer wrote since`() async throws {
        let (house, ticket) = try await furnished()
        try await save(house, ticket, "I think")
        #expect(try await drafts(house, ticket).first?.newerMessages == 0)
        house.time.advance(by: .minutes(1))
        _ = try await house.mail("m2", text: "one more thing") { $0.references = ["<m1@example.com>"] }
        #expect(try await save(house, ticket, "I think so").newerMessages == 1)
        #expect(try await drafts(house, ticket).first?.newerMessages == 1)
        #expect(try await save(house, ticket, "from bob", by: "bob").newerMessages == 0)
        // Sent: it is a draft no longer.
        _ = try await house.work(.agent("ann")) {
            try $0.reply(WriteMessage(ticket: ticket, text: "I think so", draft: .own, confirmed: true))
        }
        #expect(try await drafts(house, ticket).isEmpty)
        #expect(try await drafts(house, ticket, "bob").count == 1)
    }
}

/// Row 36: answers that are sent later, or not at all.
@Suite struct HeldReplyTests {
    private func furnished() async throws -> (House, String) {
        let house = try await House()
        for agent in ["ann", "bob"] { try await house.hire(agent, presence: .away) }
        return (house, try await house.mail("m1").ticket)
    }

    private func hold(
        _ house: House, _ ticket: String, _ text: String = "您好",
        _ change: @Sendable (inout HoldReply) -> Void = { _ in }
    ) async throws -> HeldReply {
        var request = HoldReply(ticket: ticket, text: text)
        change(&request)
        return try await house.work(.agent("ann")) { [request] in try $0.hold(request) }
    }

    /// Moves the clock and fires what is to be sent.
    private func pass(_ house: House, _ span: Instant.Span) async throws {
        let end = house.time.now() + span
        let tools = house.tools
        while let id = try await house.store.read({ db -> String? in
            try db.first(
                """
                SELECT reference FROM store_timers WHERE kind = \(Desk.sendTimer) AND due <= \(end) ORDER BY due LIMIT 1
                """
            )?.string("reference")
        }) {
            let due = try await house.store.read { try $0.timers(reference: id) }.first?.due ?? end
            if due > house.time.now() { house.time.advance(by: due - house.time.now()) }
            try await house.store.write { tx in
                try tx.cancelTimers(kind: Desk.sendTimer, reference: id)
                try Desk.send(tx, tools, held: id)
            }
        }
        house.time.advance(by: end - house.time.now())
    }

    private func held(_ house: House, _ ticket: String) async throws -> [HeldReply] {
        try await house.store.read { try $0.heldReplies(OfTicket(ticket: ticket)) }.items
    }

    @Test func `an answer is undone within its time, held three seconds longer, and then sent by its author`()
        async throws
    {
        let (house, ticket) = try await furnished()
        let first = try await hold(house, ticket, "wrong")
        #expect(first.undoUntil == house.time.now() + .seconds(10) && first.sendAt == first.undoUntil + .seconds(3))
        try await pass(house, .seconds(12))
        #expect(try await house.messages(ticket).count == 1)
        #expect(try await house.ticket(ticket).firstRepliedAt == nil)
        let undone = try await house.work(.agent("ann")) { try $0.cancelHeld(ByID(id: first.id)) }
        #expect(undone.state == .cancelled)
        let drafts = try await house.store.read { try $0.drafts(of: ticket, for: .agent("ann")) }.items
        #expect(drafts.map(\.text) == ["wrong"])
        try await pass(house, .minutes(1))
        #expect(try await house.messages(ticket).count == 1)
        let second = try await hold(house, ticket, "right") { $0.status = .solved }
        try await pass(house, .seconds(13))
        let sent = try #require(try await house.messages(ticket).last)
        #expect(sent.text == "right" && sent.author.id == "ann" && sent.at == second.sendAt)
        #expect(try await house.ticket(ticket).status == .solved)
        #expect(try await held(house, ticket).isEmpty)
        #expect(
            await code { _ = try await house.work(.agent("ann")) { try $0.cancelHeld(ByID(id: second.id)) } }
                == "held.over")
        let story = try await house.story(ticket)
        #expect(story.contains("reply.held") && story.contains("reply.cancelled"))
    }

    @Test func `a planned answer is not sent when the customer writes first, if it is to be so`() async throws {
        let (house, ticket) = try await furnished()
        let tomorrow = house.time.now() + .days(1)
        _ = try await hold(house, ticket, "still there?") { ($0.sendAt, $0.cancelOnAnswer) = (tomorrow, true) }
        _ = try await hold(house, ticket, "in any case") { $0.sendAt = tomorrow }
        #expect(try await held(house, ticket).map(\.sendAt) == [tomorrow, tomorrow])
        try await pass(house, .hours(1))
        _ = try await house.mail("m2") { $0.references = ["<m1@example.com>"] }
        try await pass(house, .days(2))
        #expect(try await house.texts(ticket).contains("in any case"))
        #expect(try await !house.texts(ticket).contains("still there?"))
        let drafts = try await house.store.read { try $0.drafts(of: ticket, for: .agent("ann")) }.items
        #expect(drafts.map(\.text) == ["still there?"])
    }

    @Test func `what cannot be sent is its author's draft again; a merged ticket leads on`() async throws {
        let (house, ticket) = try await furnished()
        let late = house.time.now() + .days(6)
        let lost = try await hold(house, ticket, "too late") { $0.sendAt = late }
        _ = try await house.reply(ticket, by: "ann", status: .solved)
        try await house.pass(.days(5), for: ticket)
        try await pass(house, .days(2))
        #expect(try await held(house, ticket).map(\.state) == [.failed])
        #expect(try await held(house, ticket).first?.problem == "ticket.closed" && lost.state == .held)
        #expect(try await house.story(ticket).last == "reply.failed")
        #expect(try await house.store.read { try $0.drafts(of: ticket, for: .agent("ann")) }.items.count == 1)
        let (one, two) = (try await house.mail("m3", from: "c3").ticket, try await house.mail("m4", from: "c4").ticket)
        _ = try await hold(house, two, "follows")
        try await house.merge([two], into: one)
        try await pass(house, .seconds(13))
        #expect(try await house.texts(one).contains("follows"))
    }

    @Test func `limits, and whose it is`() async throws {
        let (house, ticket) = try await furnished()
        let now = house.time.now()
        #expect(await code { _ = try await hold(house, ticket) { $0.sendAt = now } } == "held.send_at")
        #expect(await code { _ = try await hold(house, ticket) { $0.sendAt = now + .days(400) } } == "held.send_at")
        #expect(await code { _ = try await hold(house, ticket, " ") } == "message.empty")
        let first = try await hold(house, ticket)
        for _ in 1..<20 { _ = try await hold(house, ticket) }
        #expect(await code { _ = try await hold(house, ticket) } == "held.too_many")
        #expect(
            await code { _ = try await house.work(.agent("bob")) { try $0.cancelHeld(ByID(id: first.id)) } }
                == "held.other")
        let released = try await house.work(.agent("boss", [.supervisor])) { try $0.releaseHeld(ByID(id: first.id)) }
        try await pass(house, .zero)
        #expect(released.sendAt == now)
        #expect(try await house.messages(ticket).last?.author.id == "ann")
        let policy = SendingPolicy(undoSeconds: 121)
        #expect(await code { _ = try await house.work(.system) { try $0.save(policy) } } == "sending.undo")
        _ = try await house.work(.system) { try $0.save(SendingPolicy(undoSeconds: 0)) }
        #expect(try await hold(house, try await house.mail("m9", from: "c9").ticket).sendAt == now + .seconds(3))
    }
}
