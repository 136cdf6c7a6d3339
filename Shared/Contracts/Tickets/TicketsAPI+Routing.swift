// Routing and staff. The problems beside a call are its own; every call may also end in `auth.*` and `json.*`.
extension TicketsAPI {
    package static let routing = Call<Empty, RoutingRules>(
        "tickets.routing", allow: .staff, "Read the routing rules and the weights of the channels.")
    package static let saveRouting = Call<RoutingRules, RoutingRules>(
        "tickets.routing.save", allow: .admins, "Change the routing rules: the first that holds wins.",
        problems: [
            "routing.stale": "somebody changed the rules since",
            "condition.invalid": "a condition asks for what there is not",
            "routing.rule": "a rule without id or name, one twice, or one that asks for a change",
            "routing.team": "a rule names an unknown team",
            "routing.skill": "a rule names an unknown skill or level",
            "routing.boost": "a boost beyond the bounds",
            "routing.weight": "a weight beyond 1 to 100",
        ])
    package static let rehearseRouting = Call<RehearseRouting, RoutingRehearsal>(
        "tickets.routing.rehearse", allow: .supervisors,
        "What other rules and policies would have done with the tickets of the last days.",
        problems: [
            "condition.invalid": "a condition asks for what there is not",
            "rehearsal.days": "days beyond 1 to 7",
            "routing.rule": "a rule without id or name, one twice, or one that asks for a change",
            "routing.team": "a rule names an unknown team",
            "routing.skill": "a rule names an unknown skill or level",
            "routing.boost": "a boost beyond the bounds",
            "routing.weight": "a weight beyond 1 to 100",
            "queue.policy": "a value beyond its bounds",
            "team.not_found": "there is no such team",
        ])
    package static let explainRouting = Call<ByID, RoutingExplanation>(
        "tickets.routing.explain", allow: .staff, "Why this agent: the last decision, and what it would be now.",
        problems: [
            "ticket.not_found": "there is no such ticket"
        ])
    package static let routeAgain = Call<ByID, Ticket>(
        "tickets.routing.again", allow: [.agents, .rules, .services],
        "Apply the routing rules again to a ticket that nobody has.",
        problems: [
            "ticket.not_found": "there is no such ticket",
            "ticket.taken": "somebody else has it, or it is offered to them",
            "ticket.closed": "the ticket is closed for good",
        ])

    package static let queues = Call<Empty, Page<QueueView>>(
        "tickets.queues", allow: .staff, "The queues: how many wait, how long, who is there.")
    package static let saveQueue = Call<QueuePolicy, QueuePolicy>(
        "tickets.queues.save", allow: .supervisors, "Change how a team's queue gives out its tickets.",
        problems: [
            "team.not_found": "there is no such team",
            "queue.stale": "somebody changed the policy since",
            "queue.policy": "a value beyond its bounds",
        ])
    package static let queued = Call<ListQueue, Page<Ticket>>(
        "tickets.queues.tickets", allow: .staff, "The tickets that wait in a queue, in the order they go out.",
        problems: [
            "team.not_found": "there is no such team"
        ])
    package static let claim = Call<ByID, Ticket>(
        "tickets.claim", allow: .agents, "Take a ticket that nobody has; whoever comes second is told who took it.",
        problems: [
            "ticket.not_found": "there is no such ticket",
            "agent.not_found": "there is no such agent, or the caller is none who answers customers",
            "ticket.taken": "somebody else has it, or it is offered to them",
            "ticket.closed": "the ticket is closed for good",
        ])
    package static let acceptOffer = Call<ByID, Ticket>(
        "tickets.offers.accept", allow: .agents, "Take the ticket that is offered to you.",
        problems: [
            "ticket.not_found": "there is no such ticket",
            "offer.gone": "it is not offered to the caller, or not any more",
        ])
    package static let declineOffer = Call<ByID, Ticket>(
        "tickets.offers.decline", allow: .agents, "Let the ticket that is offered to you go to somebody else.",
        problems: [
            "ticket.not_found": "there is no such ticket",
            "offer.gone": "it is not offered to the caller, or not any more",
        ])

    package static let skills = Call<Empty, Page<Skill>>("tickets.skills", allow: .staff, "List the skills.")
    package static let saveSkill = Call<Skill, Skill>(
        "tickets.skills.save", allow: .admins, "Add or change a skill.",
        problems: [
            "skill.stale": "somebody changed the skill since",
            "skill.name": "no name, or one too long",
            "skill.id": "an id that is no word of small letters, digits and hyphens",
        ])
    package static let presenceReasons = Call<Empty, Page<PresenceReason>>(
        "tickets.presence.reasons", allow: .staff, "List the house's own reasons for a presence.")
    package static let savePresenceReason = Call<PresenceReason, PresenceReason>(
        "tickets.presence.reasons.save", allow: .admins, "Add or change a reason for a presence.",
        problems: [
            "reason.stale": "somebody changed the reason since",
            "reason.name": "no name, or one too long",
            "reason.id": "an id that is no word of small letters, digits and hyphens",
            "reason.presence": "a presence that nobody chooses",
        ])
    package static let presenceLog = Call<ListPresence, Page<PresenceStay>>(
        "tickets.presence.log", allow: .staff, "An agent's presence over time, newest first.",
        problems: [
            "agent.not_found": "there is no such agent, or the caller is none who answers customers"
        ])

    package static let chart = Call<AskChart, Page<ReportingLine>>(
        "tickets.chart", allow: .staff, "The org chart at a moment, or all lines of an agent.")
    package static let saveLine = Call<ReportingLine, ReportingLine>(
        "tickets.chart.save", allow: .admins, "Add or change a line of the org chart.",
        problems: [
            "chart.circle": "somebody would be their own superior at some moment",
            "chart.overlap": "two superiors at one moment",
            "line.stale": "somebody changed the line since",
            "chart.agent": "an unknown agent or manager",
            "chart.dates": "it ends before it begins",
        ])
    package static let removeLine = Call<ByID, Empty>(
        "tickets.chart.remove", allow: .admins, "Remove a line of the org chart.",
        problems: [
            "line.not_found": "there is no such line"
        ])
    package static let managers = Call<AskManagers, Page<Agent>>(
        "tickets.managers", allow: .staff, "The superiors of an agent at a moment, the nearest first.",
        problems: [
            "agent.not_found": "there is no such agent, or the caller is none who answers customers"
        ])

    package static let absences = Call<ListAbsences, Page<Absence>>(
        "tickets.absences", allow: .staff, "Absences, the latest first.")
    package static let saveAbsence = Call<Absence, Absence>(
        "tickets.absences.save", allow: [.agents, .services],
        "Add or change an absence: one's own, or as a supervisor another's.",
        problems: [
            "absence.overlap": "the agent is absent within this time already",
            "absence.stale": "somebody changed the absence since",
            "absence.agent": "an unknown agent",
            "absence.dates": "it ends before it begins, or after more than three years",
            "absence.substitute": "somebody who cannot stand in, or is absent too",
            "absence.note": "a note too long",
        ])
    package static let removeAbsence = Call<ByID, Empty>(
        "tickets.absences.remove", allow: [.agents, .services], "Remove an absence.",
        problems: [
            "absence.not_found": "there is no such absence"
        ])

    /// Somebody is asked to take a ticket; they did not answer in time; they would not.
    package static let offered = EventType<TicketEvent>("moat.tickets.offered")
    package static let offerMissed = EventType<TicketEvent>("moat.tickets.offer.missed")
    package static let offerDeclined = EventType<TicketEvent>("moat.tickets.offer.declined")
    package static let absenceChanged = EventType<Absence>("moat.tickets.absence.changed")
    package static let absenceRemoved = EventType<Absence>("moat.tickets.absence.removed")
    package static let lineChanged = EventType<ReportingLine>("moat.tickets.line.changed")
    package static let lineRemoved = EventType<ReportingLine>("moat.tickets.line.removed")
    package static let routingChanged = EventType<RoutingRules>("moat.tickets.routing.changed")
    package static let queueChanged = EventType<QueuePolicy>("moat.tickets.queue.changed")
}
