package import Base

/// A bad rating that somebody has to make good (row 156): the team's lead is told, the customer is called back within a
/// day, and the reason is found.
package struct SurveyCase: Codable, Hashable, Sendable {
    package enum State: String, Codable, Sendable, CaseIterable { case open, done }

    package var id: String
    package var ticket: String
    package var number: Int
    /// Who was rated.
    package var agent: String?
    package var team: String?
    /// Whom it was given to.
    package var lead: String?
    package var value: Int
    package var scale: String
    /// The customer's words; absent for whoever may not see them yet.
    package var comment: String?
    package var at: Instant
    /// When the customer has to be called back.
    package var dueAt: Instant
    package var state: State
    /// When somebody who leads first looked at it, and who.
    package var seenAt: Instant?
    package var seenBy: String?
    /// The root cause, which closing asks for; a note; what is wrong with the product, as its tracker calls it.
    package var cause: String?
    package var note: String?
    package var defect: String?
    package var closedAt: Instant?
    package var closedBy: String?
    package var version: Int

    package init(
        id: String, ticket: String, number: Int, agent: String?, team: String?, lead: String?,
        value: Int,
        scale: String, comment: String?, at: Instant, dueAt: Instant, state: State = .open,
        version: Int = 1
    ) {
        (self.id, self.ticket, self.number, self.agent, self.team) = (id, ticket, number, agent, team)
        (self.lead, self.value, self.scale, self.comment) = (lead, value, scale, comment)
        (self.at, self.dueAt, self.state, self.version) = (at, dueAt, state, version)
    }
}

package struct ListSurveyCases: Codable, Hashable, Sendable {
    package var state: SurveyCase.State?
    package var limit: Int?
    package var after: String?

    package init(state: SurveyCase.State? = nil, limit: Int? = nil, after: String? = nil) {
        (self.state, self.limit, self.after) = (state, limit, after)
    }
}

package struct CloseSurveyCase: Codable, Hashable, Sendable {
    package var id: String
    /// One of the house's causes.
    package var cause: String
    package var note: String?
    package var defect: String?

    package init(id: String, cause: String, note: String? = nil, defect: String? = nil) {
        (self.id, self.cause, self.note, self.defect) = (id, cause, note, defect)
    }
}

/// Why customers were not satisfied, in the house's own words.
package struct SurveyCause: Codable, Hashable, Sendable {
    package var id: String
    package var name: String
    package var names: [String: String]
    package var version: Int

    package init(id: String, name: String, names: [String: String] = [:], version: Int = 0) {
        (self.id, self.name, self.names, self.version) = (id, name, names, version)
    }
}

/// One bar of the Pareto of causes: the most frequent first; `cumulative` is the share of it and all before it.
package struct SurveyCauseCount: Codable, Hashable, Sendable {
    package var cause: String
    package var name: String
    package var count: Int
    package var share: Double
    package var cumulative: Double

    package init(cause: String, name: String, count: Int, share: Double, cumulative: Double) {
        (self.cause, self.name, self.count) = (cause, name, count)
        (self.share, self.cumulative) = (share, cumulative)
    }
}
