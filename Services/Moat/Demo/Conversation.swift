internal import Base
internal import Contracts

/// One ticket's words, put together from its scenario's lines, and the times they were said.
struct Conversation {
    let scenario: Scenario
    let script: Script
    let talk: SmallTalk
    let customer: DemoCustomer
    let channel: Channel
    let product: Product
    let agent: String
    let dice: Dice
    let arrival: Instant

    private let facts: [String: String]
    private(set) var steps: [ReplayTicket.Step] = []

    init(
        _ scenario: Scenario, _ customer: DemoCustomer, _ channel: Channel, agent: String, arrival: Instant,
        _ dice: Dice
    ) {
        (self.scenario, self.customer, self.channel, self.agent) = (scenario, customer, channel, agent)
        (self.dice, self.arrival) = (dice, arrival)
        script = scenario.script(customer.language)
        talk = .of(customer.language)
        product = dice.pick(Product.of(scenario.products))
        facts = Conversation.facts(product, customer, arrival, dice)
    }

    private var language: Language { customer.language }
    private var isBrief: Bool { channel == .wechat || channel == .chat }

    mutating func add(
        _ kind: ReplayTicket.Step.Kind, at moment: Instant, _ text: String? = nil, agent: String? = nil,
        status: TicketStatus? = nil, score: Int? = nil
    ) {
        steps.append(
            .init(kind: kind, at: moment, text: text, agent: agent, status: status, score: score))
    }

    /// Replaces the steps, for another rhythm.
    mutating func retime(_ change: ([ReplayTicket.Step]) -> [ReplayTicket.Step]) { steps = change(steps) }

    func subject() -> String { fill(dice.pick(script.subjects)) }

    /// The customer's first message.
    func opening() -> String {
        let matter = fill(dice.pick(script.openings))
        let consequence = dice.chance(0.62) ? dice.pick(talk.consequences[scenario.team] ?? [""]) : ""
        // Who buys nothing yet has no order.
        let hasOrder = scenario.team != "presales" && !matter.contains(facts["o"] ?? "") && dice.chance(0.6)
        let order = hasOrder ? fill(language == .zh ? "订单号 {o}。" : "Order number {o}.") : ""
        let parts = isBrief ? [matter, dice.chance(0.4) ? consequence : "", order] : [matter, consequence, order]
        let body = joined(parts)
        if isBrief { return dice.chance(0.5) ? body : greeted(body) }
        let closing = dice.chance(0.7) ? dice.pick(talk.closings) : ""
        let sign = channel == .mail ? customer.record.name : ""
        return [greeted(body), [closing, sign].filter { !$0.isEmpty }.joined(separator: "\n")]
            .filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    func firstReply() -> String { signed(fill(dice.pick(script.replies))) }
    func followUp() -> String { written(fill(dice.pick(script.followUps))) }
    func answer() -> String { signed(fill(dice.pick(script.answers))) }
    func chaser() -> String { written(dice.pick(talk.chasers)) }
    func patience() -> String { signed(dice.pick(talk.patience)) }
    func thanks() -> String { written(dice.pick(talk.thanks)) }
    func farewell() -> String { signed(dice.pick(talk.farewells)) }
    func reopening() -> String { written(dice.pick(talk.reopenings)) }

    private func greeted(_ text: String) -> String { dice.pick(talk.greetings) + text }

    private func joined(_ parts: [String]) -> String {
        parts.filter { !$0.isEmpty }.joined(separator: language == .zh ? "" : " ")
    }

    /// A customer's later words: mails end with a name now and then.
    private func written(_ text: String) -> String {
        channel == .mail && dice.chance(0.45) ? "\(text)\n\n\(customer.record.name)" : text
    }

    /// An agent's words: mails are letters.
    private func signed(_ text: String) -> String {
        guard !isBrief else { return text }
        let name = DemoStaff.signature(of: agent, language)
        if language == .zh { return "\(customer.record.name)，\n\n\(text)\n\n青禾优选 \(name)" }
        let first = customer.record.name.prefix { $0 != " " }
        return "Hello \(first),\n\n\(text)\n\nBest regards,\n\(name), Greenfield Select"
    }

    private func fill(_ text: String) -> String {
        let parts = text.split(separator: "{", omittingEmptySubsequences: false)
        return parts.dropFirst().reduce(String(parts[0])) { filled, part in
            filled + (facts[String(part.prefix(1))] ?? "") + part.dropFirst(2)
        }
    }

    private static func facts(
        _ product: Product, _ customer: DemoCustomer, _ arrival: Instant, _ dice: Dice
    ) -> [String: String] {
        let zh = customer.language == .zh
        let ordered = arrival - .hours(dice.between(30...700))
        let carriers =
            zh
            ? [("顺丰 SF", 13), ("京东物流 JDVA", 11), ("中通 ZT", 12)] : [("SF Express SF", 13), ("JD Logistics JDVA", 11)]
        let carrier = dice.pick(carriers)
        let soon = arrival + .hours(dice.between(20...120))
        return [
            "p": product.name(customer.language),
            "o": "GF" + compact(ordered) + dice.digits(6),
            "t": carrier.0 + dice.digits(carrier.1),
            "c": customer.city,
            "d": day(ordered, zh),
            "e": day(soon, zh),
            "m": String(max(29, product.price * dice.between(6...10) / 10)),
            "n": String(dice.between(2...6)),
        ]
    }

    private static func civil(_ moment: Instant) -> (year: Int, month: Int, day: Int) {
        RFC3339.civil(days: (Int(moment.seconds) + ShopHours.offset) / 86_400)
    }

    private static func compact(_ moment: Instant) -> String {
        let date = civil(moment)
        return String(date.year * 10_000 + date.month * 100 + date.day).dropFirst(2).description
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    private static func day(_ moment: Instant, _ zh: Bool) -> String {
        let date = civil(moment)
        return zh ? "\(date.month)月\(date.day)日" : "\(date.day) \(months[date.month - 1])"
    }
}
