/// Who else is there; what must not be read any more; what was thrown away.
extension TicketsAPI {
    package static let showPresence = Call<ShowPresence, TicketViewers>(
        "tickets.viewers.show", allow: .light, "Say that the caller has a ticket open; tells who else has.",
        problems: ["ticket.not_found": noTicket])
    package static let leaveTicket = Call<OfTicket, Empty>(
        "tickets.viewers.leave", allow: .light, "The caller has closed a ticket's page.")
    package static let viewers = Call<AskViewers, Page<TicketViewers>>(
        "tickets.viewers", allow: .staff, "Who has these tickets open.",
        problems: ["viewers.tickets": "One to 100 tickets, separated by commas."])

    package static let redact = Call<RedactTicket, Redaction>(
        "tickets.redact", allow: .agents,
        "Make a text or a file unreadable for good: in messages, history, search and files. Cannot be undone.",
        problems: [
            "ticket.not_found": noTicket,
            "redaction.text": "A text has 3 to 1,000 characters; or name files.",
            "redaction.nothing": "It does not stand there.",
        ])
    package static let trash = Call<TrashTicket, Ticket>(
        "tickets.trash", allow: .agents, "Throw a ticket away; it is purged 30 days later.",
        problems: [
            "ticket.not_found": noTicket,
            "ticket.stale": "Something of weight happened since it was read.",
            "ticket.merged": "The ticket goes on in another one.",
            "ticket.trashed": "It was thrown away already.",
        ])
    package static let restore = Call<ByID, Ticket>(
        "tickets.restore", allow: .agents, "Take a ticket back that was thrown away.",
        problems: ["ticket.not_found": noTicket, "trash.not_there": "It was not thrown away."])
    package static let trashed = Call<PageRequest, Page<TrashedTicket>>(
        "tickets.trash.list", allow: .agents, "What was thrown away, the newest first.",
        problems: ["page.cursor": "The cursor belongs to another list."])
    package static let purge = Call<ByID, Empty>(
        "tickets.purge", allow: .admins, "Purge a ticket that was thrown away now.",
        problems: ["ticket.not_found": noTicket, "trash.not_there": "It was not thrown away."])

    package static let redacted = EventType<TicketEvent>("moat.tickets.redacted")
    package static let discarded = EventType<TicketEvent>("moat.tickets.discarded")
    package static let recovered = EventType<TicketEvent>("moat.tickets.recovered")
    package static let purged = EventType<PurgedTicket>("moat.tickets.purged")
}
