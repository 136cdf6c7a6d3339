internal import Base
internal import Contracts

/// A ticket of the demo with its past, and the article that answered it.
struct DemoTicket: Sendable {
    let replay: ReplayTicket
    /// `refund/zh`, when the answer cited it.
    let cites: String?

    /// How a ticket stands at the end.
    enum Ending: Sendable {
        case solved
        /// New in a team's queue; nobody has it.
        case queued
        /// Assigned, no answer yet.
        case unanswered
        /// The customer answered and waits.
        case waiting
        /// We wait for the customer.
        case pending
        /// We wait for somebody else.
        case hold

        static let live: [(ending: Ending, share: Double)] = [
            (.queued, 0.14), (.unanswered, 0.26), (.waiting, 0.28), (.pending, 0.23), (.hold, 0.09),
        ]
    }
}

/// Writes the tickets of the demo: who, what, when and how it ended.
struct TicketWriter: Sendable {
    let seed: UInt64
    let until: Instant
    let customers: [DemoCustomer]
    let hours = ShopHours()

    static let span = Instant.Span.days(60)
    /// What the standard policy promises for a first answer, in seconds.
    private static let promise: [Priority: Double] = [.urgent: 1_800, .high: 3_600, .normal: 14_400, .low: 28_800]

    /// `count` tickets, the last `live` of them still to be worked on, in the order they came.
    func write(_ count: Int, live: Int) -> [DemoTicket] {
        let curve = ArrivalCurve(from: until - TicketWriter.span + .hours(2), to: until - .hours(3))
        var said: Set<String> = []
        var endings = Array(repeating: DemoTicket.Ending.solved, count: count - live)
        for (ending, share) in DemoTicket.Ending.live {
            let wanted = Int((share * Double(live)).rounded())
            endings += Array(repeating: ending, count: min(wanted, count - endings.count))
        }
        endings += Array(repeating: .waiting, count: count - endings.count)
        let tickets = endings.enumerated().map { index, ending in
            var ticket: DemoTicket
            var attempt = 0
            repeat {
                ticket = self.ticket(index, ending, curve, attempt)
                attempt += 1
            } while !said.insert(ticket.replay.steps.first?.text ?? "").inserted && attempt < 20
            return ticket
        }
        return tickets.sorted { TicketWriter.arrival($0) < TicketWriter.arrival($1) }
    }

    private static func arrival(_ ticket: DemoTicket) -> Instant { ticket.replay.steps[0].at }

    private func ticket(_ index: Int, _ ending: DemoTicket.Ending, _ curve: ArrivalCurve, _ attempt: Int) -> DemoTicket
    {
        let dice = Dice(seed, "ticket", String(index))
        let customer = dice.pick(customers) { $0.weight }
        // Nobody of pre-sales is there at the end of the day, so that is where tickets wait.
        let scenarios = ending == .queued ? Scenario.all.filter { $0.team == "presales" } : Scenario.all
        let scenario = dice.pick(scenarios) { $0.weight }
        let channel = TicketWriter.channel(customer, dice)
        let priority = TicketWriter.priority(scenario, customer, dice)
        let agent = dice.pick(DemoStaff.desk(of: scenario.team)) { $0.weight }.agent
        let pace = Pace(channel: channel, priority: priority, hours: hours, dice: Dice(seed, "pace", String(index)))
        let arrival = arrival(ending, priority, curve, pace.dice)
        let words = Dice(seed, "words", String(index), String(attempt))
        var talk = Conversation(scenario, customer, channel, agent: agent, arrival: arrival, words)
        let story = Story(pace: pace, until: until)
        switch ending {
        case .solved: story.solve(&talk)
        case .queued: talk.add(.received, at: arrival, talk.opening())
        case .unanswered: story.leaveUnanswered(&talk)
        case .waiting: story.leaveWaiting(&talk)
        case .pending: story.leavePending(&talk)
        case .hold: story.leaveOnHold(&talk)
        }
        let replay = ReplayTicket(
            key: "demo-\(seed)-\(index)", subject: talk.subject(), channel: channel,
            requester: TicketWriter.requester(customer, channel), priority: priority, team: scenario.team,
            tags: [scenario.id], language: customer.language.rawValue,
            fields: ["category": .string(scenario.category)], steps: talk.steps)
        let cites = ending == .solved && dice.chance(0.18) ? "\(scenario.id)/\(customer.language.rawValue)" : nil
        return DemoTicket(replay: replay, cites: cites)
    }

    /// Past tickets by the curve; fresh ones so that some promises are nearly broken and one or two are.
    private func arrival(
        _ ending: DemoTicket.Ending, _ priority: Priority, _ curve: ArrivalCurve, _ dice: Dice
    ) -> Instant {
        switch ending {
        case .solved: return curve.moment(dice)
        case .queued, .unanswered:
            let share =
                switch dice.between(0...9) {
                case 0...5: 0.02 + dice.unit() * 0.6
                case 6, 7: 0.62 + dice.unit() * 0.2
                case 8: 0.88 + dice.unit() * 0.08
                default: dice.chance(0.4) ? 1.1 : 0.93
                }
            return hours.earlier(by: max(40, share * (TicketWriter.promise[priority] ?? 14_400)), from: until)
        case .waiting, .pending, .hold:
            let age = dice.skewed(median: ending == .hold ? 130_000 : 50_000, spread: 0.6)
            // Nobody lets an urgent ticket lie for a day.
            let haste = (TicketWriter.promise[priority] ?? 14_400) / 14_400
            return hours.earlier(by: min(900_000, (age + 9_000) * min(1, haste)), from: until)
        }
    }

    private static func channel(_ customer: DemoCustomer, _ dice: Dice) -> Channel {
        let all: [(channel: Channel, weight: Double)] =
            customer.language == .zh
            ? [(.wechat, customer.openID == nil ? 0 : 6.4), (.mail, 2.4), (.form, 1.6), (.chat, 1.6)]
            : [(.mail, 6), (.form, 2.2), (.chat, 1.8)]
        return dice.pick(all) { $0.weight }.channel
    }

    private static func priority(_ scenario: Scenario, _ customer: DemoCustomer, _ dice: Dice) -> Priority {
        if dice.chance(scenario.high) { return dice.chance(0.12) ? .urgent : .high }
        if customer.record.tier == .vip { return .high }
        return dice.chance(scenario.team == "presales" ? 0.2 : 0.06) ? .low : .normal
    }

    private static func requester(_ customer: DemoCustomer, _ channel: Channel) -> Requester {
        Requester(
            id: customer.record.id, name: customer.record.name, tier: customer.record.tier.rawValue,
            address: channel == .wechat ? customer.openID : customer.email)
    }
}
