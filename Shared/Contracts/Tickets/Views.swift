package import Conditions

/// A list that somebody looks at again and again (row 186): a condition, and how its tickets are shown.
package struct SavedView: Codable, Hashable, Sendable {
    /// Who sees it: its owner, the members of its team, everybody.
    package enum Scope: String, Codable, Sendable, CaseIterable { case personal, team, everyone }

    package var id: String
    package var name: String
    /// The name in other languages, by language code.
    package var names: [String: String] = [:]
    package var scope: Scope
    /// The agent a personal view belongs to.
    package var owner: String?
    package var team: String?
    /// Over `ticket.*`; `@me` and `@teams` stand for whoever looks and their teams.
    package var condition: Condition
    /// In order: members of a ticket, or `fields.NAME`.
    package var columns: [String]
    package var sort: TicketSort
    /// Against the sort's own direction when it differs: nil means newest, most urgent or next due first.
    package var descending: Bool?
    /// The member that the page groups by.
    package var group: String?
    /// One of those every house has; cannot be changed.
    package var builtIn: Bool = false
    package var version: Int = 0

    package init(
        id: String, name: String, names: [String: String] = [:], scope: Scope, owner: String? = nil,
        team: String? = nil, condition: Condition, columns: [String], sort: TicketSort = .updated,
        descending: Bool? = nil, group: String? = nil, builtIn: Bool = false, version: Int = 0
    ) {
        (self.id, self.name, self.names, self.scope) = (id, name, names, scope)
        (self.owner, self.team, self.condition, self.columns) = (owner, team, condition, columns)
        (self.sort, self.descending, self.group) = (sort, descending, group)
        (self.builtIn, self.version) = (builtIn, version)
    }
}

/// What a list is sorted by. Each has an index.
package enum TicketSort: String, Codable, Sendable, CaseIterable { case updated, created, due, priority }

/// Adds a view (no id) or changes one. `version` is the one the caller saw; 412 when somebody changed it since.
package struct SaveView: Codable, Hashable, Sendable {
    package var id: String?
    package var name: String
    package var names: [String: String]?
    /// `personal` when absent.
    package var scope: SavedView.Scope?
    package var team: String?
    package var condition: Condition
    package var columns: [String]?
    package var sort: TicketSort?
    package var descending: Bool?
    package var group: String?
    package var version: Int?

    package init(
        id: String? = nil, name: String, names: [String: String]? = nil, scope: SavedView.Scope? = nil,
        team: String? = nil, condition: Condition, columns: [String]? = nil, sort: TicketSort? = nil,
        descending: Bool? = nil, group: String? = nil, version: Int? = nil
    ) {
        (self.id, self.name, self.names, self.scope) = (id, name, names, scope)
        (self.team, self.condition, self.columns, self.sort) = (team, condition, columns, sort)
        (self.descending, self.group, self.version) = (descending, group, version)
    }
}

package struct RemoveView: Codable, Hashable, Sendable {
    package var id: String
    package var version: Int?

    package init(id: String, version: Int? = nil) {
        (self.id, self.version) = (id, version)
    }
}

/// The views in the order of one person's screen; views not named come after them.
package struct ViewOrder: Codable, Hashable, Sendable {
    package var ids: [String]

    package init(ids: [String]) {
        self.ids = ids
    }
}

/// That a view was added, changed or removed; what it says is only told to those who may see it.
package struct ViewChange: Codable, Hashable, Sendable {
    package var id: String
    package var version: Int
    package var removed: Bool

    package init(id: String, version: Int, removed: Bool) {
        (self.id, self.version, self.removed) = (id, version, removed)
    }
}

/// What a condition over tickets would show, before it is saved.
package struct TryView: Codable, Hashable, Sendable {
    package var condition: Condition
    package var sort: TicketSort?
    package var descending: Bool?
    package var limit: Int?

    package init(
        condition: Condition, sort: TicketSort? = nil, descending: Bool? = nil, limit: Int? = nil
    ) {
        (self.condition, self.sort, self.descending, self.limit) = (condition, sort, descending, limit)
    }
}

/// `count` is at most 1,000; with `atLeast` there may be more.
package struct TriedView: Codable, Hashable, Sendable {
    package var count: Int
    package var atLeast: Bool
    package var tickets: [Ticket]

    package init(count: Int, atLeast: Bool, tickets: [Ticket]) {
        (self.count, self.atLeast, self.tickets) = (count, atLeast, tickets)
    }
}

/// Words over subjects, messages, customers, tags and fields: all must stand in the ticket.
package struct SearchTickets: Codable, Hashable, Sendable {
    package enum Order: String, Codable, Sendable, CaseIterable { case newest, relevance }

    package var q: String
    /// `newest` when absent.
    package var order: Order?
    /// Only tickets of this view.
    package var view: String?
    package var limit: Int?
    package var after: String?

    package init(
        q: String, order: Order? = nil, view: String? = nil, limit: Int? = nil, after: String? = nil
    ) {
        (self.q, self.order, self.view, self.limit, self.after) = (q, order, view, limit, after)
    }
}

/// A ticket that was found, and the words around what was searched.
package struct TicketHit: Codable, Hashable, Sendable {
    package enum Place: String, Codable, Sendable, CaseIterable { case subject, requester, message, field }

    package var ticket: Ticket
    package var place: Place
    /// The message the passage is from.
    package var message: String?
    package var passage: String
    /// [start, length] in Unicode code points of the passage, in order.
    package var marks: [[Int]]

    package init(ticket: Ticket, place: Place, message: String? = nil, passage: String, marks: [[Int]]) {
        (self.ticket, self.place, self.message) = (ticket, place, message)
        (self.passage, self.marks) = (passage, marks)
    }
}
