internal import Base
internal import Contracts
internal import Store

/// The rows of `api_keys`: the secret only as a hash.
enum KeyTable {
    static func all(_ db: Reader) throws -> [APIKey] {
        try db.rows("SELECT body, revoked_at, last_used_at, last_address FROM api_keys ORDER BY id DESC").map(key)
    }

    static func key(_ id: String, _ db: Reader) throws -> APIKey? {
        try db.first("SELECT body, revoked_at, last_used_at, last_address FROM api_keys WHERE id = \(id)").map(key)
    }

    static func key(hash: String, _ db: Reader) throws -> APIKey? {
        try db.first("SELECT body, revoked_at, last_used_at, last_address FROM api_keys WHERE hash = \(hash)").map(key)
    }

    static func add(_ key: APIKey, hash: String, _ tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO api_keys (id, hash, account, body, expires_at) VALUES
            (\(key.id), \(hash), \(key.account), \(json: key), \(key.expiresAt))
            """)
    }

    private static func key(_ row: Row) throws -> APIKey {
        var key = try row.decode(APIKey.self, "body")
        key.revokedAt = try row.optionalInstant("revoked_at")
        key.lastUsedAt = try row.optionalInstant("last_used_at")
        key.lastAddress = try row.optionalString("last_address")
        return key
    }
}
