internal import Base
package import Contracts
internal import Store

extension Desk {
    private static let itemsMaximum = 50

    /// Adds a step to a ticket (row 42).
    package func add(_ request: AddChecklistItem) throws -> Ticket {
        try check(step: request.text, request.assignee)
        var work = try take(request.ticket)
        guard work.ticket.status != .closed else { throw Problem.closed(work.ticket) }
        guard work.ticket.checklist?.count ?? 0 < Desk.itemsMaximum else {
            throw Problem.invalid("checklist.too_many", "A ticket has \(Desk.itemsMaximum) steps at most.")
        }
        let item = ChecklistItem(
            id: nextID(), text: request.text.trimmed, mandatory: request.mandatory ?? false,
            assignee: request.assignee, dueAt: request.dueAt?.wholeMilliseconds)
        work.set(item, at: nil)
        return try save(work)
    }

    /// Changes a step, or says that it is done or not.
    package func change(_ request: ChangeChecklistItem) throws -> Ticket {
        if let text = request.text { try check(step: text, nil) }
        if let assignee = request.assignee, !assignee.isEmpty { try checkAssignee(assignee) }
        var work = try take(request.ticket)
        guard work.ticket.status != .closed else { throw Problem.closed(work.ticket) }
        let index = try place(of: request.item, in: work.ticket)
        guard var item = work.ticket.checklist?[index] else { return work.ticket }
        item.text = request.text?.trimmed ?? item.text
        item.mandatory = request.mandatory ?? item.mandatory
        if let assignee = request.assignee { item.assignee = assignee.isEmpty ? nil : assignee }
        item.dueAt = request.dueAt?.wholeMilliseconds ?? item.dueAt
        if let done = request.done, done != (item.doneAt != nil) {
            (item.doneAt, item.doneBy) = done ? (now, Actor(cause.caller)) : (nil, nil)
        }
        work.set(item, at: index)
        return try save(work)
    }

    /// Takes a step away.
    package func remove(_ request: ChecklistPlace) throws -> Ticket {
        var work = try take(request.ticket)
        guard work.ticket.status != .closed else { throw Problem.closed(work.ticket) }
        work.set(nil, at: try place(of: request.item, in: work.ticket))
        return try save(work)
    }

    private func place(of item: String, in ticket: Ticket) throws -> Int {
        guard let index = ticket.checklist?.firstIndex(where: { $0.id == item }) else {
            throw Problem.notFound("checklist", String(item.prefix(64)))
        }
        return index
    }

    private func check(step text: String, _ assignee: String?) throws {
        guard (1...200).contains(text.trimmed.count) else {
            throw Problem.invalid("checklist.text", "A step has a text of 1 to 200 characters.")
        }
        if let assignee { try checkAssignee(assignee) }
    }
}

extension TicketCase {
    /// A step comes (without a place), changes or goes (without an item).
    mutating func set(_ item: ChecklistItem?, at index: Int?) {
        var list = ticket.checklist ?? []
        let before = index.map { list[$0] }
        guard before != item else { return }
        switch (index, item) {
        case (let index?, let item?): list[index] = item
        case (let index?, nil): list.remove(at: index)
        case (nil, let item?): list.append(item)
        case (nil, nil): return
        }
        ticket.checklist = list.isEmpty ? nil : list
        let id = (item ?? before)?.id ?? ""
        record(
            TicketsAPI.changed,
            changes: [
                Change(field: "checklist.\(id)", before: TicketCase.json(before), after: TicketCase.json(item))
            ], substantial: false)
    }

    private static func json(_ item: ChecklistItem?) -> JSON { item.flatMap { try? JSON(encoding: $0) } ?? .null }
}
