internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

/// Takes the ranks of all buyers once a day, and has those looked at again whose score is another one (row 106).
struct Ranking: Sendable {
    static let timer = "ranking"
    private static let pageSize = 5_000
    private static let interval = Instant.Span.hours(24)
    /// 02:00 in China, when little happens.
    private static let hour = Instant.Span.hours(18)

    let store: Store
    let identifiers: Identifiers
    let memo: GroupMemo

    /// When the next night begins.
    static func next(after now: Instant) -> Instant {
        let day = Instant.Span.hours(24).microseconds
        let start = Instant(microseconds: now.microseconds - now.microseconds % day) + hour
        return start > now ? start : start + interval
    }

    func run() async throws {
        let (rules, types) = try await store.read { db in (try db.rfmRules(), try db.factTypes()) }
        let kinds = types.filter { $0.role == .purchase }.map(\.id)
        var ranks: RFMRanks?
        var buyers: [Purchases] = []
        if rules.method == .quintiles {
            try await pages(rules, kinds) { page in buyers += page.map(\.1) }
            ranks = RFMRanks(buyers)
        }
        let (taken, count) = (ranks, buyers.count)
        try await write { desk in
            if let taken { try desk.tx.keep("ranks", 1, try JSON(encoding: taken)) }
            var next = try desk.tx.rfmRules()
            (next.rankedAt, next.buyers) = (desk.now, count)
            try desk.tx.keep("rfm", next.version, try JSON(encoding: next))
            try desk.stamp()
        }
        let now = try await store.read { $0.now }
        let current = taken ?? RFMRanks(rules, now: now)
        try await pages(rules, kinds) { page in
            try await write { desk in
                let ids = page.map(\.0)
                var codes: [String: String] = [:]
                for row in try desk.tx.rows("SELECT customer, code FROM scores WHERE customer IN (\(list: ids))") {
                    codes[try row.string("customer")] = try row.string("code")
                }
                try desk.refreshSoon(page.filter { codes[$0.0] != current.score($0.1).code }.map(\.0))
            }
        }
        try await forgetThoseWhoStopped(rules, kinds)
        try await write { desk in
            try desk.tx.schedule(
                Timer(kind: Ranking.timer, reference: Ranking.timer, due: Ranking.next(after: desk.now)))
        }
    }

    private func write(_ body: @escaping @Sendable (CustomerDesk) throws -> Void) async throws {
        let (identifiers, memo) = (identifiers, memo)
        try await store.write { tx in
            let context = CallContext(caller: .service(CustomersAPI.service))
            try body(CustomerDesk(tx: tx, context: context, identifiers: identifiers, memo: memo))
        }
    }

    /// Every buyer of the window with their purchases, some at a time; records that were joined count as one.
    private func pages(
        _ rules: RFMRules, _ kinds: [String], _ body: ([(String, Purchases)]) async throws -> Void
    ) async throws {
        var after = ""
        var joined: [String: Purchases] = [:]
        while true {
            let last = after
            let (rows, roots) = try await store.read { db -> ([Row], [String: String]) in
                let rows = try db.rows(
                    """
                    SELECT customer, MAX(occurred) AS last, COUNT(*) AS n, SUM(amount) AS money FROM facts
                    WHERE customer > \(last) AND occurred >= \(rules.start(db.now)) AND occurred <= \(db.now)
                        AND type IN (\(list: kinds))
                    GROUP BY customer ORDER BY customer LIMIT \(Ranking.pageSize)
                    """)
                let ids = try rows.map { try $0.string("customer") }
                var roots: [String: String] = [:]
                for start in stride(from: 0, to: ids.count, by: 500) {
                    let part = Array(ids[start..<min(ids.count, start + 500)])
                    let families = try db.rows(
                        """
                        SELECT id, survivor FROM customers WHERE id IN (\(list: part))
                            AND (survivor IS NOT NULL
                                OR EXISTS (SELECT 1 FROM customers AS c WHERE c.survivor = customers.id))
                        """)
                    for row in families {
                        let id = try row.string("id")
                        roots[id] = try CustomerReader(db).survivor(of: id)
                    }
                }
                return (rows, roots)
            }
            guard let end = rows.last else { break }
            after = try end.string("customer")
            var page: [(String, Purchases)] = []
            for row in rows {
                let id = try row.string("customer")
                let purchases = Purchases(
                    last: try row.instant("last"), count: try row.int("n"), money: try row.optionalDouble("money") ?? 0)
                if let root = roots[id] {
                    joined[root] = joined[root].map { $0 + purchases } ?? purchases
                } else {
                    page.append((id, purchases))
                }
            }
            try await body(page)
        }
        if !joined.isEmpty { try await body(joined.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }) }
    }

    /// Whoever bought nothing in the window has no score any more.
    private func forgetThoseWhoStopped(_ rules: RFMRules, _ kinds: [String]) async throws {
        var after = ""
        while true {
            let last = after
            let (ids, gone) = try await store.read { db -> ([String], [String]) in
                let ids = try db.rows(
                    "SELECT customer FROM scores WHERE customer > \(last) ORDER BY customer LIMIT \(Ranking.pageSize)"
                ).map { try $0.string("customer") }
                let gone = try ids.filter { id in
                    let family = try CustomerReader(db).family(of: id)
                    return try db.first(
                        """
                        SELECT 1 AS one FROM facts WHERE customer IN (\(list: family))
                            AND occurred >= \(rules.start(db.now)) AND type IN (\(list: kinds)) LIMIT 1
                        """) == nil
                }
                return (ids, gone)
            }
            if !gone.isEmpty { try await write { try $0.refreshSoon(gone) } }
            guard let end = ids.last, ids.count == Ranking.pageSize else { return }
            after = end
        }
    }
}
