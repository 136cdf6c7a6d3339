/// What must not be forgotten on a ticket, and what must be done before it ends.
extension TicketsAPI {
    package static let addChecklistItem = Call<AddChecklistItem, Ticket>(
        "tickets.checklist.add", allow: .agents, "Add a step to a ticket.", problems: checklistProblems)
    package static let changeChecklistItem = Call<ChangeChecklistItem, Ticket>(
        "tickets.checklist.change", allow: .agents, "Change a step of a ticket, or say that it is done.",
        problems: checklistProblems.merging(["checklist.not_found": "There is no such step."]) { $1 })
    package static let removeChecklistItem = Call<ChecklistPlace, Ticket>(
        "tickets.checklist.remove", allow: .agents, "Take a step away.",
        problems: ["ticket.not_found": noTicket, "checklist.not_found": "There is no such step."])
    package static let follow = Call<FollowTicket, Ticket>(
        "tickets.follow", allow: .staff, "Let somebody of the staff follow a ticket; light agents only themselves.",
        problems: [
            "ticket.not_found": noTicket, "follower.agent": "There is nobody like that, or not here any more.",
            "follower.too_many": "A ticket has 100 followers at most.",
        ])
    package static let unfollow = Call<FollowTicket, Ticket>(
        "tickets.unfollow", allow: .staff, "Let somebody follow a ticket no longer.",
        problems: ["ticket.not_found": noTicket])
    package static let efforts = Call<OfTicket, Page<Effort>>(
        "tickets.efforts", allow: .staff, "The time that each agent gave to a ticket.",
        problems: ["ticket.not_found": noTicket])
    package static let correctEffort = Call<CorrectEffort, Effort>(
        "tickets.efforts.correct", allow: .agents, "Say that it was more or less time than measured.",
        problems: [
            "ticket.not_found": noTicket,
            "effort.seconds": "A correction is not 0, at most a week, and leaves no negative time.",
            "effort.note": "A note has 500 characters at most.",
            "effort.agent": "There is nobody like that, or only supervisors correct what others gave.",
        ])
    package static let reminders = Call<Empty, ReminderPolicy>(
        "tickets.reminders", allow: .staff, "What is said to customers who do not answer.")
    package static let saveReminders = Call<ReminderPolicy, ReminderPolicy>(
        "tickets.reminders.save", allow: .admins, "Change what is said to customers who do not answer.",
        problems: [
            "reminders.stale": "Somebody changed it since it was read.",
            "reminders.steps": "Up to five steps, each later than the one before and within a year, with a text.",
        ])
    package static let planCallback = Call<PlanCallback, Ticket>(
        "tickets.callback.plan", allow: [.agents, .rules], "Ask for a call before a solved ticket is closed.",
        problems: callbackProblems.merging(["callback.due": "The moment is past or more than 60 days ahead."]) { $1 })
    package static let finishCallback = Call<FinishCallback, Ticket>(
        "tickets.callback.finish", allow: .agents, "Say how the call went: it closes the ticket or opens it again.",
        problems: callbackProblems.merging(["callback.not_due": "No call is due."]) { $1 })

    package static let effortCorrected = EventType<TicketEvent>("moat.tickets.effort.corrected")
    package static let followersChanged = EventType<TicketEvent>("moat.tickets.followers")
    package static let remindersChanged = EventType<ReminderPolicy>("moat.tickets.reminders.changed")

    private static let checklistProblems = [
        "ticket.not_found": noTicket,
        "ticket.closed": "The ticket is closed for good.",
        "checklist.text": "A step has a text of 1 to 200 characters.",
        "checklist.too_many": "A ticket has 50 steps at most.",
        "ticket.assignee": "There is nobody like that who may answer.",
    ]
    private static let callbackProblems = [
        "ticket.not_found": noTicket, "callback.solved": "Only for a solved ticket.",
    ]
}
