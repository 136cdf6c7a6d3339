internal import Base
internal import Conditions
package import Contracts
package import Store

/// What lists look for in a ticket: a narrow row beside the ticket itself, so that a view over many tickets reads
/// little. Texts are folded as conditions compare them; times are whole milliseconds in microseconds; nothing is 0 or
/// an empty text, never NULL.
package struct ListRow: Sendable {
    package var ticket: String
    package var values: [(column: String, value: SQL.Value)]

    package init(_ ticket: Ticket) {
        func time(_ instant: Instant?) -> SQL.Value { .integer(instant?.wholeMilliseconds.microseconds ?? 0) }
        func text(_ text: String?) -> SQL.Value { .text(ListRow.folded(text ?? "")) }
        self.ticket = ticket.id
        values = [
            ("ticket", .text(ticket.id)), ("number", .integer(Int64(ticket.number))),
            ("status", .text(ticket.status.rawValue)), ("unsolved", ticket.status.isUnsolved.sqlValue),
            ("rank", .integer(Int64(ticket.priority.rank))), ("channel", .text(ticket.channel.rawValue)),
            ("requester", text(ticket.requester.id)), ("tier", text(ticket.requester.tier)),
            ("assignee", text(ticket.assignee)), ("team", text(ticket.team)), ("language", text(ticket.language)),
            ("follow_up", text(ticket.followUpOf)), ("created", time(ticket.createdAt)),
            ("updated", time(ticket.updatedAt)), ("due", .integer(ListRow.due(ticket))),
            ("first_replied", time(ticket.firstRepliedAt)), ("solved", time(ticket.solvedAt)),
            ("waiting", time(ticket.waitingSince)), ("assigned", time(ticket.assignedAt)),
            ("messages", .integer(Int64(ticket.messageCount))), ("rating", .integer(Int64(ticket.rating?.score ?? 0))),
            ("snoozed", time(ticket.snooze?.at)),
        ]
    }

    /// When its next promise breaks; never for a ticket on which nobody owes anything.
    private static func due(_ ticket: Ticket) -> Int64 {
        ticket.dueAt?.wholeMilliseconds.microseconds ?? Schema.never
    }

    /// As texts are kept and asked for: blank ones are nothing.
    static func folded(_ text: String) -> String {
        text.allSatisfy(\.isWhitespace) ? "" : Condition.folded(text)
    }

    /// The words a ticket is found by beside its columns: tags and custom fields, each value as conditions compare it.
    package static func facets(_ ticket: Ticket) -> Set<String> {
        var facets: Set<String> = []
        for tag in ticket.tags { add(.string(tag), of: Facet.tags, to: &facets) }
        for (name, value) in ticket.fields {
            guard let field = Facet.field(name) else { continue }
            for entry in Facet.entries(value) { add(entry, of: field, to: &facets) }
        }
        return facets
    }

    private static func add(_ entry: JSON, of field: String, to facets: inout Set<String>) {
        facets.insert(Condition.Test.isEmpty(entry) ? Facet.blank(field) : Facet.present(field))
        facets.formUnion(Facet.values(of: entry, field))
    }
}

/// How tags and custom fields are written as words of an index.
enum Facet {
    static let tags = "tags"
    private static let nameMaximum = 100
    /// Scalars of a value that are kept; longer ones are told apart by the ticket itself.
    static let valueMaximum = 120

    /// The prefix of a custom field, nil for one whose name is too long to be indexed.
    static func field(_ name: String) -> String? {
        name.utf8.count <= nameMaximum && !name.contains(".") ? "fields." + name : nil
    }

    /// Some entry is there that is not blank; only blank ones are.
    static func present(_ field: String) -> String { field + "!" }
    static func blank(_ field: String) -> String { field + "?" }

    /// Lists walked through, nulls left out.
    static func entries(_ value: JSON) -> [JSON] {
        if let items = value.array { return items.flatMap(entries) }
        return value.isNull ? [] : [value]
    }

    /// The words an entry is kept as.
    static func values(of entry: JSON, _ field: String) -> [String] {
        switch entry {
        case .string(let text):
            var words = [string(text, field)]
            // Forms and imports bring numbers as text.
            if let number = Double(text), number.isFinite { words.append("\(field)=p\(number)") }
            return words
        case .int, .double: return entry.double.map { ["\(field)=n\($0)"] } ?? []
        case .bool(let flag): return ["\(field)=b\(flag ? 1 : 0)"]
        case .null, .array, .object: return []
        }
    }

    /// The words that an operand may be kept as, and whether whoever has one of them surely fits.
    static func values(equal operand: JSON, _ field: String) -> (words: [String], isExact: Bool) {
        switch operand {
        case .string(let text):
            var words = [string(text, field)]
            if let number = Double(text), number.isFinite { words.append("\(field)=n\(number)") }
            return (words, Condition.folded(text).unicodeScalars.count <= valueMaximum)
        case .int, .double:
            return (operand.double.map { ["\(field)=n\($0)", "\(field)=p\($0)"] } ?? [], true)
        case .bool(let flag): return (["\(field)=b\(flag ? 1 : 0)"], true)
        case .null, .array, .object: return ([], false)
        }
    }

    private static func string(_ text: String, _ field: String) -> String {
        var cut = String.UnicodeScalarView()
        cut.append(contentsOf: Condition.folded(text).unicodeScalars.prefix(valueMaximum))
        return "\(field)=s\(String(cut))"
    }
}

extension Transaction {
    /// Keeps what lists look for in a ticket in step with it; `before` is nil when nothing is known to be kept of it.
    func list(_ ticket: Ticket, before: Ticket?, isNew: Bool) throws {
        let row = ListRow(ticket)
        let columns = row.values.map(\.column)
        let updates = columns.dropFirst(2).map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        try execute(
            """
            INSERT INTO list_rows (\(unsafeSQL: columns.joined(separator: ", ")))
            VALUES (\(list: row.values.map(\.value)))
            ON CONFLICT (ticket) DO UPDATE SET \(unsafeSQL: updates)
            """)
        let facets = ListRow.facets(ticket)
        let updated = ticket.updatedAt.wholeMilliseconds
        if let before, before.tags == ticket.tags, before.fields == ticket.fields {
            if !facets.isEmpty, before.updatedAt != ticket.updatedAt {
                try execute("UPDATE list_facets SET updated = \(updated) WHERE ticket = \(ticket.id)")
            }
            return
        }
        if !isNew { try execute("DELETE FROM list_facets WHERE ticket = \(ticket.id)") }
        for part in Chunks(facets.sorted().map { "(\(ticket.id), \($0), \(updated))" as SQL }, sizes: [16, 4, 1]) {
            try execute(
                "INSERT INTO list_facets (ticket, facet, updated) VALUES \(part.joined(separator: ", "))")
        }
    }
}
