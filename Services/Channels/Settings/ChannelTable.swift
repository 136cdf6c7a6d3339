internal import Base
internal import Contracts
internal import Store

/// The rows of `channels`, with their secrets.
enum ChannelTable {
    static func all(_ db: Reader) throws -> [ChannelSettings] {
        try db.rows("SELECT settings, problem, checked_at FROM channels ORDER BY id").map(settings)
    }

    static func channel(_ id: String, _ db: Reader) throws -> ChannelSettings? {
        try db.first("SELECT settings, problem, checked_at FROM channels WHERE id = \(id)").map(settings)
    }

    /// The channel answers go out by when none is named: the first enabled one with an SMTP server.
    static func outgoingMail(_ db: Reader) throws -> ChannelSettings? {
        try all(db).first { $0.kind == .mail && $0.enabled && $0.mail?.smtp != nil }
    }

    static func save(_ channel: ChannelSettings, _ tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO channels (id, kind, settings, version) VALUES
            (\(channel.id), \(channel.kind), \(json: channel), \(channel.version))
            ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, settings = excluded.settings,
                version = excluded.version, problem = NULL
            """)
    }

    /// Notes how a channel is doing: nil when all is well.
    static func note(_ problem: String?, of channel: String, _ tx: Transaction) throws {
        try tx.execute("UPDATE channels SET problem = \(problem), checked_at = \(tx.now) WHERE id = \(channel)")
    }

    private static func settings(_ row: Row) throws -> ChannelSettings {
        var settings = try row.decode(ChannelSettings.self, "settings")
        settings.problem = try row.optionalString("problem")
        settings.checkedAt = try row.optionalInstant("checked_at")
        return settings
    }
}
