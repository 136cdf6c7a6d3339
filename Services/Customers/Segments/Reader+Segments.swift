internal import Base
internal import Conditions
internal import Contracts
internal import Store

extension Reader {
    /// Customers that a trial looks at: all of them where there are so few.
    private static let sampleSize = 1_000
    private static let shown = 10

    func members(of group: String) throws -> Int {
        try first("SELECT COUNT(*) AS n FROM group_spans WHERE grp = \(group) AND until = \(Schema.never)")?.int("n")
            ?? 0
    }

    func knownSegment(_ id: String) throws -> Segment {
        guard var segment = try segmentList().first(where: { $0.id == id }) else {
            throw Problem.notFound("segment", String(id.prefix(100)))
        }
        segment.size = try members(of: "segment:" + id)
        return segment
    }

    /// Who is in a segment, or was at a moment, in the order of their ids.
    func members(_ request: ListSegmentMembers) throws -> Page<SegmentMember> {
        _ = try knownSegment(request.segment)
        let limit = min(max(1, request.limit ?? 50), 100)
        let after = try request.after.map { try PageCursor(parsing: $0, count: 1).string(0) } ?? ""
        let key = "segment:" + request.segment
        let when: SQL =
            request.at.map { "since <= \($0) AND until > \($0)" as SQL } ?? "until = \(Schema.never)"
        let rows = try rows(
            """
            SELECT customer, since, until FROM group_spans
            WHERE grp = \(key) AND \(when) AND customer > \(after) ORDER BY customer LIMIT \(limit + 1)
            """)
        let members = try rows.prefix(limit).compactMap { row -> SegmentMember? in
            guard let customer = try CustomerReader(self).customer(row.string("customer")) else { return nil }
            let until = try row.int64("until")
            return SegmentMember(
                customer: customer, since: try row.instant("since"),
                until: until == Schema.never ? nil : Instant(microseconds: until))
        }
        guard rows.count > limit, let last = rows.prefix(limit).last else { return Page(items: members) }
        return Page(items: members, after: PageCursor(.string(try last.string("customer"))).text)
    }

    /// Who came into a segment and who left it last, newest first.
    func moves(_ request: ListSegmentMoves) throws -> Page<SegmentMove> {
        _ = try knownSegment(request.segment)
        let limit = min(max(1, request.limit ?? 20), 100)
        let key = "segment:" + request.segment
        let came = try rows(
            """
            SELECT customer, since AS at FROM group_spans WHERE grp = \(key) ORDER BY since DESC LIMIT \(limit)
            """
        ).map { ($0, true) }
        let left = try rows(
            """
            SELECT customer, until AS at FROM group_spans WHERE grp = \(key) AND until < \(Schema.never)
            ORDER BY until DESC LIMIT \(limit)
            """
        ).map { ($0, false) }
        let moves = try (came + left).compactMap { row, entered -> SegmentMove? in
            // What was joined into somebody left as a record, not as a person.
            guard let record = try CustomerReader(self).record(row.string("customer")), record.survivor == nil else {
                return nil
            }
            return SegmentMove(
                customer: record.id, name: record.profile.name, at: try row.instant("at"), entered: entered)
        }
        return Page(items: Array(moves.sorted { $0.at > $1.at }.prefix(limit)))
    }

    /// How many a condition finds. Of more customers than a sample holds, those are looked at whose number by lot comes
    /// after a lot drawn now.
    func tried(_ condition: Condition, _ groups: Groups, lot: Int64) throws -> TriedSegment {
        try groups.catalogue.check(condition, at: "#/condition")
        let total = try first("SELECT COUNT(*) AS n FROM customers WHERE survivor IS NULL")?.int("n") ?? 0
        let isExact = total <= Reader.sampleSize
        let from = isExact ? Int64.min : lot
        var ids = try lots("dice >= \(from)", Reader.sampleSize)
        if !isExact, ids.count < Reader.sampleSize { ids += try lots("dice < \(from)", Reader.sampleSize - ids.count) }
        var found: [String] = []
        for id in ids where try meets(condition, id, groups) {
            found.append(id)
        }
        let sample = try found.prefix(Reader.shown).compactMap { try CustomerReader(self).customer($0) }
        guard !isExact, !ids.isEmpty else {
            return TriedSegment(size: found.count, exact: true, margin: 0, sample: sample)
        }
        let share = Double(found.count) / Double(ids.count)
        // Wilson's interval holds for shares near 0, too.
        let (z, n) = (1.96, Double(ids.count))
        let half = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot() / (1 + z * z / n)
        return TriedSegment(
            size: Int((share * Double(total)).rounded()), exact: false,
            margin: Int((half * Double(total)).rounded(.up)), sample: sample)
    }

    private func lots(_ condition: SQL, _ limit: Int) throws -> [String] {
        try rows(
            "SELECT id FROM customers WHERE survivor IS NULL AND \(condition) ORDER BY dice, id LIMIT \(limit)"
        ).map { try $0.string("id") }
    }

    /// Tags and segments are taken as they were last written.
    private func meets(_ condition: Condition, _ id: String, _ groups: Groups) throws -> Bool {
        guard let record = try CustomerReader(self).record(id) else { return false }
        var portrait = try Portrait(record, groups, self, now: now)
        var held: [String: String] = [:]
        for row in try rows("SELECT grp, value FROM group_spans WHERE customer = \(id) AND until = \(Schema.never)") {
            held[try row.string("grp")] = try row.string("value")
        }
        for group in groups.ordered { portrait.learn(group, held[group.key]) }
        return condition.evaluate(in: Evaluation(facts: portrait.facts, now: now))
    }

    /// A customer's tags and segments, now or at a moment.
    func standing(_ request: AskStanding, _ groups: Groups) throws -> Standing {
        guard let id = try CustomerReader(self).survivor(of: request.customer) else {
            throw Problem.notFound("customer", String(request.customer.prefix(100)))
        }
        let when: SQL =
            request.at.map { "since <= \($0) AND until > \($0)" as SQL } ?? "until = \(Schema.never)"
        let rows = try rows(
            """
            SELECT grp, value, since, until FROM group_spans WHERE customer = \(id) AND \(when)
            ORDER BY grp, since LIMIT 1000
            """)
        let names = Dictionary(groups.ordered.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
        var standing = Standing(tags: [], segments: [])
        for row in rows {
            let key = try row.string("grp")
            guard let group = names[key] else { continue }
            let (value, until) = (try row.string("value"), try row.int64("until"))
            let span = Standing.Span(
                id: group.id, name: group.name, value: value.isEmpty ? nil : value, since: try row.instant("since"),
                until: until == Schema.never ? nil : Instant(microseconds: until))
            if group.kind == .tag { standing.tags.append(span) } else { standing.segments.append(span) }
        }
        if request.at == nil, let row = try first("SELECT code FROM scores WHERE customer = \(id)") {
            let digits = try row.string("code").compactMap(\.wholeNumberValue)
            if digits.count == 3 {
                standing.rfm = RFMScore(recency: digits[0], frequency: digits[1], money: digits[2])
            }
        }
        return standing
    }
}
