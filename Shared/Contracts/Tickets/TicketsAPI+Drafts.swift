/// Words before they are sent, and tickets put aside.
extension TicketsAPI {
    package static let drafts = Call<OfTicket, Page<Draft>>(
        "tickets.drafts", allow: .staff, "The caller's own draft of a ticket and the shared one.",
        problems: ["ticket.not_found": noTicket])
    package static let myDrafts = Call<PageRequest, Page<Draft>>(
        "tickets.drafts.mine", allow: .staff, "All drafts of the caller, the newest first.",
        problems: ["page.cursor": "The cursor belongs to another list."])
    package static let saveDraft = Call<SaveDraft, Draft>(
        "tickets.drafts.save", allow: .light, "Keep words that are not sent yet.",
        problems: [
            "ticket.not_found": noTicket,
            "draft.stale": "Somebody wrote on it since it was read.",
            "draft.kind": "A draft becomes a reply or a note.",
            "draft.too_many": "The caller has 500 drafts already.",
            "message.too_long": "A message has 150,000 bytes at most.",
            "message.attachments": "A message has 100 attachments at most.",
            "attachment.unknown": "There is no such file: upload it first.",
        ])
    package static let removeDraft = Call<DraftPlace, Empty>(
        "tickets.drafts.remove", allow: .light, "Throw a draft away.",
        problems: ["draft.not_found": "There is no such draft."])

    package static let holdReply = Call<HoldReply, HeldReply>(
        "tickets.replies.hold", allow: .agents, "Answer the customer, to be undone for some seconds, or later.",
        problems: [
            "ticket.not_found": noTicket,
            "ticket.stale": "Something of weight happened since it was read.",
            "ticket.closed": "The ticket is closed for good.",
            "ticket.merged": "The ticket goes on in another one.",
            "ticket.trashed": "The ticket was thrown away.",
            "reply.overtaken": "The customer wrote since the reply was begun: read it and confirm.",
            "held.send_at": "The moment is past, or more than a year ahead.",
            "held.too_many": "A ticket has 20 answers on hold at most.",
            "message.empty": "A message has text or attachments.",
            "message.too_long": "A message has 150,000 bytes at most.",
            "message.attachments": "A message has 100 attachments at most.",
            "attachment.unknown": "There is no such file: upload it first.",
        ])
    package static let heldReplies = Call<OfTicket, Page<HeldReply>>(
        "tickets.replies.held", allow: .staff, "Answers of a ticket that wait to be sent, or could not be.",
        problems: ["ticket.not_found": noTicket])
    package static let cancelReply = Call<ByID, HeldReply>(
        "tickets.replies.cancel", allow: .agents, "Do not send an answer on hold; its words become a draft.",
        problems: heldProblems)
    package static let releaseReply = Call<ByID, HeldReply>(
        "tickets.replies.release", allow: .agents, "Send an answer on hold now.", problems: heldProblems)
    package static let sending = Call<Empty, SendingPolicy>(
        "tickets.sending", allow: .staff, "How long sending can be undone.")
    package static let saveSending = Call<SendingPolicy, SendingPolicy>(
        "tickets.sending.save", allow: .admins, "Change how long sending can be undone.",
        problems: [
            "sending.stale": "Somebody changed it since it was read.",
            "sending.undo": "Sending can be undone for 0 to 120 seconds.",
        ])

    package static let snooze = Call<SnoozeTicket, Ticket>(
        "tickets.snooze", allow: [.agents, .rules], "Put a ticket aside until a moment or until the customer writes.",
        problems: [
            "ticket.not_found": noTicket,
            "ticket.stale": "Something of weight happened since it was read.",
            "ticket.closed": "The ticket is closed for good.",
            "ticket.merged": "The ticket goes on in another one.",
            "ticket.trashed": "The ticket was thrown away.",
            "snooze.until": "The moment is past, more than a year ahead, or said twice.",
            "snooze.solved": "A solved ticket is not in anybody's way.",
        ])
    package static let wake = Call<ByID, Ticket>(
        "tickets.snooze.end", allow: [.agents, .rules], "Take a ticket that was put aside back.",
        problems: ["ticket.not_found": noTicket])

    package static let draftChanged = EventType<DraftChange>("moat.tickets.draft.changed")
    package static let replyHeld = EventType<TicketEvent>("moat.tickets.reply.held")
    package static let replyCancelled = EventType<TicketEvent>("moat.tickets.reply.cancelled")
    package static let replyFailed = EventType<TicketEvent>("moat.tickets.reply.failed")
    package static let snoozed = EventType<TicketEvent>("moat.tickets.snoozed")
    package static let awoken = EventType<TicketEvent>("moat.tickets.awoken")
    package static let sendingChanged = EventType<SendingPolicy>("moat.tickets.sending.changed")

    private static let heldProblems = [
        "held.not_found": "There is no such answer.",
        "held.over": "It was sent or cancelled already.",
        "held.other": "It is of somebody else: supervisors may.",
    ]
}
