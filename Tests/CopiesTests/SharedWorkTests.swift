import Base
import Conditions
import Contracts
import MessageBus
import ServiceKit
import Store
import TestSupport
import Testing

/// What the copies share out among themselves: feeds, timers, mailboxes, letters.
@Suite(.serialized, .timeLimit(.minutes(10))) struct SharedWorkTests {
    private static let rules = [
        Rule(
            id: "", name: "greeting", position: 50, trigger: Trigger(on: [TicketsAPI.opened.name]), condition: .always,
            actions: [
                RuleAction(kind: .note, text: "greeted"),
                RuleAction(kind: .notify, to: "boss", text: "#{{ticket.number}} came in"),
            ]),
        Rule(
            id: "", name: "nudge", position: 60, trigger: Trigger(on: [TicketsAPI.opened.name], delay: 60),
            condition: .test("ticket.firstRepliedAt", .absent), actions: [RuleAction(kind: .note, text: "nudged")]),
    ]

    private func furnish(_ caller: BusCaller) async throws -> [Rule] {
        for name in ["boss"] + Street.agents {
            let agent = Agent(
                id: name, name: name, email: "\(name)@example.com", roles: [name == "boss" ? .admin : .agent],
                teams: ["support"], presence: .online, capacity: name == "boss" ? 0 : 1_000)
            _ = try await caller.call(TicketsAPI.saveAgent, agent, as: Street.boss, key("hire \(name)"))
        }
        let team = Team(id: "support", name: "Support", lead: "ann")
        _ = try await caller.call(TicketsAPI.saveTeam, team, as: Street.boss, key("team"))
        var saved: [Rule] = []
        for rule in Self.rules {
            saved.append(try await caller.call(RulesAPI.save, rule, as: Street.boss, key("rule \(rule.name)")))
        }
        return saved
    }

    private func key(_ key: String) -> CallOptions { CallOptions(idempotencyKey: key, timeout: .seconds(30)) }

    /// Many customers write at once, each under a key of its own.
    private func open(_ numbers: ClosedRange<Int>, for customer: String, _ caller: BusCaller) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in numbers {
                let request = OpenTicket(
                    subject: "Ticket \(number)", text: "please", requester: Requester(id: customer, name: "Li"))
                group.addTask {
                    _ = try await caller.call(TicketsAPI.open, request, as: Street.boss, key("open \(number)"))
                }
            }
            try await group.waitForAll()
        }
    }

    @Test(arguments: SharedPlace.allCases)
    func `events and timers have their effect once, while a copy of each service dies`(place: SharedPlace) async throws
    {
        let street = try await Street(place)
        try await street.run(2...3) { caller in
            let rules = try await furnish(caller)
            let identity = IdentifyCustomer(identity: Identity(kind: .email, value: "li@example.com"), name: "Li")
            let customer = try await caller.call(CustomersAPI.identify, identity, as: .service("channels"), key("li"))
            // The first copies are cut off in the midst of their work.
            try await street.run(1...1) { _ in
                try await street.soon("they are there") {
                    street.copies[0].values.allSatisfy { $0.bus.connections > 0 }
                }
                try await open(1...10, for: customer.id, caller)
            }
            try await open(11...16, for: customer.id, caller)
            try await street.settle()
            let opened = try await street.times(TicketsAPI.opened)
            #expect(opened.count == 16 && Set(opened.values) == [1])
            #expect(try await street.notes("greeted") == opened)
            try await expectOnce(street, caller, customer: customer.id)
            try await expectTimers(street, opened)
            try await expectRebuilt(street, caller)
            // What one copy is told holds for the others from the next event on.
            var rule = rules[0]
            rule.enabled = false
            _ = try await caller.call(RulesAPI.save, rule, as: Street.boss, key("off"))
            try await open(17...20, for: customer.id, caller)
            try await street.settle()
            #expect(try await street.notes("greeted") == opened)
        }
        for service in ["tickets", "customers", "rules", "analytics", "knowledge", "channels"] {
            #expect(try await street.number("SELECT COUNT(*) AS n FROM parked_events", in: service) == 0)
        }
        await street.close()
    }

    /// Each of the others has seen each event once: notices, timeline, numbers.
    private func expectOnce(_ street: Street, _ caller: BusCaller, customer: String) async throws {
        let asked = CallOptions(timeout: .seconds(30), asksOnly: true)
        let notices = try await caller.call(
            RulesAPI.notifications, ListNotifications(agent: "boss", limit: 100), as: Street.boss, asked)
        let texts = notices.items.map(\.text).filter { $0.hasSuffix("came in") }
        #expect(texts.count == 16 && Set(texts).count == 16)
        let entries = try await caller.call(
            CustomersAPI.timeline, ListTimeline(customer: customer, limit: 100), as: Street.boss, asked)
        #expect(entries.items.filter { $0.kind == "opened" }.count == 16)
        let now = street.time.now()
        let volume = MetricQuery(metric: .volume, from: now - .days(1), to: now + .days(1))
        #expect(try await caller.call(AnalyticsAPI.query, volume, as: Street.boss, asked).total.value == 16)
        // Given out in turn, whichever copy did it.
        let loads: SQL = "SELECT COUNT(*) AS n FROM agents WHERE load = 4"
        #expect(try await street.number(loads, in: "tickets") == 4)
    }

    /// Hours go by at a stroke: the timers of all tickets are due at once.
    private func expectTimers(_ street: Street, _ opened: [String: Int]) async throws {
        street.time.advance(by: .hours(3))
        try await street.settle()
        #expect(try await street.notes("nudged") == opened)
        // Of the rule that every house has: no answer in two hours.
        #expect(try await street.notes("Escalated: no first response") == opened)
        let breached = try await street.times(TicketsAPI.slaBreached) { $0.clock?.metric == .firstResponse }
        #expect(breached == opened)
    }

    private func expectRebuilt(_ street: Street, _ caller: BusCaller) async throws {
        let asked = CallOptions(timeout: .seconds(30), asksOnly: true)
        let before = try await caller.call(AnalyticsAPI.state, Empty(), as: Street.boss, asked)
        _ = try await caller.call(AnalyticsAPI.rebuild, Empty(), as: Street.boss, key("rebuild"))
        try await street.settle()
        let after = try await caller.call(AnalyticsAPI.state, Empty(), as: Street.boss, asked)
        #expect(before.digest != nil && before.digest == after.digest)
    }

    @Test(arguments: SharedPlace.allCases)
    func `a mail comes in once and its answer goes out once`(place: SharedPlace) async throws {
        let (dovecot, sink) = (try await DovecotProcess.start(), try await SMTPSinkProcess.start())
        let street = try await Street(place)
        let customers = (1...6).map { "c\($0)@example.com" }
        try await street.run(1...3) { caller in
            let box = ChannelSettings(
                id: "box", kind: .mail, name: "Support",
                mail: MailSettings(
                    address: "help@moat.example", imap: "imap://127.0.0.1:\(dovecot.port)", imapUser: "help",
                    imapPassword: DovecotProcess.password, smtp: "smtp://127.0.0.1:\(sink.port)", pollSeconds: 1))
            _ = try await furnish(caller)
            for customer in customers {
                let mail =
                    "Message-ID: <\(customer)>\r\nFrom: \(customer)\r\nTo: help@moat.example\r\n"
                    + "Subject: Printer\r\n\r\nIt burns."
                try await dovecot.deliver(Array(mail.utf8), to: "help")
            }
            _ = try await caller.call(ChannelsAPI.save, box, as: .service("gateway"), key("box"))
            try await street.soon("all are taken") { try await street.times(TicketsAPI.opened).count == 6 }
            for subject in try await street.times(TicketsAPI.opened).keys.sorted() {
                let reply = WriteMessage(ticket: String(subject.dropFirst("ticket/".count)), text: "We come.")
                _ = try await caller.call(TicketsAPI.reply, reply, as: Street.boss, key(subject))
            }
            try await street.soon("all are sent") { try sink.mails().count >= 6 }
            // Many more turns of the mailbox.
            for _ in 1...5 {
                try await street.settle()
                street.time.advance(by: .seconds(1))
            }
            try await street.settle()
        }
        #expect(try sink.mails().flatMap(\.to).sorted() == customers)
        #expect(Set(try await street.times(TicketsAPI.received).values).isEmpty)
        let told: SQL = "SELECT COUNT(*) AS n FROM store_journal WHERE type = \(ChannelsAPI.received.name)"
        #expect(try await street.number(told, in: "channels") == 6)
        // One turn of the mailbox is planned, for all copies.
        let turns: SQL = "SELECT COUNT(*) AS n FROM store_timers WHERE kind = 'mailbox'"
        #expect(try await street.number(turns, in: "channels") == 1)
        await street.close()
    }
}
