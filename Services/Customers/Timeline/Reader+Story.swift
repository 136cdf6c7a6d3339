internal import Base
internal import Contracts
internal import Store

extension Reader {
    /// What happened with a customer: entries of the timeline and facts as one stream, newest first by when they
    /// happened. What came late stands where it belongs, and says so.
    func story(_ request: ListTimeline, _ types: [FactType]) throws -> Page<TimelineEntry> {
        let reader = CustomerReader(self)
        guard let survivor = try reader.survivor(of: request.customer) else {
            throw Problem.notFound("customer", String(request.customer.prefix(100)))
        }
        let family = try reader.family(of: survivor)
        var entries: SQL = """
            SELECT id, kind, channel, occurred_at, received_at, source, ref, number, summary, actor, '' AS body
            FROM timeline WHERE customer IN (\(list: family))
            """
        var facts: SQL = """
            SELECT 'fact:' || source || ':' || external_id AS id, type AS kind, NULL AS channel,
                occurred AS occurred_at,
                received AS received_at, source, 'fact/' || CAST(id AS TEXT) AS ref, NULL AS number, '' AS summary,
                NULL AS actor, body
            FROM facts WHERE customer IN (\(list: family))
            """
        if let kind = request.kind {
            entries += " AND kind = \(kind)"
            facts += " AND type = \(kind)"
        }
        if let channel = request.channel {
            entries += " AND channel = \(channel)"
            // A fact came over no channel.
            facts += " AND 1 = 0"
        }
        let kinds = Dictionary(types.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        return try page(
            "SELECT * FROM (\(entries) UNION ALL \(facts)) AS story WHERE 1 = 1", newestBy: "occurred_at",
            after: request.after, limit: request.limit
        ) { try TimelineEntry($0, customer: survivor, kinds) }
    }
}

extension TimelineEntry {
    /// What is told so much later than it happened came late.
    private static let lateAfter = Instant.Span.hours(1)

    /// A row of the story, shown as the survivor's.
    fileprivate init(_ row: Row, customer: String, _ types: [String: FactType]) throws {
        try self.init(
            id: row.string("id"), customer: customer, kind: row.string("kind"),
            channel: row.optionalString("channel").flatMap(Channel.init(rawValue:)),
            occurredAt: row.instant("occurred_at"), receivedAt: row.instant("received_at"),
            source: row.string("source"), ref: row.optionalString("ref"), number: row.optionalInt("number"),
            summary: row.string("summary"), actor: row.optionalString("actor"))
        if receivedAt - occurredAt > TimelineEntry.lateAfter { late = true }
        let body = try row.string("body")
        guard !body.isEmpty, let type = types[kind] else { return }
        let data = try row.json("body")
        let parts = [type.summary, type.amount].compactMap { $0 }.compactMap { data[$0] }
        summary = String(parts.map { $0.string ?? $0.text }.joined(separator: " · ").prefix(140))
    }
}
