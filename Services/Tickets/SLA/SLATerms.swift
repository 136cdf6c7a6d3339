package import Base
internal import Conditions
package import Contracts

/// What promises are made by: the policies in their order and the calendars, as they are now.
package struct SLATerms: Sendable {
    /// The enabled ones, in their order.
    package let policies: [SLAPolicy]
    /// By calendar, also of those that are gone: clocks may still have run under them.
    private let schedules: [String: Schedule]
    /// The calendars of the teams that have one.
    private let teams: [String: String]
    /// Grows with every change of a policy or calendar.
    package let version: Int
    /// From the solution of a ticket to its closing (row 46).
    let closingDelay: Instant.Span
    private let asksFacts: Bool

    package init(
        policies: [SLAPolicy], schedules: [String: Schedule], teams: [String: String] = [:], version: Int = 0,
        closingDelay: Instant.Span = Ticket.closingDelay
    ) {
        (self.policies, self.schedules, self.teams) = (policies, schedules, teams)
        (self.version, self.closingDelay) = (version, closingDelay)
        asksFacts = policies.contains { $0.condition != .always }
    }

    /// One policy for everybody in one calendar.
    package init(policy: SLAPolicy, hours: BusinessHours) {
        self.init(policies: [policy], schedules: [BusinessCalendar.standard: Schedule(hours)])
    }

    /// The first policy whose condition holds (row 67).
    func policy(for ticket: Ticket) -> SLAPolicy? {
        guard asksFacts else { return policies.first }
        let evaluation = Evaluation(facts: PolicyFields.facts(of: ticket), now: ticket.updatedAt)
        return policies.first { $0.condition.evaluate(in: evaluation) }
    }

    /// A policy by its id; nil when it is gone or switched off.
    func policy(_ id: String) -> SLAPolicy? { policies.first { $0.id == id } }

    /// The calendar that counts for a ticket: of its policy, else of its team, else the default one (row 76). A
    /// customer's contract is a policy that asks for the customer.
    package func calendar(of policy: SLAPolicy?, team: String?) -> String {
        let wanted = [policy?.calendar, team.flatMap { teams[$0] }].compactMap(\.self)
        return wanted.first { schedules[$0] != nil } ?? BusinessCalendar.standard
    }

    /// The calendar of a ticket under the policy it has now.
    func calendar(of ticket: Ticket) -> String {
        calendar(of: ticket.policy.flatMap { policy($0) }, team: ticket.team)
    }

    /// The schedule of a calendar, or the default one.
    package func schedule(_ calendar: String?) -> Schedule {
        calendar.flatMap { schedules[$0] } ?? schedules[BusinessCalendar.standard] ?? .always
    }

    /// The default calendar.
    package var hours: Schedule { schedule(nil) }

    /// What a clock counts by now.
    func hours(of clock: SLAClock) -> Schedule { clock.business ? schedule(clock.calendar) : .always }
}

/// What a policy's condition may look at: the ticket, but not what changes with the work on it.
enum PolicyFields {
    static let catalogue = FieldCatalogue(TicketFields.lasting)

    static func facts(of ticket: Ticket) -> JSON {
        let requester: JSON = [
            "id": .string(ticket.requester.id), "name": .string(ticket.requester.name),
            "tier": JSON(ticket.requester.tier), "address": JSON(ticket.requester.address),
        ]
        return [
            "ticket": [
                "subject": .string(ticket.subject), "priority": JSON(ticket.priority), "channel": JSON(ticket.channel),
                "language": JSON(ticket.language), "tags": JSON(ticket.tags), "team": JSON(ticket.team),
                "requester": requester, "followUpOf": JSON(ticket.followUpOf), "fields": .object(ticket.fields),
            ]
        ]
    }
}
