/// What belongs together: links, incidents, follow-ups, duplicates.
extension TicketsAPI {
    package static let links = Call<ListLinks, Page<TicketLink>>(
        "tickets.links", allow: .staff, "The tickets that belong to a ticket.",
        problems: ["ticket.not_found": noTicket, "page.cursor": "The cursor belongs to another list."])
    package static let link = Call<LinkTickets, TicketLink>(
        "tickets.links.add", allow: .agents, "Say what one ticket is of another.",
        problems: [
            "ticket.not_found": noTicket,
            "link.self": "A ticket does not belong to itself.",
            "link.role": "Such a link comes by itself.",
            "link.taken": "It has a parent, a problem or an original already.",
            "link.circle": "A ticket would be above itself.",
            "link.too_many": "A ticket has 1,000 links at most.",
        ])
    package static let unlink = Call<LinkTickets, Empty>(
        "tickets.links.remove", allow: .agents, "Take a link away.",
        problems: ["link.not_found": "There is no such link.", "link.role": "Such a link stays."])
    package static let solveIncidents = Call<SolveIncidents, BulkRun>(
        "tickets.incidents.solve", allow: .agents,
        "Answer all unsolved incidents of a problem with one message and solve them; goes on by itself.",
        problems: [
            "ticket.not_found": noTicket, "link.no_incidents": "No incident of it is unsolved.",
            "message.empty": "The message says nothing.", "message.too_long": "The message is too long.",
        ])
    package static let duplicates = Call<OfTicket, Page<DuplicateSuggestion>>(
        "tickets.duplicates", allow: .staff,
        "Unsolved tickets of the same customer that say much the same, the most similar first.",
        problems: ["ticket.not_found": noTicket])
    package static let reopening = Call<Empty, ReopeningPolicy>(
        "tickets.reopening", allow: .staff, "What becomes of answers to solved tickets.")
    package static let saveReopening = Call<ReopeningPolicy, ReopeningPolicy>(
        "tickets.reopening.save", allow: .admins, "Change what becomes of answers to solved tickets.",
        problems: [
            "reopening.stale": "Somebody changed it since it was read.",
            "reopening.close_after": "A solved ticket is closed after an hour to 28 days.",
            "reopening.after": "A time is missing, or beyond 28 days.",
        ])

    package static let linked = EventType<TicketEvent>("moat.tickets.linked")
    package static let unlinked = EventType<TicketEvent>("moat.tickets.unlinked")
    package static let reopeningChanged = EventType<ReopeningPolicy>("moat.tickets.reopening.changed")

    static let noTicket = "There is no such ticket."
}
