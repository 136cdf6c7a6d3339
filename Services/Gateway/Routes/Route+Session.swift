internal import Base
internal import Contracts
internal import HTTP
internal import Store

extension RouteTable {
    /// Signing in and out.
    static let sessionRoutes: [Route] = [signIn, whoAmI, signOut] + ownRoutes + strangerRoutes

    private struct SignIn: Codable {
        var email: String?
        var password: String?
        /// Of the second factor, or one of the recovery codes.
        var code: String?
        var token: String?
    }

    /// What a page needs to know of whoever is signed in.
    private struct Current: Codable {
        var account: Account
        var csrf: String
        var company: String
        var language: String
        /// What the person may, and on whose things.
        var rights: [String: Scope]
        /// The role whose view is tried out.
        var viewing: String?
        /// A second factor has to be set up before anything else.
        var needsFactor: Bool
    }

    private static func current(_ session: Sessions.Session, _ desk: Desk) -> Current {
        let settings = desk.sessions.settings
        let granted = session.caller.granted
        return Current(
            account: session.account, csrf: session.csrf, company: settings.company,
            language: session.account.language ?? settings.language,
            rights: granted.allowed.filter { !granted.denied.contains($0.key) }, viewing: session.viewing,
            needsFactor: session.needsFactor)
    }

    private static let signIn = Route(
        method: "POST", path: "/session", operation: "session.open",
        summary: "Sign in with mail address and password, or with a sign-in link's token.", access: .everyone,
        allow: .anyone, hasBody: true,
        problems: [
            "auth.wrong": "The mail address or password is wrong.", "auth.code": "The account has a second factor.",
            "auth.code_wrong": "The code is wrong or was used already.", "auth.link": "The link is used or too old.",
            "auth.locked": "Too many tries: wait as long as `Retry-After` says.",
        ], requestSchema: SchemaReader(closed: true).schema(of: SignIn.self),
        replySchema: SchemaReader(closed: false).schema(of: Current.self)
    ) { input, desk in
        let request = try StrictDecoder.decode(SignIn.self, from: try RequestBuilder.json(input.http))
        let opened: (session: Sessions.Session, cookie: String)
        do {
            if let token = request.token {
                opened = try await desk.sessions.signIn(token: token, from: input.origin)
            } else if let email = request.email, let password = request.password {
                opened = try await desk.sessions.signIn(
                    email: email, password: password, code: request.code, from: input.origin)
            } else {
                throw Problem.malformed("session.incomplete", "Send email and password, or token.")
            }
        } catch let problem as Problem where problem.status == 401 || problem.status == 429 {
            let email = request.email ?? ""
            let account = try await desk.sessions.store.read { try AccountTable.account(email: email, $0)?.account }
            try await Auditing.entry("session.refused", account, problem.status, input, desk)
            throw problem
        }
        try await Auditing.entry("session.open", opened.session.account, 200, input, desk)
        return try .json(current(opened.session, desk), headers: ["Set-Cookie": opened.cookie])
    }

    private static let whoAmI = Route(
        method: "GET", path: "/session", operation: "session.read", summary: "Who is signed in.", access: .session,
        allow: .staff, hasBody: false, replySchema: SchemaReader(closed: false).schema(of: Current.self)
    ) { input, desk in
        guard let session = input.session else { throw Problem.unauthenticated("Nobody is signed in.") }
        return try .json(current(session, desk))
    }

    private static let signOut = Route(
        method: "DELETE", path: "/session", operation: "session.close", summary: "Sign out.", access: .session,
        allow: .staff, hasBody: false, status: 204
    ) { input, desk in
        if let session = input.session {
            await desk.sessions.setPresence(.offline, session)
            try await Auditing.entry("session.close", session.account, 204, input, desk)
        }
        return .empty(headers: ["Set-Cookie": try await desk.sessions.signOut(input.http)])
    }
}
