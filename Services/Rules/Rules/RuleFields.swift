package import Base
internal import Conditions
package import Contracts

/// What a rule's condition may look at, and how the facts of an event are laid out.
package enum RuleFields {
    static let catalogue = FieldCatalogue(
        TicketFields.all + [
            .init("ticket.policy", .text),
            .init("message.text", .text),
            .init("message.kind", .choice, allowed: TicketFields.choices(Message.Kind.self)),
            .init("message.channel", .choice, allowed: TicketFields.choices(Channel.self)),
            .init("message.author.kind", .choice, allowed: TicketFields.choices(Caller.Kind.self)),
            .init("message.automatic", .boolean), .init("message.mentions", .text, list: true),
            .init("clock.metric", .choice, allowed: TicketFields.choices(SLAClock.Metric.self)),
            .init("escalation.to", .choice, allowed: TicketFields.choices(SLAEscalation.Role.self)),
            .init("escalation.step", .number), .init("rating.score", .number), .init("rating.comment", .text),
            .init("actor.kind", .choice, allowed: TicketFields.choices(Caller.Kind.self)), .init("actor.id", .text),
            .init("event", .text),
        ])

    /// The facts after an event.
    package static func facts(of event: Event, _ data: TicketEvent) throws -> JSON {
        var facts = try JSON(encoding: data).object ?? [:]
        facts["changes"] = nil
        facts["event"] = .string(event.type)
        facts["actor"] = try event.actor.map { try JSON(encoding: $0) }
        return .object(facts)
    }

    /// The facts before an event: the same with each changed field of the ticket as it was; an empty ticket for a new
    /// one.
    package static func previous(of event: Event, _ data: TicketEvent, facts: JSON) -> JSON {
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
