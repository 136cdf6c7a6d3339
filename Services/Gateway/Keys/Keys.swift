internal import Base
internal import Contracts
internal import HTTP
internal import Store

/// Lets programs in that send `Authorization: Bearer moat_…`.
struct Keys: Sendable {
    let store: Store
    let time: any TimeSource

    /// How exactly it is known when a key was last used.
    private static let usePrecision = Instant.Span.minutes(1)

    /// The secret that a request carries, if any.
    static func secret(of request: HTTPRequest) -> String? {
        guard let text = request.headers["Authorization"], text.lowercased().hasPrefix("bearer ") else { return nil }
        return String(text.dropFirst("bearer ".count).drop { $0 == " " })
    }

    /// Who speaks by a key: its person, with what both the key and the person may. 401 `auth.key` for a key that is
    /// unknown, ended or over.
    func session(_ secret: String, from address: String) async throws -> Sessions.Session {
        let hash = Sessions.hash(secret)
        let now = time.now()
        let session = try await store.read { db -> Sessions.Session? in
            guard let key = try KeyTable.key(hash: hash, db), key.revokedAt == nil,
                key.expiresAt.map({ $0 > now }) ?? true, let account = try AccountTable.account(key.account, db),
                account.active
            else { return nil }
            var session = Sessions.Session(account: account, csrf: "")
            let theirs = try RoleTable.grants(account.roles, account.customRoles, db) ?? Grants(account.roles)
            let its = try RoleTable.grants(key.roles, key.customRoles, db) ?? Grants(key.roles)
            session.grants = theirs.limited(to: its)
            session.account.roles = key.roles.filter { role in account.roles.contains { $0.isAtLeast(role) } }
            session.key = key
            return session
        }
        guard let session, let key = session.key else {
            throw Problem(
                status: 401, code: "auth.key", title: "Unauthorized", detail: "The API key is unknown, ended or over.")
        }
        if key.lastUsedAt.map({ now - $0 > Keys.usePrecision }) ?? true || key.lastAddress != address {
            try await store.write { tx in
                try tx.execute(
                    "UPDATE api_keys SET last_used_at = \(now), last_address = \(address) WHERE id = \(key.id)")
            }
        }
        return session
    }
}
