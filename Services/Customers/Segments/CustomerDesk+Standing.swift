internal import Base
internal import Conditions
internal import Contracts
internal import ServiceKit
internal import Store

/// Looking at a customer again: which tags and segments hold now, and when time alone may change that.
extension CustomerDesk {
    static let refreshTimer = "refresh"
    static let refreshReference = "next"
    /// Customers of one transaction, so that others get their turn in between.
    static let refreshStep = 20
    private static let stepSize = 200

    /// Looks at customers at once.
    func refresh(_ ids: some Sequence<String>) throws {
        let groups = try memo.groups(in: tx)
        var done: Set<String> = []
        for id in ids {
            // What became an alias leaves every group, and whom it stands under now is looked at, too.
            for id in [id, try reader.survivor(of: id) ?? id] where done.insert(id).inserted {
                try look(at: id, groups)
            }
        }
        try wakeForRefreshes()
    }

    /// Has customers looked at as soon as there is time.
    func refreshSoon(_ ids: some Sequence<String>) throws {
        let ids = Array(Set(ids)).sorted()
        guard !ids.isEmpty else { return }
        for start in stride(from: 0, to: ids.count, by: CustomerDesk.stepSize) {
            let values = ids[start..<min(ids.count, start + CustomerDesk.stepSize)].map { "(\($0), \(now))" as SQL }
            try tx.execute(
                """
                INSERT INTO refreshes (customer, due) VALUES \(values.joined(separator: ", "))
                ON CONFLICT (customer) DO UPDATE SET due =
                    CASE WHEN excluded.due < refreshes.due THEN excluded.due ELSE refreshes.due END
                """)
        }
        try wakeForRefreshes()
    }

    /// Looks at those whose time has come, and at more as long as there are any.
    func refreshDue() throws {
        let due = try tx.rows(
            """
            SELECT customer FROM refreshes WHERE due <= \(now) ORDER BY due, customer LIMIT \(CustomerDesk.refreshStep)
            """
        ).map { try $0.string("customer") }
        try refresh(due)
    }

    /// One timer for whoever is next.
    private func wakeForRefreshes() throws {
        guard let next = try tx.first("SELECT MIN(due) AS due FROM refreshes")?.optionalInstant("due") else { return }
        let known = try tx.timers(reference: CustomerDesk.refreshReference)
            .first { $0.kind == CustomerDesk.refreshTimer }?.due
        guard known.map({ next < $0 }) ?? true else { return }
        try tx.schedule(
            Timer(kind: CustomerDesk.refreshTimer, reference: CustomerDesk.refreshReference, due: next))
    }

    private struct Span {
        var value: String
        var since: Instant
    }

    private func look(at id: String, _ groups: Groups) throws {
        guard let record = try reader.record(id) else { return try forget(id) }
        var held: [String: Span] = [:]
        for row in try tx.rows(
            "SELECT grp, value, since FROM group_spans WHERE customer = \(id) AND until = \(Schema.never)")
        {
            held[try row.string("grp")] = Span(value: try row.string("value"), since: try row.instant("since"))
        }
        var turn: Instant?
        var portrait = record.survivor == nil ? try Portrait(record, groups, tx, now: now) : nil
        for group in groups.ordered {
            var value: String?
            if var known = portrait {
                let context = Evaluation(facts: known.facts, now: now)
                value = group.value(in: context)
                turn = [turn, group.nextTurn(in: context)].compactMap(\.self).min()
                known.learn(group, value)
                portrait = known
            }
            let before = held.removeValue(forKey: group.key)
            if before?.value != value { try move(id, group, from: before, to: value) }
        }
        for (key, span) in held { try close(id, key, span) }
        try keep(portrait?.score, of: id)
        guard portrait != nil, let turn else { return try forget(id) }
        try tx.execute(
            """
            INSERT INTO refreshes (customer, due) VALUES (\(id), \(turn))
            ON CONFLICT (customer) DO UPDATE SET due = excluded.due
            """)
    }

    private func forget(_ id: String) throws { try tx.execute("DELETE FROM refreshes WHERE customer = \(id)") }

    private func keep(_ score: RFMScore?, of id: String) throws {
        guard let score else {
            try tx.execute("DELETE FROM scores WHERE customer = \(id)")
            return
        }
        try tx.execute(
            """
            INSERT INTO scores (customer, code) VALUES (\(id), \(score.code))
            ON CONFLICT (customer) DO UPDATE SET code = excluded.code
            """)
    }

    private func close(_ id: String, _ key: String, _ span: Span) throws {
        try tx.execute(
            """
            UPDATE group_spans SET until = \(now) WHERE customer = \(id) AND grp = \(key) AND since = \(span.since)
            """)
    }

    /// Writes that a group holds or no longer does, and tells it, unless everybody is being looked through.
    private func move(_ id: String, _ group: Group, from before: Span?, to value: String?) throws {
        if let before { try close(id, group.key, before) }
        if let value {
            try tx.execute(
                """
                INSERT INTO group_spans (customer, grp, since, until, value)
                VALUES (\(id), \(group.key), \(now), \(Schema.never), \(value))
                ON CONFLICT (customer, grp, since) DO UPDATE SET until = excluded.until, value = excluded.value
                """)
        }
        guard !group.isBuilding else { return }
        switch group.kind {
        case .segment:
            let event = SegmentEvent(segment: group.id, name: group.name, customer: id)
            let type = value == nil ? CustomersAPI.segmentLeft : CustomersAPI.segmentEntered
            try tx.append(context.event(type, subject: "customer/\(id)", data: event, replayed: replayed))
        case .tag:
            let event = TagEvent(tag: group.id, customer: id, before: before?.value, after: value)
            try tx.append(
                context.event(CustomersAPI.tagged, subject: "customer/\(id)", data: event, replayed: replayed))
        }
    }
}
