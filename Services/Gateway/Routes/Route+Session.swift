internal import Base
internal import Contracts
internal import HTTP

extension RouteTable {
    /// Signing in and out.
    static let sessionRoutes: [Route] = [signIn, whoAmI, signOut]

    private struct SignIn: Codable {
        var email: String?
        var password: String?
        var token: String?
    }

    /// What a page needs to know of whoever is signed in.
    private struct Current: Codable {
        var account: Account
        var csrf: String
        var company: String
        var language: String
    }

    private static func current(_ session: Sessions.Session, _ desk: Desk) -> Current {
        let settings = desk.sessions.settings
        return Current(
            account: session.account, csrf: session.csrf, company: settings.company,
            language: session.account.language ?? settings.language)
    }

    private static let signIn = Route(
        method: "POST", path: "/session", operation: "session.open",
        summary: "Sign in with mail address and password, or with a sign-in link's token.", access: .everyone,
        allow: .anyone, hasBody: true, requestSchema: SchemaReader(closed: true).schema(of: SignIn.self),
        replySchema: SchemaReader(closed: false).schema(of: Current.self)
    ) { input, desk in
        let request = try StrictDecoder.decode(SignIn.self, from: try RequestBuilder.json(input.http))
        let opened: (session: Sessions.Session, cookie: String)
        if let token = request.token {
            opened = try await desk.sessions.signIn(token: token)
        } else if let email = request.email, let password = request.password {
            opened = try await desk.sessions.signIn(email: email, password: password)
        } else {
            throw Problem.malformed("session.incomplete", "Send email and password, or token.")
        }
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
        if let session = input.session { await desk.sessions.setPresence(.offline, session) }
        return .empty(headers: ["Set-Cookie": try await desk.sessions.signOut(input.http)])
    }
}
