internal import Base
internal import Contracts
internal import Store

/// What is remembered of a message until it has become part of a ticket.
enum IntakePayload: Codable, Hashable, Sendable {
    case mail(blob: String, channel: String, recipient: String?)
    case form(SubmitForm)
    case wechat(channel: String, fields: [String: String])
}

/// The rows of `intakes`.
enum IntakeTable {
    /// Keeps a message once: the same channel and key again give the intake there is.
    static func keep(
        _ payload: IntakePayload, channel: Channel, key: String, id: String, sender: String?, raw: String?,
        _ tx: Transaction
    ) throws -> Accepted {
        let added = try tx.execute(
            """
            INSERT INTO intakes (id, channel, key, state, received_at, attempts, sender, payload, raw) VALUES
            (\(id), \(channel), \(key), 'waiting', \(tx.now), 0, \(sender), \(json: payload), \(raw))
            ON CONFLICT (channel, key) DO NOTHING
            """)
        guard added == 0 else {
            try tx.schedule(Timer(kind: IntakeWorker.timerKind, reference: id, due: tx.now))
            return Accepted(intake: id, duplicate: false)
        }
        guard let row = try tx.first("SELECT * FROM intakes WHERE channel = \(channel) AND key = \(key)") else {
            throw Problem.fault("intake.lost", "The intake was there and is not.")
        }
        return Accepted(
            intake: try row.string("id"), duplicate: true, ticket: try row.optionalString("ticket"),
            number: try row.optionalInt("number"))
    }

    static func intake(_ id: String, _ db: Reader) throws -> (intake: Intake, payload: IntakePayload)? {
        guard let row = try db.first("SELECT * FROM intakes WHERE id = \(id)") else { return nil }
        return (try Intake(row), try row.decode(IntakePayload.self, "payload"))
    }

    /// Mails of a sender since a moment: the loop brake (row 4).
    static func count(sender: String, since: Instant, _ db: Reader) throws -> Int {
        try db.first("SELECT COUNT(*) AS n FROM intakes WHERE sender = \(sender) AND received_at >= \(since)")?.int("n")
            ?? 0
    }

    /// False when another copy was faster: a timer's handler may run twice.
    static func finish(
        _ id: String, _ state: Intake.State, ticket: String?, number: Int?, problem: String?, _ tx: Transaction
    ) throws -> Bool {
        try tx.execute(
            """
            UPDATE intakes SET state = \(state), ticket = \(ticket), number = \(number), problem = \(problem),
                attempts = attempts + 1 WHERE id = \(id) AND state = \(Intake.State.waiting)
            """) > 0
    }

    static func list(_ request: ListIntakes, _ db: Reader) throws -> Page<Intake> {
        var sql: SQL = "SELECT * FROM intakes WHERE 1 = 1"
        if let state = request.state { sql += " AND state = \(state)" }
        return try db.page(sql, newestBy: "received_at", after: request.after, limit: request.limit, item: Intake.init)
    }
}

extension Intake {
    fileprivate init(_ row: Row) throws {
        try self.init(
            id: row.string("id"), channel: Channel(rawValue: row.string("channel")) ?? .api, key: row.string("key"),
            state: State(rawValue: row.string("state")) ?? .failed, receivedAt: row.instant("received_at"),
            attempts: row.int("attempts"), ticket: row.optionalString("ticket"), problem: row.optionalString("problem"),
            raw: row.optionalString("raw"))
    }
}
