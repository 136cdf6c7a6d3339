internal import Base
internal import Contracts

/// 青禾优选 / Greenfield Select: a shop for kitchen appliances and coffee gear, all made of a seed. The same
/// seed makes the same people, words and courses; only the dates follow the end.
struct DemoCompany: Sendable {
    enum Size: String, Sendable, CaseIterable {
        case full, small
        var customers: Int { self == .full ? 400 : 40 }
        var tickets: Int { self == .full ? 1_500 : 120 }
        /// Not yet solved at the end.
        var live: Int { self == .full ? 60 : 14 }
    }

    static let standardSeed: UInt64 = 20_260_815

    /// Where its past ends.
    let until: Instant
    let customers: [DemoCustomer]
    let tickets: [DemoTicket]
    let articles = DemoArticle.all

    init(seed: UInt64 = DemoCompany.standardSeed, size: Size = .full, until: Instant) {
        let until = Instant(seconds: until.seconds)
        self.until = until
        var customers = DemoCustomer.generate(size.customers, seed: seed, until: until)
        tickets = TicketWriter(seed: seed, until: until, customers: customers).write(size.tickets, live: size.live)
        // Nobody writes before we know them.
        var first: [String: Instant] = [:]
        for ticket in tickets where first[ticket.replay.requester.id] == nil {
            first[ticket.replay.requester.id] = ticket.replay.steps.first?.at
        }
        for index in customers.indices where Dice(seed, "new", String(index)).chance(0.3) {
            guard let moment = first[customers[index].record.id] else { continue }
            (customers[index].record.createdAt, customers[index].record.updatedAt) = (moment, moment)
        }
        self.customers = customers
    }

    /// The web form, so that customers of the demo can write more.
    static let form = ChannelSettings(id: "form", kind: .form, name: "网页表单 Web form")
}
