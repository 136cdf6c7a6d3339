internal import Base
internal import Contracts
internal import HTTP
internal import ServiceKit
internal import Store

/// A session as its owner sees it.
struct SessionInfo: Codable, Hashable, Sendable {
    var id: String
    var createdAt: Instant
    var expiresAt: Instant
    var seenAt: Instant?
    var address: String?
    /// The browser's own words.
    var agent: String?
    var current: Bool
}

extension Sessions {
    /// All sessions of an account that are not over, newest first.
    func list(of session: Session) async throws -> [SessionInfo] {
        try await store.read { db in
            try db.rows(
                """
                SELECT token, created_at, expires_at, seen_at, address, agent FROM sessions
                WHERE account = \(session.account.id) AND expires_at > \(db.now) ORDER BY created_at DESC LIMIT 100
                """
            ).map { row in
                let id = Sessions.shortened(try row.string("token"))
                return SessionInfo(
                    id: id, createdAt: try row.instant("created_at"), expiresAt: try row.instant("expires_at"),
                    seenAt: try row.optionalInstant("seen_at"), address: try row.optionalString("address"),
                    agent: try row.optionalString("agent"), current: id == session.id)
            }
        }
    }

    /// Ends one of the account's sessions, or with `others` all but the one that asks.
    func revoke(_ id: String, of session: Session) async throws {
        let account = session.account.id
        let gone = try await store.write { tx in
            let tokens = try tx.rows("SELECT token FROM sessions WHERE account = \(account)")
                .map { try $0.string("token") }
            let ended = tokens.filter { token in
                let short = Sessions.shortened(token)
                return id == "others" ? short != session.id : short == id
            }
            for token in ended { try tx.execute("DELETE FROM sessions WHERE token = \(token)") }
            return ended.count
        }
        guard gone > 0 || id == "others" else { throw Problem.notFound("session", String(id.prefix(64))) }
    }

    /// Sees the house as a role does, or with nil as oneself again.
    func view(as role: String?, _ session: Session) async throws {
        let (id, pattern) = (session.account.id, session.id + "%")
        try await store.write { tx in
            if let role {
                guard try RoleTable.role(role, tx) != nil else {
                    throw Problem.notFound("role", String(role.prefix(64)))
                }
            }
            try tx.execute("UPDATE sessions SET view_as = \(role) WHERE account = \(id) AND token LIKE \(pattern)")
        }
    }

    /// A new password of one's own; the other sessions end.
    func changePassword(_ session: Session, current: String?, to password: String) async throws {
        let email = session.account.email.lowercased()
        try await expectPatience(email)
        let known = try await store.read { try AccountTable.account(email: email, $0) }
        if let hash = known?.password {
            guard await Sessions.verify(current ?? "", against: hash) else {
                throw Problem.invalid("password.wrong", "The present password is wrong.")
            }
        }
        try await setPassword(session.account, password)
        try await forgetTries(email)
        try await revoke("others", of: session)
    }

    func setPassword(_ account: Account, _ password: String) async throws {
        guard password.count >= AccountCalls.passwordMinimum, password.utf8.count <= 1_000 else {
            throw Problem.invalid(
                "password.length", "A password has 10 to 1,000 characters.",
                errors: [.init(pointer: "#/password", code: "length", detail: "10 to 1,000 characters.")])
        }
        let hash = try await AccountCalls.hash(password)
        try await store.write { tx in try AccountTable.save(account, password: hash, tx) }
    }
}
