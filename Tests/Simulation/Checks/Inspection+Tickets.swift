@testable import Tickets
import Base
import Contracts
import Store

extension Inspection {
    /// Every letter is one message of one ticket, whoever brought it how often.
    func checkLetters(_ feed: [Told]) async throws {
        let messages = try await messages().filter { $0.kind == .incoming || $0.kind == .muted }
        let byText = Dictionary(grouping: messages, by: \.text)
        let entries = feed.filter {
            [TicketsAPI.opened.name, TicketsAPI.received.name, TicketsAPI.muted.name].contains($0.event.type)
        }
        let told = Dictionary(grouping: entries.compactMap(\.data.message?.id)) { $0 }
        for letter in world.ledger.letters {
            let kept = byText[letter.text] ?? []
            expect(kept.count == 1, "\(letter.text) is there \(kept.count) times")
            for result in letter.results {
                let fits = kept.contains { $0.id == result.message && $0.ticket == result.ticket }
                expect(fits, "\(letter.text): message \(result.message) was promised and is not there")
            }
            for message in kept where told[message.id]?.count != 1 {
                find("\(letter.text) is told \(told[message.id]?.count ?? 0) times")
            }
        }
    }

    /// What an agent has been told is done is done once; what was refused at most once.
    func checkDeeds() async throws {
        let byText = Dictionary(grouping: try await messages(), by: \.text)
        for deed in world.ledger.deeds {
            let kept = byText[deed.text] ?? []
            if let message = deed.message {
                expect(kept.count == 1, "\(deed.text) is there \(kept.count) times")
                expect(kept.contains { $0.id == message.id }, "\(deed.text): message \(message.id) is not there")
            } else {
                expect(kept.count <= 1, "\(deed.text) was refused and is there \(kept.count) times")
            }
        }
    }

    /// Each ticket is what its last event says; the numbers have no gap.
    func checkTickets(_ feed: [Told]) async throws {
        var last: [String: Ticket] = [:]
        for told in feed { last[told.data.ticket.id] = told.data.ticket }
        let tickets = try await tickets()
        expect(tickets.count == last.count, "\(tickets.count) tickets, \(last.count) told of")
        for ticket in tickets where last[ticket.id] != ticket {
            find("ticket \(ticket.number) is not what its last event says")
        }
        expect(tickets.map(\.number).sorted() == Array(1..<tickets.count + 1), "the numbers of tickets have gaps")
        let counts = Dictionary(grouping: try await messages(), by: \.ticket)
        for ticket in tickets where counts[ticket.id]?.count != ticket.messageCount {
            find("ticket \(ticket.number) counts \(ticket.messageCount) messages")
        }
    }

    /// What was due happened once and nothing is overdue.
    func checkTimers(_ feed: [Told]) async throws {
        let now = world.time.now()
        let timers = try await rows(
            TicketsAPI.service, "SELECT reference, due FROM store_timers WHERE kind = \(Desk.timer)")
        var due: [String: Instant] = [:]
        for row in timers { due[try row.string("reference")] = try row.instant("due") }
        let told = Dictionary(grouping: feed, by: \.data.ticket.id)
        for ticket in try await tickets() {
            let number = ticket.number
            expect(due[ticket.id] == ticket.nextDue, "ticket \(number) is due, its timer is not set so")
            expect(ticket.nextDue.map { $0 > now } ?? true, "ticket \(number) is overdue")
            expect(ticket.status != .solved, "ticket \(number) was solved a month ago and is not closed")
            let events = told[ticket.id] ?? []
            func times(_ type: EventType<TicketEvent>, _ clock: SLAClock? = nil) -> Int {
                events.of(type).count { event in
                    clock.map { event.data.clock?.metric == $0.metric && event.data.clock?.instance == $0.instance }
                        ?? true
                }
            }
            expect(times(TicketsAPI.closed) == (ticket.status == .closed ? 1 : 0), "ticket \(number) closed twice")
            for clock in ticket.clocks {
                let breaches = times(TicketsAPI.slaBreached, clock)
                expect(
                    breaches == (clock.breachedAt == nil ? 0 : 1),
                    "ticket \(number): \(clock.metric.rawValue) breached \(breaches) times")
                let warnings = times(TicketsAPI.slaWarned, clock)
                expect(
                    warnings == clock.warnings ?? 0,
                    "ticket \(number): \(clock.metric.rawValue) warned \(warnings) times")
                let steps = times(TicketsAPI.slaEscalated, clock)
                expect(
                    steps == clock.escalations ?? 0,
                    "ticket \(number): \(clock.metric.rawValue) escalated \(steps) times")
                expect(times(TicketsAPI.slaStarted, clock) == 1, "ticket \(number): an instance began more than once")
            }
        }
    }

    /// Behind every ticket is a customer who is there, by the name and tier of now.
    func checkRequesters() async throws {
        var customers: [String: (name: String, tier: String, survivor: String?)] = [:]
        for row in try await rows(CustomersAPI.service, "SELECT id, name, tier, survivor FROM customers") {
            customers[try row.string("id")] = (
                try row.string("name"), try row.string("tier"), try row.optionalString("survivor")
            )
        }
        for ticket in try await tickets() where ticket.requester.id != "nobody" {
            guard let customer = customers[ticket.requester.id] else {
                find("ticket \(ticket.number): there is no customer \(ticket.requester.id)")
                continue
            }
            expect(customer.survivor == nil, "ticket \(ticket.number) is of a customer who became somebody else")
            if ticket.status == .closed || customer.survivor != nil { continue }
            let isCurrent = customer.name == ticket.requester.name && customer.tier == ticket.requester.tier
            expect(isCurrent, "ticket \(ticket.number) knows its customer by what was")
        }
    }

    /// Agents have as many tickets as are counted for them; nobody with room lets one wait that they may have.
    func checkDesks() async throws {
        let bearers = Dictionary(grouping: try await tickets().compactMap(\.bearer)) { $0 }.mapValues(\.count)
        for row in try await rows(TicketsAPI.service, "SELECT id, load FROM agents ORDER BY id") {
            let (agent, load) = (try row.string("id"), try row.int("load"))
            expect(load == bearers[agent] ?? 0, "\(agent) has \(bearers[agent] ?? 0) tickets, \(load) are counted")
        }
        let queued = try await rows(TicketsAPI.service, "SELECT id FROM tickets WHERE queued = 1").map {
            try $0.string("id")
        }
        let free = try await rows(TicketsAPI.service, "SELECT agent FROM rota WHERE eligible = 1").map {
            try $0.string("agent")
        }
        let now = world.time.now()
        // Where the limit of a window is reached the router has set itself a time to look again.
        let windows = try await rows(
            TicketsAPI.service, "SELECT reference FROM store_timers WHERE kind = \(Desk.queueTimer) AND due > \(now)"
        ).map { try $0.string("reference") }
        let waiting = try await tickets().filter { ticket in
            // Who was silent or let an offer pass does not get the same ticket again for a while.
            queued.contains(ticket.id) && !windows.contains(ticket.team ?? "")
                && free.contains { agent in ticket.passedOver?[agent].map { $0 <= now } ?? true }
        }
        expect(waiting.isEmpty, "\(waiting.map(\.number)) wait for nobody while \(free) have room")
    }

    // MARK: Reading

    func tickets() async throws -> [Ticket] {
        try await rows(TicketsAPI.service, "SELECT body FROM tickets ORDER BY number")
            .map { try $0.decode(Ticket.self, "body") }
    }

    func messages() async throws -> [Contracts.Message] {
        try await rows(TicketsAPI.service, "SELECT body FROM messages ORDER BY id")
            .map { try $0.decode(Contracts.Message.self, "body") }
    }
}
