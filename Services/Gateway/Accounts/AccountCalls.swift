internal import Base
internal import Contracts
internal import Crypto
internal import ServiceKit
internal import Store

/// Answers the calls about accounts. Who has an account is an agent in the staff directory, under the same id.
struct AccountCalls: Sendable {
    let store: Store
    let time: any TimeSource
    let identifiers: Identifiers
    let caller: BusCaller
    var letters: PasswordLetters?

    static let passwordMinimum = 10
    private static let linkLifetime = Instant.Span.minutes(10)

    func list(_ request: Empty, _ context: CallContext) async throws -> Page<Account> {
        try await store.read { db in
            let withFactor = Set(
                try db.rows("SELECT account FROM factors WHERE confirmed = 1").map { try $0.string("account") })
            return Page(
                items: try AccountTable.all(db).map { account in
                    var account = account
                    account.hasFactor = withFactor.contains(account.id)
                    return account
                })
        }
    }

    /// Sends a letter with a link to choose a password.
    func invite(_ request: ByID, _ context: CallContext) async throws -> Empty {
        guard let account = try await store.read({ try AccountTable.account(request.id, $0) }), account.active else {
            throw Problem.notFound("account", String(request.id.prefix(64)))
        }
        guard let letters else { throw Problem.fault("letters.none", "This gateway sends no letters.") }
        try await letters.send(to: account, .invited)
        return Empty()
    }

    /// Takes the second factor away from somebody who has lost it; their sessions end.
    func resetFactor(_ request: ByID, _ context: CallContext) async throws -> Account {
        try await context.write { tx in
            guard var account = try AccountTable.account(request.id, tx) else {
                throw Problem.notFound("account", String(request.id.prefix(64)))
            }
            try AccountCalls.expectReach(context.caller, account, tx)
            try tx.execute("DELETE FROM factors WHERE account = \(account.id)")
            try tx.execute("DELETE FROM sessions WHERE account = \(account.id)")
            account.hasFactor = false
            return account
        }
    }

    /// Nobody changes an account that may more than they, or makes one: 403 `account.beyond`.
    private static func expectReach(_ caller: Caller, _ account: Account, _ db: Reader) throws {
        guard caller.kind == .agent else { return }
        let theirs = try RoleTable.grants(account.roles, account.customRoles, db) ?? Grants(account.roles)
        let isOwners = account.roles.contains(.owner) && !caller.has(.owner)
        guard !isOwners, caller.granted.covers(theirs) else {
            throw Problem(
                status: 403, code: "account.beyond", title: "Forbidden",
                detail: "The account may what you may not: somebody stronger has to change it.")
        }
    }

    /// Somebody has to own the house: 409 `account.last_owner` for what would leave nobody.
    private static func expectOwner(besides known: Account?, becoming account: Account, _ db: Reader) throws {
        guard known?.isActiveOwner ?? false, !account.isActiveOwner else { return }
        guard try AccountTable.all(db).contains(where: { $0.isActiveOwner && $0.id != account.id }) else {
            throw Problem.conflict("account.last_owner", "The house needs an owner: make somebody else one first.")
        }
    }

    func save(_ request: SaveAccount, _ context: CallContext) async throws -> Account {
        var account = request.account
        try AccountCalls.check(account, password: request.password)
        if account.id.isEmpty { account.id = identifiers.next() }
        let hash = try await AccountCalls.hash(request.password)
        let checked = account
        let saved: Account
        do {
            saved = try await context.write { tx in
                var account = checked
                let known = try AccountTable.account(account.id, tx)
                for account in [known, account].compactMap(\.self) {
                    try AccountCalls.expectReach(context.caller, account, tx)
                }
                try AccountCalls.expectOwner(besides: known, becoming: account, tx)
                for id in account.customRoles ?? [] {
                    guard Role(rawValue: id) == nil, try RoleTable.role(id, tx) != nil else {
                        throw Problem.invalid("account.role", "There is no role \(id.prefix(64)).")
                    }
                }
                account.hasFactor = nil
                account.version = (known?.version ?? 0) + 1
                try AccountTable.save(account, password: hash, tx)
                if !account.active || hash != nil {
                    try tx.execute("DELETE FROM sessions WHERE account = \(account.id)")
                }
                return account
            }
        } catch let error as StoreError where error.code == .unique {
            throw Problem.conflict("account.email", "Another account has this mail address.")
        }
        try await enrol(saved)
        return saved
    }

    /// Makes a one-time token. In an empty house the address becomes the owner's account.
    func signInLink(_ request: SignInLink, _ context: CallContext) async throws -> SignInToken {
        let email = request.email.lowercased()
        let known = try await store.read { db in
            (try AccountTable.account(email: email, db)?.account, try AccountTable.all(db).isEmpty)
        }
        var account = known.0
        if account == nil, known.1 {
            let owner = Account(id: "", email: email, name: "Owner", roles: [.owner])
            account = try await save(SaveAccount(account: owner), context)
        }
        guard let account, account.active else { throw Problem.notFound("account", email) }
        let token = SecureRandom.token(bytes: 24)
        let expires = time.now() + AccountCalls.linkLifetime
        try await store.write { tx in
            try tx.execute("DELETE FROM links WHERE expires_at < \(tx.now)")
            try tx.execute(
                """
                INSERT INTO links (token, account, expires_at) VALUES
                (\(Sessions.hash(token)), \(account.id), \(expires))
                """
            )
        }
        return SignInToken(token: token, expiresAt: expires)
    }

    /// Puts the account into the staff directory, keeping what is set there.
    private func enrol(_ account: Account) async throws {
        let me = Caller.service(GatewayAPI.service)
        let known = try await caller.call(TicketsAPI.agents, Empty(), as: me).items.first { $0.id == account.id }
        var agent = known ?? Agent(id: account.id, name: account.name, email: account.email, roles: account.roles)
        // Who has only roles of the house's own works with customers as an agent does.
        let roles = account.roles.isEmpty ? [Role.agent] : account.roles
        (agent.name, agent.email, agent.roles) = (account.name, account.email, roles)
        (agent.teams, agent.active) = (account.teams, account.active)
        guard agent != known else { return }
        _ = try await caller.call(TicketsAPI.saveAgent, agent, as: me)
    }

    private static func check(_ account: Account, password: String?) throws {
        var errors: [Problem.Item] = []
        if !account.email.contains("@") || account.email.utf8.count > 254 {
            errors.append(.init(pointer: "#/email", code: "email", detail: "Not a mail address."))
        }
        if account.name.isEmpty || account.name.count > 100 {
            errors.append(.init(pointer: "#/name", code: "length", detail: "1 to 100 characters."))
        }
        if account.roles.isEmpty, account.customRoles?.isEmpty ?? true {
            errors.append(.init(pointer: "#/roles", code: "missing", detail: "Name a role."))
        }
        if let password, password.count < passwordMinimum || password.utf8.count > 1_000 {
            errors.append(.init(pointer: "#/password", code: "length", detail: "10 to 1,000 characters."))
        }
        guard errors.isEmpty else {
            throw Problem.invalid("account.invalid", "The account has \(errors.count) mistake(s).", errors: errors)
        }
    }

    /// Off the caller's actor: scrypt takes a tenth of a second by intention.
    @concurrent static func hash(_ password: String?) async throws -> String? {
        try password.map { try Scrypt.hash($0) }
    }
}

extension Account {
    fileprivate var isActiveOwner: Bool { active && roles.contains(.owner) }
}
