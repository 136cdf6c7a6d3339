package import Base

/// What the tickets service answers.
package enum TicketsAPI: ServiceAPI {
    package static let service = "tickets"

    package static let intake = Call<IntakeMessage, IntakeResult>(
        "tickets.intake", allow: .services, "A message of a customer from a channel becomes or joins a ticket.")
    package static let open = Call<OpenTicket, Ticket>(
        "tickets.open", allow: [.agents, .services, .rules], "Open a ticket on behalf of a customer.")
    package static let get = Call<ByID, Ticket>("tickets.get", allow: .staff, "Read a ticket.")
    package static let list = Call<ListTickets, Page<Ticket>>(
        "tickets.list", allow: .staff, "List the tickets of a view, a page at a time.",
        problems: listProblems.merging([
            "list.sort": "Tickets are sorted by updated, created, due or priority."
        ]) { $1 })
    package static let counts = Call<CountTickets, TicketCounts>(
        "tickets.counts", allow: .staff, "Count the tickets of each view (capped at 1000).")
    package static let messages = Call<ListMessages, Page<Message>>(
        "tickets.messages", allow: .staff, "Read a ticket's conversation, newest page first, each page in order.")
    package static let reply = Call<WriteMessage, TicketAndMessage>(
        "tickets.reply", allow: [.agents, .rules, .services], "Answer the customer.", problems: writeProblems)
    package static let note = Call<WriteMessage, TicketAndMessage>(
        "tickets.note", allow: .staff, "Write an internal note.", problems: writeProblems)
    package static let update = Call<UpdateTicket, Ticket>(
        "tickets.update", allow: [.agents, .rules, .services], "Change fields, status, team or assignee.",
        problems: writeProblems)
    package static let history = Call<ListHistory, Page<Event>>(
        "tickets.history", allow: .staff, "Everything that happened to a ticket.")
    package static let replay = Call<ReplayTicket, Ticket>(
        "tickets.replay", allow: .admins, "Bring in a ticket with its past; nothing is sent and no rule runs.")

    package static let agents = Call<Empty, Page<Agent>>("tickets.agents", allow: .staff, "List the staff.")
    package static let saveAgent = Call<Agent, Agent>(
        "tickets.agents.save", allow: [.admins, .services], "Add or change a member of staff.",
        problems: [
            "chart.circle": "somebody would be their own superior at some moment",
            "agent.stale": "somebody changed the agent since",
            "agent.name": "no name, or one too long",
            "agent.capacity": "a capacity beyond the bounds",
            "agent.team": "an unknown team",
            "agent.skill": "an unknown skill or level",
            "agent.shifts": "an unknown zone, or hours that cannot be",
            "agent.limit": "a channel's limit beyond the bounds",
            "chart.agent": "an unknown agent or manager",
        ])
    package static let setPresence = Call<SetPresence, Agent>(
        "tickets.presence.set", allow: [.agents, .services], "Go online, away or offline.",
        problems: [
            "agent.not_found": "there is no such agent, or the caller is none who answers customers",
            "presence.inactive": "they do not work here any more",
            "presence.missed": "nobody chooses to have missed an offer",
            "presence.reason": "no reason for this presence",
        ])
    package static let teams = Call<Empty, Page<Team>>("tickets.teams", allow: .staff, "List the teams.")
    package static let saveTeam = Call<Team, Team>("tickets.teams.save", allow: .admins, "Add or change a team.")

    static let writeProblems = [
        "ticket.not_found": "There is no such ticket.",
        "ticket.stale": "Something of weight happened since it was read.",
        "ticket.closed": "The ticket is closed for good.",
        "ticket.merged": "The ticket goes on in another one.",
        "ticket.trashed": "The ticket was thrown away.",
        "ticket.transition": "This status cannot follow that one.",
        "ticket.unassigned": "A ticket without assignee cannot be solved.",
        "ticket.checklist": "A mandatory step is open: the ticket cannot be solved.",
        "message.mentions": "A note calls somebody who is not here, or too many.",
        "reply.overtaken": "The customer wrote since the reply was begun: read it and confirm.",
    ]

    // All ticket events carry the ticket as it is after them.
    package static let opened = EventType<TicketEvent>("moat.tickets.opened")
    package static let received = EventType<TicketEvent>("moat.tickets.received")
    package static let muted = EventType<TicketEvent>("moat.tickets.muted")
    package static let replied = EventType<TicketEvent>("moat.tickets.replied")
    package static let noted = EventType<TicketEvent>("moat.tickets.noted")
    package static let changed = EventType<TicketEvent>("moat.tickets.changed")
    package static let assigned = EventType<TicketEvent>("moat.tickets.assigned")
    package static let solved = EventType<TicketEvent>("moat.tickets.solved")
    package static let reopened = EventType<TicketEvent>("moat.tickets.reopened")
    package static let closed = EventType<TicketEvent>("moat.tickets.closed")
    package static let delivery = EventType<TicketEvent>("moat.tickets.delivery")
    package static let slaStarted = EventType<TicketEvent>("moat.tickets.sla.started")
    package static let slaPaused = EventType<TicketEvent>("moat.tickets.sla.paused")
    package static let slaResumed = EventType<TicketEvent>("moat.tickets.sla.resumed")
    package static let slaMet = EventType<TicketEvent>("moat.tickets.sla.met")
    package static let slaWarned = EventType<TicketEvent>("moat.tickets.sla.warned")
    package static let slaBreached = EventType<TicketEvent>("moat.tickets.sla.breached")
    package static let surveyOffered = EventType<TicketEvent>("moat.tickets.survey.offered")
    package static let rated = EventType<TicketEvent>("moat.tickets.rated")
    package static let agentChanged = EventType<Agent>("moat.tickets.agent.changed")
    package static let teamChanged = EventType<Team>("moat.tickets.team.changed")
    package static let calendarChanged = EventType<BusinessCalendar>("moat.tickets.calendar.changed")
    package static let bulkChanged = EventType<BulkRun>("moat.tickets.bulk.changed")
    package static let viewChanged = EventType<ViewChange>("moat.tickets.view.changed")
}

/// What happened to a ticket.
package struct TicketEvent: Codable, Hashable, Sendable {
    package var ticket: Ticket
    /// Field changes, also of status, priority, assignee, team, tags.
    package var changes: [Change] = []
    package var message: Message?
    package var clock: SLAClock?
    package var survey: Survey?
    package var rating: Rating?
    /// Business seconds from the ticket's creation to the event, in its calendar.
    package var businessAge: Int?
    /// Articles used in an answer (`replied`), for the knowledge service's counts (row 124).
    package var citations: [String]?
    /// Whom an escalation called (`sla.escalated`).
    package var escalation: SLAEscalated?
    /// What was said beside the ticket (row 38).
    package var side: SideNews?
    /// The other ticket of a merge, a split or a link, and the messages that went from one to the other.
    package var other: TicketMark?
    package var messages: [String]?

    package init(
        ticket: Ticket, changes: [Change] = [], message: Message? = nil, clock: SLAClock? = nil,
        survey: Survey? = nil, rating: Rating? = nil, businessAge: Int? = nil
    ) {
        (self.ticket, self.changes, self.message, self.clock) = (ticket, changes, message, clock)
        (self.survey, self.rating, self.businessAge) = (survey, rating, businessAge)
    }
}

package struct Change: Codable, Hashable, Sendable {
    package var field: String
    package var before: JSON
    package var after: JSON

    package init(field: String, before: JSON, after: JSON) {
        (self.field, self.before, self.after) = (field, before, after)
    }
}

/// A customer's message at the door. Idempotent by (channel, key): the same key again returns the first result.
package struct IntakeMessage: Codable, Hashable, Sendable {
    package var channel: Channel
    /// Mailbox and Message-ID, or the provider's message id (row 1).
    package var key: String
    package var requester: Requester
    package var subject: String?
    package var text: String
    package var html: String?
    package var attachments: [Attachment] = []
    package var at: Instant
    /// This message's own Message-ID.
    package var externalID: String?
    /// The ticket named by a token of ours, already checked.
    package var ticket: String?
    /// In-Reply-To, then References newest first (row 2).
    package var references: [String] = []
    /// The ticket's number found in the subject, only trusted when the requester matches.
    package var number: Int?
    /// Auto-replies and bulk mail: kept, muted (row 3).
    package var automatic: Bool = false
    /// A bounce of this outgoing message id (row 5).
    package var bounceOf: String?
    package var language: String?
    package var raw: String?
    /// Continue the requester's open ticket on this channel when nothing else matches (chat-like channels).
    package var continuous: Bool = false

    package init(
        channel: Channel, key: String, requester: Requester, subject: String? = nil, text: String,
        html: String? = nil, attachments: [Attachment] = [], at: Instant, externalID: String? = nil,
        ticket: String? = nil, references: [String] = [], number: Int? = nil, automatic: Bool = false,
        bounceOf: String? = nil, language: String? = nil, raw: String? = nil, continuous: Bool = false
    ) {
        (self.channel, self.key, self.requester, self.subject) = (channel, key, requester, subject)
        (self.text, self.html, self.attachments, self.at) = (text, html, attachments, at)
        (self.externalID, self.ticket, self.references, self.number) = (externalID, ticket, references, number)
        (self.automatic, self.bounceOf, self.language, self.raw) = (automatic, bounceOf, language, raw)
        self.continuous = continuous
    }
}

package struct IntakeResult: Codable, Hashable, Sendable {
    package enum Outcome: String, Codable, Sendable, CaseIterable { case opened, joined, muted, bounced, followUp }
    package var ticket: String
    package var number: Int
    package var message: String
    package var outcome: Outcome

    package init(ticket: String, number: Int, message: String, outcome: Outcome) {
        (self.ticket, self.number, self.message, self.outcome) = (ticket, number, message, outcome)
    }
}

package struct OpenTicket: Codable, Hashable, Sendable {
    package var subject: String
    package var text: String
    package var requester: Requester
    /// `api` when absent.
    package var channel: Channel?
    package var priority: Priority?
    package var team: String?
    package var assignee: String?
    package var tags: [String]?
    package var fields: [String: JSON]?
    package var attachments: [Attachment]?
    /// The message is an internal note of the caller instead of the customer's words.
    package var asNote: Bool?

    package init(
        subject: String, text: String, requester: Requester, channel: Channel? = nil, priority: Priority? = nil,
        team: String? = nil, assignee: String? = nil, tags: [String]? = nil, fields: [String: JSON]? = nil,
        attachments: [Attachment]? = nil, asNote: Bool? = nil
    ) {
        (self.subject, self.text, self.requester, self.channel) = (subject, text, requester, channel)
        (self.priority, self.team, self.assignee, self.tags) = (priority, team, assignee, tags)
        (self.fields, self.attachments, self.asNote) = (fields, attachments, asNote)
    }
}

/// The views every house has, by id.
package enum TicketView: String, Codable, Sendable, CaseIterable {
    /// Mine and not solved; without assignee; all unsolved; waiting for us; pending and hold; put aside; solved;
    /// everything. What is put aside is in none of mine, unassigned and waiting.
    case mine, unassigned, open, waiting, pending, snoozed, solved, all
}

package struct ListTickets: Codable, Hashable, Sendable {
    /// The id of a view; `open` when absent.
    package var view: String?
    package var requester: String?
    package var team: String?
    package var assignee: String?
    /// Words as in `tickets.search`; the newest 1,000 tickets with them are looked at.
    package var search: String?
    /// `updated`, `created`, `due` (next breach first) or `priority`; the view's own when absent.
    package var sort: String?
    package var descending: Bool?
    package var limit: Int?
    package var after: String?

    package init(
        view: String? = nil, requester: String? = nil, team: String? = nil, assignee: String? = nil,
        search: String? = nil, sort: String? = nil, descending: Bool? = nil, limit: Int? = nil, after: String? = nil
    ) {
        (self.view, self.requester, self.team, self.assignee) = (view, requester, team, assignee)
        (self.search, self.sort, self.descending) = (search, sort, descending)
        (self.limit, self.after) = (limit, after)
    }
}

package struct CountTickets: Codable, Hashable, Sendable {
    package var team: String?

    package init(team: String? = nil) {
        self.team = team
    }
}

/// By view. A view in `atLeast` has that many or more.
package struct TicketCounts: Codable, Hashable, Sendable {
    package var counts: [String: Int]
    package var atLeast: [String]?

    package init(counts: [String: Int], atLeast: [String]? = nil) {
        (self.counts, self.atLeast) = (counts, atLeast)
    }
}

package struct ListMessages: Codable, Hashable, Sendable {
    package var ticket: String
    package var limit: Int?
    /// Ask for the messages before this cursor.
    package var after: String?

    package init(ticket: String, limit: Int? = nil, after: String? = nil) {
        (self.ticket, self.limit, self.after) = (ticket, limit, after)
    }
}

package struct ListHistory: Codable, Hashable, Sendable {
    package var ticket: String
    package var limit: Int?
    package var after: String?

    package init(ticket: String, limit: Int? = nil, after: String? = nil) {
        (self.ticket, self.limit, self.after) = (ticket, limit, after)
    }
}

package struct WriteMessage: Codable, Hashable, Sendable {
    package var ticket: String
    package var text: String
    package var attachments: [Attachment]?
    /// Change the status with the message, e.g. `solved` (send and solve) or `pending`.
    package var status: TicketStatus?
    package var version: Int?
    /// Articles used, for the knowledge service's counts.
    package var citations: [String]?
    /// Agents and teams that a note calls: they follow the ticket then (row 37).
    package var mentions: [String]?
    /// The draft that it was, which is gone then.
    package var draft: DraftSlot?
    /// The customer's last message that the writer saw; a reply is refused when there is a newer one (row 88), unless
    /// the writer confirms it. When absent and a draft is named: what was there as it was begun.
    package var seen: String?
    package var confirmed: Bool?

    package init(
        ticket: String, text: String, attachments: [Attachment]? = nil, status: TicketStatus? = nil,
        version: Int? = nil, citations: [String]? = nil, draft: DraftSlot? = nil, seen: String? = nil,
        confirmed: Bool? = nil, mentions: [String]? = nil
    ) {
        (self.ticket, self.text, self.attachments, self.status) = (ticket, text, attachments, status)
        (self.version, self.citations, self.draft, self.seen) = (version, citations, draft, seen)
        (self.confirmed, self.mentions) = (confirmed, mentions)
    }
}

package struct TicketAndMessage: Codable, Hashable, Sendable {
    package var ticket: Ticket
    package var message: Message

    package init(ticket: Ticket, message: Message) {
        (self.ticket, self.message) = (ticket, message)
    }
}

/// Absent members stay; `assignee` or `team` as empty string clears.
package struct UpdateTicket: Codable, Hashable, Sendable {
    package var id: String
    package var subject: String?
    package var status: TicketStatus?
    package var priority: Priority?
    package var assignee: String?
    package var team: String?
    package var tags: [String]?
    package var addTags: [String]?
    package var removeTags: [String]?
    package var fields: [String: JSON]?
    /// The version the caller saw; 412 when somebody changed it since.
    package var version: Int?
    /// With an older version: 412 only when somebody changed one of the same fields since (row 88).
    package var merge: Bool?

    package init(
        id: String, subject: String? = nil, status: TicketStatus? = nil, priority: Priority? = nil,
        assignee: String? = nil, team: String? = nil, tags: [String]? = nil, addTags: [String]? = nil,
        removeTags: [String]? = nil, fields: [String: JSON]? = nil, version: Int? = nil, merge: Bool? = nil
    ) {
        (self.id, self.subject, self.status, self.priority) = (id, subject, status, priority)
        (self.assignee, self.team, self.tags, self.addTags) = (assignee, team, tags, addTags)
        (self.removeTags, self.fields, self.version, self.merge) = (removeTags, fields, version, merge)
    }
}

package struct SetPresence: Codable, Hashable, Sendable {
    package var agent: String
    package var presence: Agent.Presence
    /// One of the house's own reasons, which must be for this presence.
    package var reason: String?

    package init(agent: String, presence: Agent.Presence, reason: String? = nil) {
        (self.agent, self.presence, self.reason) = (agent, presence, reason)
    }
}
