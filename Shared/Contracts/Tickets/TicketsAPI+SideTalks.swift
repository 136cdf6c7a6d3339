/// Conversations with third parties beside a ticket.
extension TicketsAPI {
    package static let openSideTalk = Call<OpenSideTalk, SideTalk>(
        "tickets.sides.open", allow: .agents, "Write to a third party about a ticket, by mail; they never see it.",
        problems: sideProblems.merging([
            "ticket.not_found": noTicket, "ticket.closed": "The ticket is closed for good.",
            "ticket.merged": "The ticket goes on in another one.", "ticket.trashed": "The ticket was thrown away.",
            "side.address": "That is no mail address, or the customer's own.",
            "side.subject": "A subject has 1 to 300 characters.",
            "side.too_many": "A ticket has 50 side conversations at most.",
        ]) { $1 })
    package static let sideTalks = Call<OfTicket, Page<SideTalk>>(
        "tickets.sides", allow: .staff, "The side conversations of a ticket, the newest first.",
        problems: ["ticket.not_found": noTicket])
    package static let sideMessages = Call<ListSideMessages, Page<SideMessage>>(
        "tickets.sides.messages", allow: .staff, "What was said in a side conversation, oldest first.",
        problems: noSide.merging(["page.cursor": "The cursor belongs to another list."]) { $1 })
    package static let writeSideMessage = Call<WriteSideMessage, SideMessage>(
        "tickets.sides.write", allow: .agents, "Write in a side conversation; one that was done is open again.",
        problems: sideProblems.merging(noSide) { $1 })
    package static let closeSideTalk = Call<CloseSideTalk, SideTalk>(
        "tickets.sides.close", allow: .agents, "Say that a side conversation is done, or open again.",
        problems: noSide)

    package static let sideSent = EventType<TicketEvent>("moat.tickets.side.sent")
    package static let sideReceived = EventType<TicketEvent>("moat.tickets.side.received")
    package static let sideChanged = EventType<TicketEvent>("moat.tickets.side.changed")

    private static let noSide = ["side.not_found": "There is no such side conversation."]
    private static let sideProblems = [
        "message.empty": "A message has text or attachments.",
        "message.too_long": "A message has 150,000 bytes at most.",
        "message.attachments": "A message has 100 attachments at most.",
        "attachment.unknown": "There is no such file: upload it first.",
        "side.full": "A side conversation has 1,000 messages at most.",
    ]
}
