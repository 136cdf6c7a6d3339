import Base
import Contracts
import ServiceKit

/// What customers, agents and the boss do while things go wrong.
struct People: Sendable {
    let office: Office
    private var world: World { office.world }

    static let agents = ["ann", "ben", "cho"]
    static let boss = Caller(kind: .agent, id: "boss", name: "Boss", roles: [.admin])

    /// All of it at the same time; returns when everybody is done.
    func work() async throws {
        let plan = world.plan
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<plan.letters { group.addTask { try await write(letter: number) } }
            for (index, agent) in Self.agents.enumerated() {
                group.addTask { try await serve(agent, deeds: plan.deeds / Self.agents.count, first: index * 1_000) }
            }
            group.addTask { try await rule() }
            group.addTask { try await rate() }
            try await group.waitForAll()
        }
    }

    // MARK: Customers

    private func write(letter number: Int) async throws {
        try await world.pause(0...40_000)
        let text = "letter \(number) of \(world.plan.seed)"
        world.ledger.write(text)
        let person = world.chance.below(5)
        let channels = Caller.service(ChannelsAPI.service)
        let identity = Identity(kind: .email, value: "person\(person)@example.com")
        let customer = try await office.insist(
            CustomersAPI.identify, IdentifyCustomer(identity: identity, name: "Person \(person)"), as: channels)
        if world.happens(10) { try await world.pause(0...8_000) }
        let channel: Channel = world.pick([.mail, .wechat, .form])
        let earlier = world.ledger.letters.filter { !$0.results.isEmpty }
        var message = IntakeMessage(
            channel: channel, key: "key-\(number)",
            requester: Requester(
                id: customer.id, name: customer.name, tier: customer.tier.rawValue, address: identity.value),
            subject: "subject \(number)", text: text, at: world.time.now(), externalID: "<\(number)@example.com>",
            automatic: world.happens(5), continuous: channel == .wechat)
        if channel == .mail, !earlier.isEmpty, world.happens(50) {
            let before = world.pick(earlier).text.split(separator: " ")[1]
            message.references = ["<\(before)@example.com>"]
        }
        try await send(message)
        // The mailbox was read twice.
        if world.happens(25) {
            try await world.pause(0...20_000)
            try await send(message)
        }
    }

    private func send(_ message: IntakeMessage) async throws {
        let key = "intake:\(world.chance.next())"
        let result = try await office.attempt(
            TicketsAPI.intake, message, as: .service(ChannelsAPI.service), key: key)
        guard let result else { return world.find("\(message.key) was refused") }
        world.ledger.acknowledge(message.text, result)
    }

    /// Customers who find a survey in their post answer it, some twice.
    private func rate() async throws {
        for _ in 0..<12 {
            try await world.pause(2_000...8_000)
            guard let token = world.ledger.surveys.last, world.happens(70) else { continue }
            let score = 1 + world.chance.below(5)
            let answer = AnswerSurvey(token: token, score: score, comment: "survey")
            let survey = try await office.attempt(
                TicketsAPI.answerSurvey, answer, as: .anonymous, key: "rate:\(world.chance.next())")
            if survey != nil { world.ledger.note(score: score, of: token) }
        }
    }

    // MARK: Agents

    private func serve(_ agent: String, deeds: Int, first: Int) async throws {
        let me = Caller(kind: .agent, id: agent, name: agent, roles: [.agent])
        for number in first..<first + deeds {
            try await world.pause(500...9_000)
            let view: TicketView = world.pick([.open, .mine, .all, .solved])
            let tickets = try await office.insist(TicketsAPI.list, ListTickets(view: view.rawValue, limit: 20), as: me)
                .items
            guard !tickets.isEmpty else { continue }
            try await act(on: world.pick(tickets), as: me, number)
        }
    }

    private func act(on ticket: Ticket, as me: Caller, _ number: Int) async throws {
        let key = "deed:\(number)"
        switch world.chance.below(12) {
        case 0...3:
            let status: TicketStatus? = world.pick([nil, nil, .pending, .solved])
            try await say(.reply, on: ticket, as: me, key, status)
        case 4: try await say(.note, on: ticket, as: me, key, nil)
        case 5, 6:
            var update = UpdateTicket(id: ticket.id)
            update.status = world.pick([.solved, .open, .hold])
            update.version = world.happens(30) ? ticket.version : nil
            _ = try await office.attempt(TicketsAPI.update, update, as: me, key: key)
        case 7:
            let update = UpdateTicket(id: ticket.id, priority: world.pick(Priority.allCases))
            _ = try await office.attempt(TicketsAPI.update, update, as: me, key: key)
        case 8:
            let update = UpdateTicket(id: ticket.id, assignee: world.pick(Self.agents + [""]))
            _ = try await office.attempt(TicketsAPI.update, update, as: me, key: key)
        case 9, 10: try await queue(ticket, as: me, key)
        default:
            let presence: Agent.Presence = world.pick([.online, .online, .away, .reassigning])
            _ = try await office.attempt(
                TicketsAPI.setPresence, SetPresence(agent: me.id, presence: presence), as: me, key: key)
        }
    }

    private func say(
        _ kind: Message.Kind, on ticket: Ticket, as me: Caller, _ key: String, _ status: TicketStatus?
    ) async throws {
        let text = "\(kind.rawValue) \(key)"
        let words = WriteMessage(ticket: ticket.id, text: text, status: status)
        let done = try await office.attempt(
            kind == .reply ? TicketsAPI.reply : TicketsAPI.note, words, as: me, key: key)
        world.ledger.add(Ledger.Deed(text: text, kind: kind, message: done?.message))
    }

    // MARK: The boss

    /// Customers become better customers, two turn out to be one, promises change, the numbers are made anew.
    private func rule() async throws {
        for _ in 0..<8 {
            try await world.pause(2_000...12_000)
            let customers = try await office.insist(CustomersAPI.list, ListCustomers(), as: Self.boss).items
            let key = "rule:\(world.chance.next())"
            guard customers.count > 1 else { continue }
            switch world.chance.below(6) {
            case 0, 1, 2:
                let update = UpdateCustomer(
                    id: world.pick(customers).id, name: world.happens(30) ? "Renamed \(key)" : nil,
                    tier: world.pick(Tier.allCases))
                _ = try await office.attempt(CustomersAPI.update, update, as: Self.boss, key: key)
            case 3:
                let pair = JoinCustomers(survivor: world.pick(customers).id, loser: world.pick(customers).id)
                _ = try await office.attempt(CustomersAPI.join, pair, as: Self.boss, key: key)
            case 4:
                var policy = try await office.insist(TicketsAPI.policy, ByID(id: "default"), as: Self.boss)
                let business = policy.targets[.resolution]?[.normal]?.business == false
                for (metric, targets) in policy.targets {
                    policy.targets[metric] = targets.mapValues { SLATarget(seconds: $0.seconds, business: business) }
                }
                _ = try await office.attempt(TicketsAPI.savePolicy, policy, as: Self.boss, key: key)
                guard world.happens(50) else { continue }
                let preview = try await office.insist(TicketsAPI.previewTerms, Empty(), as: Self.boss)
                let confirm = ConfirmSLA(version: preview.version)
                _ = try await office.attempt(TicketsAPI.applyTerms, confirm, as: Self.boss, key: "apply " + key)
            default: _ = try await office.attempt(AnalyticsAPI.rebuild, Empty(), as: Self.boss, key: key)
            }
        }
    }
}
