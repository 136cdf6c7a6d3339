internal import Base
internal import Contracts
internal import Crypto
internal import HTTP
internal import ServiceKit
internal import Store

/// Who is signed in: a random token in an HttpOnly cookie, stored hashed, with its CSRF value.
struct Sessions: Sendable {
    let store: Store
    let time: any TimeSource
    let caller: BusCaller
    let settings: GatewaySettings

    static let cookie = "moat_session"
    private static let lifetime = Instant.Span.days(14)
    /// Wrong passwords before a pause that doubles from one second to five minutes.
    private static let freeFailures = 5
    private static let memory = Instant.Span.days(1)
    /// How exactly it is known when a session was last used.
    private static let seenPrecision = Instant.Span.minutes(5)
    /// Verified when there is no such account, so that an answer takes the same time.
    private static let decoy = try? Scrypt.hash("nobody has this password")

    struct Session: Sendable {
        /// The beginning of the stored hash.
        var id = ""
        var account: Account
        var csrf: String
        /// What the house's own roles make of it.
        var grants: Grants?
        /// The role whose view is being tried out.
        var viewing: String?
        /// A role asks for a second factor, and there is none yet.
        var needsFactor = false
        /// The API key that came instead of a cookie.
        var key: APIKey?

        var caller: Caller {
            var name = account.name
            if let key { name += " (\(key.name))" }
            var caller = Caller(
                kind: .agent, id: account.id, name: name, roles: account.roles, teams: account.teams, grants: grants)
            caller.key = key?.id
            return caller
        }
    }

    /// Where a request comes from.
    struct Origin: Sendable {
        var address = ""
        var agent = ""
    }

    static func hash(_ token: String) -> String { Hex.encode(Digest.sha256(token)) }
    static func shortened(_ hash: String) -> String { String(hash.prefix(24)) }

    /// The session of a request's cookie; nil when there is none or it is over.
    func session(of request: HTTPRequest) async throws -> Session? {
        guard let token = request.cookie(Sessions.cookie) else { return nil }
        let hash = Sessions.hash(token)
        let now = time.now()
        let found = try await store.read { db -> (Session, isDue: Bool)? in
            guard
                let row = try db.first(
                    "SELECT account, csrf, expires_at, seen_at, view_as FROM sessions WHERE token = \(hash)"),
                try row.instant("expires_at") > now,
                let account = try AccountTable.account(row.string("account"), db), account.active
            else { return nil }
            var session = Session(id: Sessions.shortened(hash), account: account, csrf: try row.string("csrf"))
            session.grants = try RoleTable.grants(account.roles, account.customRoles, db)
            session.viewing = try row.optionalString("view_as")
            if try RoleTable.requiresFactor(account, db) {
                session.needsFactor = try Factors.row(account.id, db)?.confirmed != true
            }
            if let id = session.viewing { try Sessions.view(id, &session, db) }
            let seen = try row.optionalInstant("seen_at")
            return (session, seen.map { now - $0 > Sessions.seenPrecision } ?? true)
        }
        guard let (session, isDue) = found else { return nil }
        if isDue {
            try await store.write { try $0.execute("UPDATE sessions SET seen_at = \(now) WHERE token = \(hash)") }
        }
        return session
    }

    /// Sees the house with the eyes of a role: what it may, and no more than the person may.
    private static func view(_ id: String, _ session: inout Session, _ db: Reader) throws {
        guard let role = try RoleTable.role(id, db) else { return session.viewing = nil }
        session.grants = session.caller.granted.limited(to: role.grants)
    }

    /// Signs in with mail address and password, and a code where there is a second factor; 401 `auth.wrong`,
    /// `auth.code` when the code is still wanted, `auth.code_wrong`, 429 `auth.locked` after too many wrong ones.
    func signIn(
        email: String, password: String, code: String? = nil, from origin: Origin = Origin()
    ) async throws -> (session: Session, cookie: String) {
        let email = email.lowercased()
        // Counted before the password is looked at: many tries at once are as many tries.
        try await expectPatience(email)
        let known = try await store.read { try AccountTable.account(email: email, $0) }
        let right = await Sessions.verify(password, against: known?.password ?? Sessions.decoy)
        guard right, let account = known?.account, known?.password != nil, account.active else {
            throw Problem(
                status: 401, code: "auth.wrong", title: "Unauthorized", detail: "The mail address or password is wrong."
            )
        }
        try await checkFactor(account, code)
        try await forgetTries(email)
        return try await open(account, from: origin)
    }

    private func checkFactor(_ account: Account, _ code: String?) async throws {
        let isRight = try await store.write { tx -> Bool? in
            guard try Factors.row(account.id, tx)?.confirmed == true else { return true }
            guard let code, !code.isEmpty else { return nil }
            return try Factors.take(code, of: account.id, tx)
        }
        guard isRight != true else { return }
        throw Problem(
            status: 401, code: isRight == nil ? "auth.code" : "auth.code_wrong", title: "Unauthorized",
            detail: isRight == nil
                ? "Send the code of your second factor, too." : "The code is wrong or was used already.")
    }

    /// Signs in with a one-time token, which the command line made: it stands for a second factor too; 401
    /// `auth.link` when it was used or is too old.
    func signIn(token: String, from origin: Origin = Origin()) async throws -> (session: Session, cookie: String) {
        let hash = Sessions.hash(token)
        let account = try await store.write { tx -> Account? in
            let row = try tx.first(
                "SELECT account, expires_at FROM links WHERE token = \(hash) AND purpose IS NULL")
            try tx.execute("DELETE FROM links WHERE token = \(hash) AND purpose IS NULL")
            guard let row, try row.instant("expires_at") > tx.now else { return nil }
            return try AccountTable.account(row.string("account"), tx)
        }
        guard let account, account.active else {
            throw Problem(
                status: 401, code: "auth.link", title: "Unauthorized",
                detail: "This sign-in link was used already or is too old: ask for a new one.")
        }
        return try await open(account, from: origin)
    }

    /// Ends the session of a request; the result is the cookie that removes it.
    func signOut(_ request: HTTPRequest) async throws -> String {
        if let token = request.cookie(Sessions.cookie) {
            let hash = Sessions.hash(token)
            try await store.write { try $0.execute("DELETE FROM sessions WHERE token = \(hash)") }
        }
        return cookie("", maxAge: 0)
    }

    /// A new session of somebody who has proved who they are.
    func open(_ account: Account, from origin: Origin) async throws -> (session: Session, cookie: String) {
        let token = SecureRandom.token()
        let csrf = SecureRandom.token(bytes: 16)
        let end = time.now() + Sessions.lifetime
        try await store.write { tx in
            try tx.execute("DELETE FROM sessions WHERE expires_at < \(tx.now)")
            try tx.execute(
                """
                INSERT INTO sessions (token, account, csrf, created_at, expires_at, seen_at, address, agent) VALUES
                (\(Sessions.hash(token)), \(account.id), \(csrf), \(tx.now), \(end), \(tx.now), \(origin.address),
                    \(String(origin.agent.prefix(300))))
                """)
        }
        var session = Session(id: Sessions.shortened(Sessions.hash(token)), account: account, csrf: csrf)
        let opened = session
        session = try await store.read { db in
            var session = opened
            session.grants = try RoleTable.grants(account.roles, account.customRoles, db)
            session.needsFactor =
                try RoleTable.requiresFactor(account, db) && Factors.row(account.id, db)?.confirmed != true
            return session
        }
        await setPresence(.online, session)
        return (session, cookie(token, maxAge: Int(Sessions.lifetime.seconds)))
    }

    /// Whoever signs in is there for work, who signs out is not; a tickets service that is away does not keep people
    /// out.
    func setPresence(_ presence: Agent.Presence, _ session: Session) async {
        _ = try? await caller.call(
            TicketsAPI.setPresence, SetPresence(agent: session.account.id, presence: presence), as: session.caller,
            CallOptions(timeout: .seconds(2)))
    }

    /// Counts a try; throws 429 `auth.locked` when there were too many.
    func expectPatience(_ email: String) async throws {
        guard let until = try await countTry(email) else { return }
        throw Problem(
            status: 429, code: "auth.locked", title: "Too Many Requests",
            detail: "Too many wrong passwords or codes: wait and try again.",
            retryAfter: max(1, Int((until - time.now()).seconds.rounded(.up))))
    }

    func forgetTries(_ email: String) async throws {
        try await store.write { try $0.execute("DELETE FROM sign_in_failures WHERE email = \(email)") }
    }

    /// Counts a try that a right password takes back; the moment to wait for when there were too many.
    private func countTry(_ email: String) async throws -> Instant? {
        try await store.write { tx in
            // An address that nobody tried for a day starts again; so the table stays small.
            try tx.execute("DELETE FROM sign_in_failures WHERE until < \(tx.now - Sessions.memory)")
            let row = try tx.first("SELECT count, until FROM sign_in_failures WHERE email = \(email)")
            if let until = try row?.instant("until"), until > tx.now { return until }
            let count = (try row?.int("count") ?? 0) + 1
            let over = count - Sessions.freeFailures
            let until = over < 0 ? tx.now : tx.now + .seconds(min(300, 1 << min(over, 9)))
            try tx.execute(
                """
                INSERT INTO sign_in_failures (email, count, until) VALUES (\(email), \(count), \(until))
                ON CONFLICT (email) DO UPDATE SET count = excluded.count, until = excluded.until
                """)
            return nil
        }
    }

    private func cookie(_ value: String, maxAge: Int) -> String {
        "\(Sessions.cookie)=\(value); Path=/; HttpOnly; SameSite=Lax; Max-Age=\(maxAge)"
            + (settings.secureCookies ? "; Secure" : "")
    }

    /// Off the caller's actor: scrypt takes a tenth of a second by intention.
    @concurrent static func verify(_ password: String, against hash: String?) async -> Bool {
        hash.map { Scrypt.verify(password, against: $0) } ?? false
    }
}
