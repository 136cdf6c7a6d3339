package import Base
package import Contracts

extension TicketCase {
    /// Changes fields, then the assignee, then the status, each as an event of its own with before and after.
    /// `changer` is the agent who acts, nil for rules and services. What changes with the policy or
    /// its targets counts what was used already (row 79).
    package mutating func change(
        _ update: UpdateTicket, by changer: String?, because reason: AssignmentReason
    ) throws(Problem) {
        guard ticket.status != .closed else {
            throw update.status.map { .transition(.closed, $0) } ?? .closed(ticket)
        }
        changeFields(update)
        if let assignee = update.assignee { assign(to: assignee.isEmpty ? nil : assignee, because: reason) }
        if let status = update.status { try move(to: status, solver: changer) }
    }

    /// What the customers service says of the requester now (name, tier, or the survivor of two records).
    package mutating func changeRequester(_ requester: Requester) {
        guard requester != ticket.requester else { return }
        var changes: [Change] = []
        note(&changes, "requester", JSON(ticket.requester.id), JSON(requester.id))
        note(&changes, "requester.name", JSON(ticket.requester.name), JSON(requester.name))
        note(&changes, "requester.tier", JSON(ticket.requester.tier), JSON(requester.tier))
        ticket.requester = requester
        guard !changes.isEmpty else { return }
        let moves = keepPromises()
        record(TicketsAPI.changed, changes: changes, substantial: false)
        tell(moves)
    }

    private mutating func changeFields(_ update: UpdateTicket) {
        var changes: [Change] = []
        if let subject = update.subject?.trimmed, !subject.isEmpty {
            note(&changes, "subject", JSON(ticket.subject), JSON(subject))
            ticket.subject = subject
        }
        if let priority = update.priority, priority != ticket.priority {
            note(&changes, "priority", JSON(ticket.priority), JSON(priority))
            ticket.priority = priority
        }
        if let team = update.team {
            let team = team.isEmpty ? nil : team
            note(&changes, "team", JSON(ticket.team), JSON(team))
            if ticket.team != team { ticket.offer = nil }
            ticket.team = team
        }
        let tags = Tags.changed(ticket.tags, by: update)
        note(&changes, "tags", JSON(ticket.tags), JSON(tags))
        ticket.tags = tags
        for (name, value) in (update.fields ?? [:]).sorted(by: { $0.key < $1.key }) {
            note(&changes, "fields.\(name)", ticket.fields[name] ?? .null, value)
            // Not `? nil : value`: JSON is a nil literal itself, and the field would stay as a null.
            ticket.fields.removeValue(forKey: name)
            if !value.isNull { ticket.fields[name] = value }
        }
        guard !changes.isEmpty else { return }
        let moves = keepPromises()
        record(TicketsAPI.changed, changes: changes)
        tell(moves)
    }

    private func note(_ changes: inout [Change], _ field: String, _ before: JSON, _ after: JSON) {
        if before != after { changes.append(Change(field: field, before: before, after: after)) }
    }
}

/// Tags in the order they came, none twice.
enum Tags {
    static let lengthMaximum = 64
    static let countMaximum = 50

    /// The tags after an update: replaced, then added, then removed.
    static func changed(_ tags: [String], by update: UpdateTicket) -> [String] {
        let removed = Set((update.removeTags ?? []).map(\.trimmed))
        return cleaned((update.tags ?? tags) + (update.addTags ?? [])).filter { !removed.contains($0) }
    }

    /// Refuses what `cleaned` would cut.
    static func check(_ lists: [String]?...) throws {
        for tags in lists.compactMap({ $0 }) {
            guard tags.count <= countMaximum, tags.allSatisfy({ $0.trimmed.count <= lengthMaximum }) else {
                throw Problem.invalid(
                    "ticket.tags", "A ticket has \(countMaximum) tags of \(lengthMaximum) characters at most.")
            }
        }
    }

    /// Trimmed, without empty and repeated ones, within the limits.
    static func cleaned(_ tags: [String]) -> [String] {
        var seen: Set<String> = []
        let cleaned = tags.map { String($0.trimmed.prefix(lengthMaximum)) }
            .filter { !$0.isEmpty && seen.insert($0).inserted }
        return Array(cleaned.prefix(countMaximum))
    }
}

extension String {
    /// The longest beginning of whole characters within so many bytes.
    func cut(to bytes: Int) -> String {
        guard utf8.count > bytes else { return self }
        var end = utf8.index(startIndex, offsetBy: bytes)
        while end > startIndex, end.samePosition(in: self) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }

    /// Without white space at both ends.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
