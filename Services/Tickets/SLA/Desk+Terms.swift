internal import Base
internal import Contracts
internal import Store

/// The policies and calendars made ready, kept until one of them changes.
final class TermsCache: Sendable {
    let zone: @Sendable (String) -> BusinessHours.Zone?
    private let kept = Locked<(stamp: String, terms: SLATerms)?>(nil)

    init(zone: @escaping @Sendable (String) -> BusinessHours.Zone?) { self.zone = zone }

    func terms(in db: Reader) throws -> SLATerms {
        // Not by the version: one that was rolled back comes again with other content.
        let stamp = try db.setting("terms", as: String.self)
        if let kept = kept.withLock({ $0 }), kept.stamp == stamp { return kept.terms }
        let terms = try db.terms(zone: zone)
        kept.withLock { $0 = (stamp, terms) }
        return terms
    }
}

extension Reader {
    /// A setting of the service, kept as JSON.
    func setting<T: Decodable>(_ name: String, as type: T.Type = T.self) throws -> T {
        guard let row = try first("SELECT body FROM settings WHERE name = \(name)") else {
            throw Problem.notFound("setting", name)
        }
        return try row.decode(type, "body")
    }
}

extension Transaction {
    func putSetting(_ name: String, version: Int, _ value: some Encodable) throws {
        try execute(
            """
            INSERT INTO settings (name, version, body) VALUES (\(name), \(version), \(json: value))
            ON CONFLICT (name) DO UPDATE SET version = excluded.version, body = excluded.body
            """)
    }

    /// Every copy reads the policies and calendars anew; `stamp` is unlike any before.
    func renewTerms(_ stamp: String) throws { try putSetting("terms", version: try termsVersion() + 1, stamp) }
}

extension Desk {
    func terms() throws -> SLATerms { try tools.terms.terms(in: tx) }

    /// 412 when the writer has not seen what is there now; version 0 is "whatever is there".
    func expect(_ kind: String, _ actual: Int, _ expected: Int) throws {
        if expected != 0, expected != actual { throw Problem.stale(kind, expected: expected, actual: actual) }
    }

    /// Appends an event that is not about a ticket.
    func append<Data: Codable & Sendable>(_ type: EventType<Data>, subject: String, _ data: Data) throws {
        try tx.append(
            EventDraft(
                type, subject: subject, data: data, time: now, actor: cause.actor, traceparent: cause.traceparent,
                causation: cause.causation, replayed: cause.isReplay ? true : nil))
    }
}
