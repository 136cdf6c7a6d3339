import Base
import Contracts
import Store
import TestSupport
import Testing
import Tickets

/// Letters, answers, merges, undone merges and splits at random. At every moment each message is shown in exactly one
/// ticket, the one in which the ticket it came to goes on.
@Suite struct MergePropertyTests {
    /// What the test knows.
    private struct World {
        var tickets: [String] = []
        var merges: [Merge] = []
        /// Where each message was written, by its text; copies have another text.
        var home: [String: String] = [:]
        var copies = 0
        var words = 0
    }

    @Test(arguments: 1...4) func `each message is shown in exactly one ticket`(seed: Int) async throws {
        let house = try await House(seed: UInt64(seed))
        try await house.hire("ann", presence: .away)
        let random = Randomness.seeded(UInt64(seed))
        func pick(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
        var world = World()
        for step in 0..<70 {
            house.time.advance(by: .seconds(Int(7 + pick(50))))
            try await act(house, &world, pick)
            if step % 14 == 13 { try await check(house, world) }
        }
        while !world.merges.isEmpty {
            try await house.undo(world.merges.remove(at: pick(world.merges.count)))
        }
        try await check(house, world)
        for ticket in world.tickets {
            #expect(try await house.ticket(ticket).mergedInto == nil)
            for message in try await house.messages(ticket) { #expect(message.origin == nil) }
        }
    }

    /// Words of one length, of which none begins another and none has an ending to be cut off.
    private static func word(_ number: Int) -> String {
        var (rest, word) = (number, "")
        for _ in 0..<4 {
            word.append(Array("bdfkptv")[rest % 7])
            rest /= 7
        }
        return "q" + word
    }

    private func act(_ house: House, _ world: inout World, _ pick: (Int) -> Int) async throws {
        world.words += 1
        let word = MergePropertyTests.word(world.words)
        let letter = "m\(world.words)"
        let kind = world.tickets.count < 3 ? 0 : pick(10)
        switch kind {
        case 0, 1:
            let opened = try await house.mail(letter, from: "c\(pick(4))", text: word)
            world.tickets.append(opened.ticket)
            world.home[word] = opened.ticket
        case 2, 3:
            let named = world.tickets[pick(world.tickets.count)]
            let result = try await house.mail(letter, from: "c\(pick(4))", text: word) { $0.ticket = named }
            if !world.tickets.contains(result.ticket) { world.tickets.append(result.ticket) }
            world.home[word] = result.outcome == .followUp ? result.ticket : named
        case 4:
            let ticket = try await house.ticket(world.tickets[pick(world.tickets.count)])
            guard ticket.status != .closed else { return }
            _ = try await house.work(.agent("ann")) { try $0.note(WriteMessage(ticket: ticket.id, text: word)) }
            world.home[word] = ticket.id
        case 5, 6, 7:
            let (source, target) = (pick(world.tickets.count), pick(world.tickets.count))
            do {
                world.merges += try await house.merge([world.tickets[source]], into: world.tickets[target]).merges
            } catch let problem as Problem {
                #expect(["merge.circle", "merge.merged", "merge.target", "ticket.closed"].contains(problem.code))
            }
        case 8:
            guard !world.merges.isEmpty else { return }
            let undone = try await house.undo(world.merges.remove(at: pick(world.merges.count)))
            #expect(undone.source.mergedInto == nil)
        default:
            let ticket = world.tickets[pick(world.tickets.count)]
            let messages = try await house.messages(ticket)
            guard messages.count > 1 else { return }
            let message = messages[pick(messages.count)]
            let isCopy = message.splitFrom.map { $0.message != message.id } ?? false
            let mode: SplitTicket.Mode = pick(2) == 0 && !isCopy ? .move : .copy
            let new = try await house.split(ticket, [message.id], mode).new.id
            world.tickets.append(new)
            if mode == .move { world.home[message.text] = new } else { world.copies += 1 }
        }
    }

    private func check(_ house: House, _ world: World) async throws {
        var tickets: [String: Ticket] = [:]
        for id in world.tickets { tickets[id] = try await house.ticket(id) }
        func root(_ id: String) -> String {
            var current = id
            for _ in 0..<100 { if let next = tickets[current]?.mergedInto { current = next } else { break } }
            return current
        }
        var shown: [String: [String]] = [:]
        for (id, ticket) in tickets {
            let rows = try await house.store.read { db in
                try db.rows(
                    "SELECT position, ticket, origin, body FROM messages WHERE ticket = \(id) ORDER BY position")
            }
            let messages = try rows.map { try $0.decode(Message.self, "body") }
            #expect(ticket.messageCount == rows.count && (ticket.mergedInto == nil || rows.isEmpty))
            #expect(try rows.map { try $0.int("position") } == Array(1..<rows.count + 1))
            #expect(messages.allSatisfy { $0.ticket == id })
            #expect(try rows.map { try $0.optionalString("origin") } == messages.map(\.origin))
            #expect(ticket.lastMessage?.text == messages.last?.text)
            for message in messages where message.splitFrom?.message == nil || message.splitFrom?.message == message.id
            {
                shown[message.text, default: []].append(id)
            }
            if ticket.mergedInto != nil {
                #expect(ticket.status == .closed && ticket.clocks.allSatisfy { !$0.isCounting })
                #expect(root(id) != id)
            }
            #expect(try await house.events(id).last?.decode(TicketsAPI.changed).ticket == ticket)
        }
        #expect(shown.count == world.home.count)
        for (word, home) in world.home {
            #expect(shown[word] == [root(home)], "\(word)")
            let numbers = try await house.found(word)
            #expect(numbers.contains(tickets[root(home)]?.number ?? 0), "\(word) is found")
            for number in numbers {
                let id = try #require(tickets.values.first { $0.number == number }?.id)
                #expect(try await house.texts(id).contains(word), "\(word) is found where it is not")
            }
        }
        let count = try await house.store.read { try $0.first("SELECT COUNT(*) AS n FROM messages")?.int("n") }
        #expect(count == world.home.count + world.copies)
    }
}
