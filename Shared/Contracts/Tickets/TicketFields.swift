package import Base
package import Conditions

/// What conditions may ask of a ticket: the one list that rules, views and SLA policies take theirs from.
package enum TicketFields {
    /// The values of a choice, for a field's `allowed`.
    package static func choices<T: RawRepresentable & CaseIterable>(_ type: T.Type) -> [JSON]
    where T.RawValue == String {
        T.allCases.map { .string($0.rawValue) }
    }

    /// What stays while people work on the ticket, or is changed on purpose.
    package static let lasting: [FieldCatalogue.Field] = [
        .init("ticket.subject", .text), .init("ticket.priority", .choice, allowed: choices(Priority.self)),
        .init("ticket.channel", .choice, allowed: choices(Channel.self)), .init("ticket.language", .text),
        .init("ticket.tags", .text, list: true), .init("ticket.team", .text),
        .init("ticket.requester.id", .text), .init("ticket.requester.name", .text),
        .init("ticket.requester.tier", .choice, allowed: choices(Tier.self)),
        .init("ticket.requester.address", .text), .init("ticket.followUpOf", .text),
        .init("ticket.fields.*", .any),
    ]

    /// Everything of the ticket itself.
    package static let all: [FieldCatalogue.Field] =
        lasting + [
            .init("ticket.number", .number), .init("ticket.status", .choice, allowed: choices(TicketStatus.self)),
            .init("ticket.assignee", .text), .init("ticket.createdAt", .time), .init("ticket.updatedAt", .time),
            .init("ticket.firstRepliedAt", .time), .init("ticket.solvedAt", .time),
            .init("ticket.waitingSince", .time), .init("ticket.assignedAt", .time),
            .init("ticket.snooze.at", .time), .init("ticket.snooze.until", .time),
            .init("ticket.messageCount", .number), .init("ticket.rating.score", .number),
        ]
}
