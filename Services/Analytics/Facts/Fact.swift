internal import Base
internal import Contracts

/// One thing that counts, at the moment it ended (requirements section 2): durations twice, in calendar and business
/// seconds.
struct Fact: Hashable, Sendable {
    enum Kind: String, Sendable {
        /// A ticket was opened.
        case volume
        /// The first public reply of a person; seconds since the customer's first message.
        case firstResponse
        /// The last solve; seconds since creation. Gone while the ticket is reopened.
        case resolution
        /// A rating; the score in both columns.
        case rating
        /// An answer to a question of CES 2.0 or NPS; the number in both columns.
        case effort, recommendation
        /// An SLA target that ended: 1 met, 0 breached.
        case target
        /// Unsolved tickets: +1 or −1; both when one moves between agents, teams or priorities.
        case backlog
    }

    var kind: Kind
    /// Unique within the kind: the ticket, the target's instance or the event.
    var ref: String
    var at: Instant
    var ticket: String
    var channel: Channel
    var agent: String?
    var team: String?
    var priority: Priority
    var calendar: Double
    var business: Double
}

/// What an event does to the facts, decided without I/O.
enum FactChange: Hashable, Sendable {
    /// Add it; the last one of a reference counts.
    case put(Fact)
    /// Add it unless there is one already.
    case keepFirst(Fact)
    case remove(Fact.Kind, ref: String)
    /// The clock of the first response starts: the customer's first message.
    case start(ticket: String, at: Instant, business: Double)
    case name(kind: String, id: String, name: String)
}

extension FactChange {
    /// The events of the tickets feed that change facts: those that `changes` knows.
    static let types = [
        TicketsAPI.agentChanged.name, TicketsAPI.teamChanged.name, TicketsAPI.opened.name, TicketsAPI.received.name,
        TicketsAPI.replied.name, TicketsAPI.solved.name, TicketsAPI.reopened.name, TicketsAPI.rated.name,
        TicketsAPI.slaMet.name, TicketsAPI.slaBreached.name, TicketsAPI.assigned.name, TicketsAPI.changed.name,
        TicketsAPI.merged.name, TicketsAPI.unmerged.name, TicketsAPI.discarded.name, TicketsAPI.recovered.name,
        TicketsAPI.surveyAnswered.name,
    ]

    /// `start` is when the customer's first message came, if it has (calendar time, business seconds since creation).
    static func changes(of event: Event, start: (at: Instant, business: Double)?) throws -> [FactChange] {
        if event.type == TicketsAPI.agentChanged.name {
            let agent = try event.data.decoded(as: Agent.self)
            return [.name(kind: "agent", id: agent.id, name: agent.name)]
        }
        if event.type == TicketsAPI.teamChanged.name {
            let team = try event.data.decoded(as: Team.self)
            return [.name(kind: "team", id: team.id, name: team.name)]
        }
        guard event.subject.hasPrefix("ticket/"), event.type.hasPrefix("moat.tickets.") else { return [] }
        let data = try event.data.decoded(as: TicketEvent.self)
        return changes(of: event, data, start: start)
    }

    private static func changes(
        of event: Event, _ data: TicketEvent, start: (at: Instant, business: Double)?
    ) -> [FactChange] {
        let ticket = data.ticket
        let age = (event.time - ticket.createdAt).seconds
        let businessAge = data.businessAge.map(Double.init) ?? age
        func fact(_ kind: Fact.Kind, _ ref: String, _ calendar: Double, _ business: Double, agent: String? = nil)
            -> Fact
        {
            Fact(
                kind: kind, ref: ref, at: event.time, ticket: ticket.id, channel: ticket.channel,
                agent: agent ?? ticket.assignee, team: ticket.team, priority: ticket.priority,
                calendar: calendar, business: business)
        }
        let up = FactChange.put(fact(.backlog, event.id, 1, 1))
        switch event.type {
        case TicketsAPI.opened.name:
            var changes = [FactChange.put(fact(.volume, ticket.id, 1, 1)), up]
            if data.message?.kind == .incoming {
                changes.append(.start(ticket: ticket.id, at: event.time, business: 0))
            }
            return changes
        case TicketsAPI.received.name:
            return start == nil ? [.start(ticket: ticket.id, at: event.time, business: businessAge)] : []
        case TicketsAPI.replied.name:
            guard let start, let message = data.message, message.author.kind == .agent, !message.automatic else {
                return []
            }
            return [
                .keepFirst(
                    fact(
                        .firstResponse, ticket.id, (event.time - start.at).seconds, businessAge - start.business,
                        agent: message.author.id))
            ]
        case TicketsAPI.solved.name:
            return [.put(fact(.resolution, ticket.id, age, businessAge)), .put(fact(.backlog, event.id, -1, -1))]
        case TicketsAPI.reopened.name:
            return [.remove(.resolution, ref: ticket.id), up]
        case TicketsAPI.merged.name, TicketsAPI.discarded.name:
            // Who merged away is counted by the ticket it goes on in.
            let status = data.changes.first { $0.field == "status" }?.before.string ?? ticket.status.rawValue
            let wasUnsolved = status != "solved" && status != "closed"
            let gone = FactChange.put(fact(.backlog, event.id, -1, -1))
            return [.remove(.volume, ref: ticket.id)] + (wasUnsolved ? [gone] : [])
        case TicketsAPI.unmerged.name, TicketsAPI.recovered.name:
            var volume = fact(.volume, ticket.id, 1, 1)
            volume.at = ticket.createdAt
            return [.put(volume)] + (ticket.status == .solved || ticket.status == .closed ? [] : [up])
        case TicketsAPI.rated.name:
            guard let rating = data.rating else { return [] }
            let score = score(of: rating, data.survey)
            return [.put(fact(.rating, ticket.id, score, score, agent: rating.agent))]
        case TicketsAPI.surveyAnswered.name:
            return (data.survey?.answers ?? []).compactMap { answer in
                guard let value = answer.value, answer.kind == .ces || answer.kind == .nps else { return nil }
                let kind: Fact.Kind = answer.kind == .ces ? .effort : .recommendation
                let ref = "\(data.survey?.token ?? event.id)/\(answer.question)"
                return .put(fact(kind, ref, Double(value), Double(value)))
            }
        case TicketsAPI.slaMet.name, TicketsAPI.slaBreached.name:
            guard let clock = data.clock else { return [] }
            let ref = "\(ticket.id)/\(clock.metric.rawValue)/\(clock.instance)"
            let met = event.type == TicketsAPI.slaMet.name
            // A breached target stays breached, whatever is met later.
            return [met ? .keepFirst(fact(.target, ref, 1, 1)) : .put(fact(.target, ref, 0, 0))]
        case TicketsAPI.assigned.name, TicketsAPI.changed.name:
            return moves(fact(.backlog, event.id + "/in", 1, 1), data)
        default: return []
        }
    }

    /// A rating as a number of five: on another scale good is 5, bad 1, what is neither 3, by the version it has.
    private static func score(of rating: Rating, _ survey: Survey?) -> Double {
        let scales = (survey?.scales ?? []) + SurveyScale.standard
        guard let id = rating.scaleID,
            let scale = scales.first(where: { $0.id == id && $0.version == rating.scaleVersion ?? 1 }),
            scale != .csat5
        else { return Double(rating.score) }
        return scale.good.contains(rating.score) ? 5 : scale.bad.contains(rating.score) ? 1 : 3
    }

    /// An unsolved ticket that goes to another agent, team or priority leaves one part of the backlog for another.
    private static func moves(_ now: Fact, _ data: TicketEvent) -> [FactChange] {
        guard data.ticket.status != .solved, data.ticket.status != .closed else { return [] }
        var before = now
        for change in data.changes {
            switch change.field {
            case "assignee": before.agent = change.before.string
            case "team": before.team = change.before.string
            case "priority": before.priority = change.before.string.flatMap(Priority.init) ?? before.priority
            default: break
            }
        }
        guard before != now else { return [] }
        (before.ref, before.calendar, before.business) = (now.ref.dropLast(2) + "out", -1, -1)
        return [.put(before), .put(now)]
    }
}
