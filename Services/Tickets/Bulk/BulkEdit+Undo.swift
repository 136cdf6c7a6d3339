internal import Base
internal import Contracts

extension BulkEdit {
    /// The change of one ticket.
    func update(of ticket: String) -> UpdateTicket {
        UpdateTicket(
            id: ticket, status: status, priority: priority, assignee: assignee, team: team, addTags: addTags,
            removeTags: removeTags, fields: fields)
    }

    /// Whether it says nothing.
    var isEmpty: Bool { self == BulkEdit() }
}

extension UpdateTicket {
    /// What makes a ticket again what it was before a change. A new ticket comes back as an open one (row 32).
    init(undoing after: Ticket, to before: Ticket) {
        self.init(id: before.id, version: after.version)
        if before.status != after.status { status = before.status == .new ? .open : before.status }
        if before.priority != after.priority { priority = before.priority }
        if before.assignee != after.assignee { assignee = before.assignee ?? "" }
        if before.team != after.team { team = before.team ?? "" }
        if before.tags != after.tags { tags = before.tags }
        let names = Set(before.fields.keys).union(after.fields.keys)
        let changed = names.filter { before.fields[$0] != after.fields[$0] }
        if !changed.isEmpty {
            fields = Dictionary(uniqueKeysWithValues: changed.map { ($0, before.fields[$0] ?? .null) })
        }
    }
}
