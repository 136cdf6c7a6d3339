/// Calendars, policies and the log of their clocks.
extension TicketsAPI {
    package static let calendars = Call<PageRequest, Page<BusinessCalendar>>(
        "tickets.calendars", allow: .staff, "List the business calendars.")
    package static let calendar = Call<ByID, BusinessCalendar>(
        "tickets.calendars.get", allow: .staff, "Read a business calendar.")
    package static let saveCalendar = Call<BusinessCalendar, BusinessCalendar>(
        "tickets.calendars.save", allow: .admins, "Add (empty id) or change a business calendar.",
        problems: calendarProblems)
    package static let removeCalendar = Call<RemoveVersion, Empty>(
        "tickets.calendars.remove", allow: .admins, "Remove a calendar that nobody uses.",
        problems: [
            "calendar.default": "The default calendar stays.",
            "calendar.used": "A policy or a team goes by this calendar.",
            "calendar.stale": "Somebody changed it since it was read.",
        ])
    package static let importDays = Call<ImportDays, ImportedDays>(
        "tickets.calendars.import", allow: .admins, "Take over holidays and extra working days from an iCalendar file.",
        problems: calendarProblems.merging([
            "calendar.ics":
                "Lines of the file cannot be read; `errors` names each as #/ics/LINE. Nothing is taken over."
        ]) { first, _ in first })
    package static let deadline = Call<AskDeadline, Deadline>(
        "tickets.deadline", allow: .staff, "When a number of business seconds after a moment have passed.",
        problems: [
            "deadline.seconds": "Seconds lie between 0 and 100,000,000.",
            "deadline.never": "The calendar is not open for so long in three years.",
        ])

    package static let policies = Call<PageRequest, Page<SLAPolicy>>(
        "tickets.sla.policies", allow: .staff, "List the SLA policies in their order.")
    package static let policy = Call<ByID, SLAPolicy>("tickets.sla.get", allow: .staff, "Read an SLA policy.")
    package static let savePolicy = Call<SLAPolicy, SLAPolicy>(
        "tickets.sla.save", allow: .admins, "Add (empty id) or change an SLA policy.", problems: policyProblems)
    package static let removePolicy = Call<RemoveVersion, Empty>(
        "tickets.sla.remove", allow: .admins, "Remove an SLA policy; its tickets get the next that fits.",
        problems: ["policy.stale": "Somebody changed it since it was read."])
    package static let policyOrder = Call<Empty, SLAPolicyOrder>(
        "tickets.sla.order", allow: .staff, "Read the order of the policies.")
    package static let orderPolicies = Call<SLAPolicyOrder, SLAPolicyOrder>(
        "tickets.sla.order.save", allow: .admins, "Put the policies into another order.",
        problems: [
            "policy.sequence": "The order names every policy exactly once.",
            "policies.stale": "A policy or calendar changed since the order was read.",
        ])
    package static let previewTerms = Call<Empty, SLAPreview>(
        "tickets.sla.preview", allow: .admins,
        "What applying today's policies and calendars to the unsolved tickets would change.")
    package static let applyTerms = Call<ConfirmSLA, SLAApplication>(
        "tickets.sla.apply", allow: .admins, "Apply today's policies and calendars to all unsolved tickets.",
        problems: [
            "terms.stale": "A policy or calendar changed since the preview: look at it again.",
            "terms.running": "An application is under way.",
        ])
    package static let application = Call<Empty, SLAApplication>(
        "tickets.sla.application", allow: .staff, "How far the application of the policies is.")
    package static let slaLog = Call<ListSLALog, Page<SLALogEntry>>(
        "tickets.sla.log", allow: .staff, "The metric log of a ticket: what happened to each clock, by instance.")
    package static let parked = Call<PageRequest, Page<Ticket>>(
        "tickets.sla.parked", allow: .staff, "Tickets that wait for the customer although the customer has written.")

    /// A clock got another target, policy, calendar or priority.
    package static let slaApplied = EventType<TicketEvent>("moat.tickets.sla.applied")
    /// A breached promise was done at last.
    package static let slaFulfilled = EventType<TicketEvent>("moat.tickets.sla.fulfilled")
    package static let slaCancelled = EventType<TicketEvent>("moat.tickets.sla.cancelled")
    package static let slaEscalated = EventType<TicketEvent>("moat.tickets.sla.escalated")
    package static let policyChanged = EventType<SLAPolicy>("moat.tickets.policy.changed")
    package static let policyRemoved = EventType<SLAPolicy>("moat.tickets.policy.removed")
    package static let policiesOrdered = EventType<SLAPolicyOrder>("moat.tickets.policies.ordered")
    package static let calendarRemoved = EventType<BusinessCalendar>("moat.tickets.calendar.removed")

    private static let calendarProblems = [
        "calendar.name": "A calendar has a name of 1 to 200 characters.",
        "calendar.count": "There are 200 calendars at most.",
        "calendar.zone": "There is no time zone of this name.",
        "calendar.week": "A week has seven days, Monday first, and opens on one at least.",
        "calendar.hours": "Hours begin within their day and last a day at most; a day has 24 of them at most.",
        "calendar.date": "A date is written 2026-10-01, the last day does not come before the first.",
        "calendar.days": "A calendar has 2,000 entries, 4,000 days and 300,000 bytes at most.",
        "calendar.sparse": "A target of a policy that goes by it could not come due within three years.",
        "calendar.stale": "Somebody changed it since it was read.",
    ]

    private static let policyProblems = [
        "policy.name": "A policy has a name of 1 to 200 characters.",
        "policy.size": "A policy has 20,000 bytes at most.",
        "policy.count": "There are 100 policies at most.",
        "policy.empty": "A policy promises something.",
        "policy.target": "A target lies between 15 seconds and 365 days.",
        "policy.order": "The first response is due after the resolution of the same priority.",
        "policy.calendar": "There is no such calendar.",
        "policy.sparse": "A target could not come due within three years in the policy's calendar.",
        "policy.paused": "Clocks stand still in new, open, pending or hold, but not in all of them.",
        "policy.warning": "A warning comes at 1 to 99 percent, or some seconds before the target; 10 at most.",
        "policy.escalation":
            "Steps come 0 seconds to 365 days after the breach, none before the one above; 10 at most.",
        "policy.condition": "A policy looks at the ticket as it is, not at what changed.",
        "condition.invalid": "The condition cannot be used; `errors` says where.",
        "policy.stale": "Somebody changed it since it was read.",
    ]
}
