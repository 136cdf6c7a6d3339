internal import Base
internal import Conditions
internal import Contracts

/// What a rule's condition may look at, and how the facts of an event are laid out.
enum RuleFields {
    private static func choices<T: RawRepresentable & CaseIterable>(_ type: T.Type) -> [JSON]
    where T.RawValue == String {
        T.allCases.map { .string($0.rawValue) }
    }

    static let catalogue = FieldCatalogue([
        .init("ticket.subject", .text), .init("ticket.number", .number),
        .init("ticket.status", .choice, allowed: choices(TicketStatus.self)),
        .init("ticket.priority", .choice, allowed: choices(Priority.self)),
        .init("ticket.channel", .choice, allowed: choices(Channel.self)),
        .init("ticket.language", .text), .init("ticket.tags", .text, list: true),
        .init("ticket.assignee", .text), .init("ticket.team", .text),
        .init("ticket.requester.id", .text), .init("ticket.requester.name", .text),
        .init("ticket.requester.tier", .choice, allowed: choices(Tier.self)),
        .init("ticket.requester.address", .text),
        .init("ticket.createdAt", .time), .init("ticket.updatedAt", .time), .init("ticket.firstRepliedAt", .time),
        .init("ticket.solvedAt", .time), .init("ticket.waitingSince", .time), .init("ticket.assignedAt", .time),
        .init("ticket.messageCount", .number), .init("ticket.rating.score", .number),
        .init("ticket.followUpOf", .text), .init("ticket.policy", .text), .init("ticket.fields.*", .any),
        .init("message.text", .text), .init("message.kind", .choice, allowed: choices(Message.Kind.self)),
        .init("message.channel", .choice, allowed: choices(Channel.self)),
        .init("message.author.kind", .choice, allowed: choices(Caller.Kind.self)),
        .init("message.automatic", .boolean),
        .init("clock.metric", .choice, allowed: choices(SLAClock.Metric.self)),
        .init("escalation.to", .choice, allowed: choices(SLAEscalation.Role.self)),
        .init("escalation.step", .number), .init("rating.score", .number), .init("rating.comment", .text),
        .init("actor.kind", .choice, allowed: choices(Caller.Kind.self)), .init("actor.id", .text),
        .init("event", .text),
    ])

    /// The facts after an event.
    static func facts(of event: Event, _ data: TicketEvent) throws -> JSON {
        var facts = try JSON(encoding: data).object ?? [:]
        facts["changes"] = nil
        facts["event"] = .string(event.type)
        facts["actor"] = try event.actor.map { try JSON(encoding: $0) }
        return .object(facts)
    }

    /// The facts before an event: the same with each changed field of the ticket as it was; an empty ticket for a new
    /// one.
    static func previous(of event: Event, _ data: TicketEvent, facts: JSON) -> JSON {
        if event.type == TicketsAPI.opened.name { return [:] }
        var members = facts.object ?? [:]
        var ticket = members["ticket"]?.object ?? [:]
        for change in data.changes { ticket[change.field] = change.before.isNull ? nil : change.before }
        members["ticket"] = .object(ticket)
        return .object(members)
    }

    /// The facts about a ticket alone, for timers and rehearsals.
    static func facts(of ticket: Ticket) throws -> JSON { ["ticket": try JSON(encoding: ticket)] }
}
