/// Merging tickets, undoing that, splitting them.
extension TicketsAPI {
    package static let merge = Call<MergeTickets, MergeResult>(
        "tickets.merge", allow: .agents, "Let tickets go on inside another one; can be undone at any time.",
        problems: mergeProblems)
    package static let previewMerge = Call<MergeTickets, TicketMergePreview>(
        "tickets.merge.preview", allow: .agents, "What a merge would do, and what speaks against it.",
        problems: mergeProblems)
    package static let merges = Call<OfTicket, Page<Merge>>(
        "tickets.merges", allow: .staff, "The merges from and into a ticket, newest first.",
        problems: ["ticket.not_found": "There is no such ticket."])
    package static let undoMerge = Call<ByID, MergeUndone>(
        "tickets.merge.undo", allow: .agents,
        "Take a source out of its target again; says what has changed since and stays.",
        problems: [
            "merge.not_found": "There is no such merge.",
            "merge.undone": "It was undone already.",
            "merge.too_large": "There are more messages in the target than can be sorted at once.",
        ])
    package static let split = Call<SplitTicket, SplitResult>(
        "tickets.split", allow: .agents, "Make a ticket of its own of some messages.",
        problems: [
            "ticket.not_found": "There is no such ticket.",
            "ticket.stale": "Somebody changed it since it was read.",
            "ticket.closed": "The ticket is closed for good.",
            "ticket.merged": "The ticket went on inside another one.",
            "ticket.trashed": "The ticket was thrown away.",
            "ticket.team": "There is no such team.",
            "ticket.assignee": "There is nobody like that who may answer.",
            "split.messages": "No messages are named, too many, or one that is not in the ticket.",
            "split.nothing_left": "A ticket keeps at least one of its messages.",
            "split.too_large": "The ticket has more messages than can be sorted at once.",
        ])

    package static let merged = EventType<TicketEvent>("moat.tickets.merged")
    package static let absorbed = EventType<TicketEvent>("moat.tickets.absorbed")
    package static let unmerged = EventType<TicketEvent>("moat.tickets.unmerged")
    package static let released = EventType<TicketEvent>("moat.tickets.released")
    package static let parted = EventType<TicketEvent>("moat.tickets.parted")

    private static let mergeProblems = [
        "ticket.not_found": "There is no such ticket.",
        "ticket.stale": "Somebody changed the target since it was read.",
        "ticket.closed": "A source is closed for good.",
        "ticket.trashed": "A ticket was thrown away.",
        "merge.sources": "No sources are named, or more than 50.",
        "merge.circle": "A ticket would go on inside itself.",
        "merge.merged": "A source went on inside another ticket already.",
        "merge.target": "The target is solved or closed.",
        "merge.too_large": "Together they have more messages, or more merged tickets, than one ticket may have.",
        "message.too_long": "A comment is too long.",
        "message.empty": "A comment says nothing.",
    ]
}
