internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

/// Answers the questions about numbers.
struct ReportCalls: Sendable {
    let store: Store
    let time: any TimeSource

    /// The longest period of one question.
    static let daysMaximum = 800
    /// Ticket ids behind a number.
    static let ticketsMaximum = 1_000

    func query(_ request: MetricQuery, _ context: CallContext) async throws -> MetricResult {
        try ReportCalls.check(request)
        let days = try Days(zone: request.zone ?? "Asia/Shanghai")
        let now = time.now()
        return try await store.read { db in
            let names = try db.rows("SELECT id, name FROM names").map { (try $0.string("id"), try $0.string("name")) }
            let report = Report(query: request, days: days, names: Dictionary(names) { first, _ in first })
            return report.result(try ReportCalls.samples(request, db), asOf: now)
        }
    }

    func tickets(_ request: MetricQuery, _ context: CallContext) async throws -> Page<String> {
        try ReportCalls.check(request)
        return try await store.read { db in
            var sql = "SELECT ticket FROM facts" + ReportCalls.filter(request) + " GROUP BY ticket"
            // What came and went again is not in the backlog any more.
            if request.metric == .backlog { sql += " HAVING SUM(calendar) > 0" }
            sql += " ORDER BY ticket LIMIT \(ReportCalls.ticketsMaximum)"
            return Page(items: try db.rows(sql).map { try $0.string("ticket") })
        }
    }

    func catalogue(_ request: Empty, _ context: CallContext) async throws -> Page<MetricDefinition> {
        Page(items: MetricCatalogue.all)
    }

    private static func check(_ query: MetricQuery) throws {
        guard query.from < query.to, query.to - query.from <= .days(daysMaximum) else {
            throw Problem.invalid(
                "report.period", "A period ends after it begins and is at most 800 days long.",
                errors: [.init(pointer: "#/to", code: "range", detail: "After `from`, at most 800 days later.")])
        }
    }

    private static func samples(_ query: MetricQuery, _ db: Reader) throws -> [Sample] {
        let column: SQL = query.business == true ? "business" : "calendar"
        let key: SQL =
            switch query.by {
            case .channel: "channel"
            case .agent: "COALESCE(agent, '')"
            case .team: "COALESCE(team, '')"
            case .priority: "priority"
            case .day, nil: "''"
            }
        let sql = "SELECT at, \(key) AS grouping_key, \(column) AS value FROM facts" + filter(query)
        return try db.rows(sql).map {
            Sample(at: try $0.instant("at"), key: try $0.string("grouping_key"), value: try $0.double("value"))
        }
    }

    private static func filter(_ query: MetricQuery) -> SQL {
        var sql: SQL = " WHERE kind = \(query.metric.kind) AND at < \(query.to)"
        if query.metric != .backlog { sql += " AND at >= \(query.from)" }
        if let channel = query.channel { sql += " AND channel = \(channel)" }
        if let agent = query.agent { sql += " AND agent = \(agent)" }
        if let team = query.team { sql += " AND team = \(team)" }
        return sql
    }
}
