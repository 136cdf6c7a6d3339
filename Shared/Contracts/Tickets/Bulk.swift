package import Base

/// The same change to many tickets (row 187): of a list of ids, or of all that a view shows now; 1,000 at most.
package struct BulkRequest: Codable, Hashable, Sendable {
    package var ids: [String]?
    package var view: String?
    package var edit: BulkEdit

    package init(ids: [String]? = nil, view: String? = nil, edit: BulkEdit) {
        (self.ids, self.view, self.edit) = (ids, view, edit)
    }
}

/// Absent members stay; `assignee` or `team` as empty string clears.
package struct BulkEdit: Codable, Hashable, Sendable {
    package var status: TicketStatus?
    package var priority: Priority?
    package var assignee: String?
    package var team: String?
    package var addTags: [String]?
    package var removeTags: [String]?
    package var fields: [String: JSON]?
    /// A public answer to every customer, which undoing does not bring back; beside it only the status is changed.
    package var reply: String?

    package init(
        status: TicketStatus? = nil, priority: Priority? = nil, assignee: String? = nil, team: String? = nil,
        addTags: [String]? = nil, removeTags: [String]? = nil, fields: [String: JSON]? = nil, reply: String? = nil
    ) {
        (self.status, self.priority, self.assignee, self.team) = (status, priority, assignee, team)
        (self.addTags, self.removeTags, self.fields, self.reply) = (addTags, removeTags, fields, reply)
    }
}

/// How far a change of many tickets is. It goes on by itself; each ticket is changed wholly or not at all.
package struct BulkRun: Codable, Hashable, Sendable {
    package enum State: String, Codable, Sendable, CaseIterable { case running, done, undoing, undone }

    package var id: String
    package var by: Actor
    package var edit: BulkEdit
    package var state: State
    package var total: Int
    /// So far: changed (or changed back), as they should be already, refused.
    package var changed: Int = 0
    package var unchanged: Int = 0
    package var refused: Int = 0
    /// The first 100 refused ones.
    package var problems: [BulkProblem] = []
    package var createdAt: Instant
    /// It can be taken back until then.
    package var undoUntil: Instant?

    package init(
        id: String, by: Actor, edit: BulkEdit, state: State, total: Int, createdAt: Instant, undoUntil: Instant? = nil
    ) {
        (self.id, self.by, self.edit, self.state, self.total) = (id, by, edit, state, total)
        (self.createdAt, self.undoUntil) = (createdAt, undoUntil)
    }
}

/// Why a ticket stayed as it was.
package struct BulkProblem: Codable, Hashable, Sendable {
    package var ticket: String
    package var number: Int?
    package var code: String
    package var detail: String?

    package init(ticket: String, number: Int? = nil, code: String, detail: String? = nil) {
        (self.ticket, self.number, self.code, self.detail) = (ticket, number, code, detail)
    }
}

/// What would happen: tried on the first 100 tickets and taken back.
package struct BulkPreview: Codable, Hashable, Sendable {
    package var total: Int
    package var tried: Int
    package var changed: Int
    package var unchanged: Int
    package var problems: [BulkProblem]

    package init(total: Int, tried: Int, changed: Int, unchanged: Int, problems: [BulkProblem]) {
        (self.total, self.tried, self.changed, self.unchanged) = (total, tried, changed, unchanged)
        self.problems = problems
    }
}
