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
    /// Verified when there is no such account, so that an answer takes the same time.
    private static let decoy = try? Scrypt.hash("nobody has this password")

    struct Session: Sendable {
        var account: Account
        var csrf: String

        var caller: Caller {
            Caller(kind: .agent, id: account.id, name: account.name, roles: account.roles, teams: account.teams)
        }
    }

    static func hash(_ token: String) -> String { Hex.encode(Digest.sha256(token)) }

    /// The session of a request's cookie; nil when there is none or it is over.
    func session(of request: HTTPRequest) async throws -> Session? {
        guard let token = request.cookie(Sessions.cookie) else { return nil }
        let hash = Sessions.hash(token)
        let now = time.now()
        return try await store.read { db in
            guard let row = try db.first("SELECT account, csrf, expires_at FROM sessions WHERE token = \(hash)"),
                try row.instant("expires_at") > now,
                let account = try AccountTable.account(row.string("account"), db), account.active
            else { return nil }
            return Session(account: account, csrf: try row.string("csrf"))
        }
    }

    /// Signs in with mail address and password; 401 `auth.wrong`, 429 `auth.locked` after too many wrong ones.
    func signIn(email: String, password: String) async throws -> (session: Session, cookie: String) {
        let email = email.lowercased()
        // Counted before the password is looked at: many tries at once are as many tries.
        if let until = try await countTry(email) {
            throw Problem(
                status: 429, code: "auth.locked", title: "Too Many Requests",
                detail: "Too many wrong passwords: wait and try again.",
                retryAfter: Int((until - time.now()).seconds.rounded(.up)))
        }
        let known = try await store.read { try AccountTable.account(email: email, $0) }
        let right = await Sessions.verify(password, against: known?.password ?? Sessions.decoy)
        guard right, let account = known?.account, known?.password != nil, account.active else {
            throw Problem(
                status: 401, code: "auth.wrong", title: "Unauthorized", detail: "The mail address or password is wrong."
            )
        }
        try await store.write { try $0.execute("DELETE FROM sign_in_failures WHERE email = \(email)") }
        return try await open(account)
    }

    /// Signs in with a one-time token; 401 `auth.link` when it was used or is too old.
    func signIn(token: String) async throws -> (session: Session, cookie: String) {
        let hash = Sessions.hash(token)
        let account = try await store.write { tx -> Account? in
            let row = try tx.first("SELECT account, expires_at FROM links WHERE token = \(hash)")
            try tx.execute("DELETE FROM links WHERE token = \(hash)")
            guard let row, try row.instant("expires_at") > tx.now else { return nil }
            return try AccountTable.account(row.string("account"), tx)
        }
        guard let account, account.active else {
            throw Problem(
                status: 401, code: "auth.link", title: "Unauthorized",
                detail: "This sign-in link was used already or is too old: ask for a new one.")
        }
        return try await open(account)
    }

    /// Ends the session of a request; the result is the cookie that removes it.
    func signOut(_ request: HTTPRequest) async throws -> String {
        if let token = request.cookie(Sessions.cookie) {
            let hash = Sessions.hash(token)
            try await store.write { try $0.execute("DELETE FROM sessions WHERE token = \(hash)") }
        }
        return cookie("", maxAge: 0)
    }

    private func open(_ account: Account) async throws -> (session: Session, cookie: String) {
        let token = SecureRandom.token()
        let csrf = SecureRandom.token(bytes: 16)
        let end = time.now() + Sessions.lifetime
        try await store.write { tx in
            try tx.execute("DELETE FROM sessions WHERE expires_at < \(tx.now)")
            try tx.execute(
                """
                INSERT INTO sessions (token, account, csrf, created_at, expires_at) VALUES
                (\(Sessions.hash(token)), \(account.id), \(csrf), \(tx.now), \(end))
                """)
        }
        let session = Session(account: account, csrf: csrf)
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
    @concurrent private static func verify(_ password: String, against hash: String?) async -> Bool {
        hash.map { Scrypt.verify(password, against: $0) } ?? false
    }
}
