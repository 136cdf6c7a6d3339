internal import Base
package import Conditions

/// What conditions may ask of a customer: the one list that computed tags and segments take theirs from. Facts,
/// computed tags and attributes are the house's own and come on top.
package enum CustomerFields {
    /// Everything that every house has.
    package static let all: [FieldCatalogue.Field] =
        [
            .init("customer.id", .text), .init("customer.name", .text),
            .init("customer.tier", .choice, allowed: TicketFields.choices(Tier.self)), .init("customer.company", .text),
            .init("customer.language", .text), .init("customer.tags", .text, list: true),
            .init("customer.organisation", .text), .init("customer.visitor", .boolean),
            .init("customer.createdAt", .time), .init("customer.lastContactAt", .time),
            .init("customer.lastActivityAt", .time), .init("customer.openTickets", .number),
            .init("customer.ticketCount", .number), .init("customer.segments", .text, list: true),
        ] + rated + valued + tickets

    private static let rated: [FieldCatalogue.Field] = [
        .init("customer.ratings.count", .number), .init("customer.ratings.bad", .number),
        .init("customer.ratings.last", .number),
    ]

    private static let valued: [FieldCatalogue.Field] = [
        .init("customer.rfm.recency", .number), .init("customer.rfm.frequency", .number),
        .init("customer.rfm.money", .number), .init("customer.rfm.sum", .number), .init("customer.rfm.code", .text),
    ]

    private static let tickets: [FieldCatalogue.Field] = [
        .init("customer.tickets.number", .number),
        .init("customer.tickets.status", .choice, allowed: TicketFields.choices(TicketStatus.self)),
        .init("customer.tickets.open", .boolean),
        .init("customer.tickets.channel", .choice, allowed: TicketFields.choices(Channel.self)),
        .init("customer.tickets.priority", .choice, allowed: TicketFields.choices(Priority.self)),
        .init("customer.tickets.team", .text), .init("customer.tickets.tags", .text, list: true),
        .init("customer.tickets.fields.*", .any), .init("customer.tickets.createdAt", .time),
        .init("customer.tickets.solvedAt", .time), .init("customer.tickets.rating", .number),
    ]
}
