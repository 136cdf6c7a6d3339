internal import Base
internal import Codes
internal import Contracts
internal import HTTP

extension RouteTable {
    /// What people do with their own sessions, password and second factor.
    static let ownRoutes: [Route] = [
        sessions, revokeSession, changePassword, factor, beginFactor, confirmFactor, removeFactor, renewCodes, viewAs,
        endView,
    ]

    struct Code: Codable {
        var code: String
    }

    private static let codeProblems = [
        "factor.code": "The code is wrong or was used already.",
        "auth.locked": "Too many tries: wait as long as `Retry-After` says.",
    ]

    /// Who is signed in; the door has seen to it that somebody is.
    private static func session(_ input: RouteInput) throws -> Sessions.Session {
        guard let session = input.session else { throw Problem.unauthenticated("Sign in first.") }
        return session
    }

    private static let sessions = Route.own(
        "GET", "/sessions", "session.list", "List one's own sessions.", paged: true,
        reply: SchemaReader(closed: false).schema(of: Page<SessionInfo>.self)
    ) { input, desk in
        let page = Page(items: try await desk.sessions.list(of: session(input)))
        return try RouteReply.response(JSON.encode(page), .page, input)
    }

    private static let revokeSession = Route.own(
        "DELETE", "/sessions/{id}", "session.revoke", "End one of one's own sessions; `others` ends all but this one.",
        status: 204, problems: ["session.not_found": "There is no such session."]
    ) { input, desk in
        try await desk.sessions.revoke(input.path["id"] ?? "", of: session(input))
        return .empty()
    }

    private struct NewPassword: Codable {
        /// Not needed when there is none yet.
        var current: String?
        var password: String
    }

    private static let changePassword = Route.own(
        "PUT", "/session/password", "session.password", "Change one's own password; other sessions end.",
        hasBody: true, request: SchemaReader(closed: true).schema(of: NewPassword.self), status: 204,
        problems: [
            "password.wrong": "The present password is wrong.", "password.length": "10 to 1,000 characters.",
            "auth.locked": "Too many tries: wait as long as `Retry-After` says.",
        ]
    ) { input, desk in
        let request = try input.body(NewPassword.self)
        try await desk.sessions.changePassword(session(input), current: request.current, to: request.password)
        return .empty()
    }

    private static let factor = Route.own(
        "GET", "/session/factor", "session.factor", "One's own second factor.",
        reply: SchemaReader(closed: false).schema(of: Factors.State.self)
    ) { input, desk in try .json(try await desk.factors.state(of: session(input).account)) }

    private struct Offer: Codable {
        var secret: String
        var uri: String
        /// The same as a QR code, SVG.
        var picture: String
    }

    private static let beginFactor = Route.own(
        "POST", "/session/factor", "session.factor.begin", "Begin to set up a second factor: what an app scans.",
        reply: SchemaReader(closed: false).schema(of: Offer.self), status: 201,
        problems: ["factor.present": "There is one already."]
    ) { input, desk in
        let offer = try await desk.factors.begin(session(input).account)
        let picture = QRCode(offer.uri)?.svg ?? ""
        return try .json(Offer(secret: offer.secret, uri: offer.uri, picture: picture), status: 201)
    }

    /// Codes can be guessed: tries count as those of passwords do.
    private static func carefully<Result: Sendable>(
        _ input: RouteInput, _ desk: Desk, _ body: (Account, String) async throws -> Result
    ) async throws -> Result {
        let account = try session(input).account
        let code = try input.body(Code.self).code
        try await desk.sessions.expectPatience(account.email.lowercased())
        let result = try await body(account, code)
        try await desk.sessions.forgetTries(account.email.lowercased())
        return result
    }

    private static let codeSchema = SchemaReader(closed: true).schema(of: Code.self)

    private static let confirmFactor = Route.own(
        "POST", "/session/factor/confirmation", "session.factor.confirm",
        "Prove that the app works; the answer is the recovery codes, shown this once.", hasBody: true,
        request: codeSchema, reply: SchemaReader(closed: false).schema(of: Factors.Codes.self), problems: codeProblems
    ) { input, desk in
        try .json(try await carefully(input, desk) { try await desk.factors.confirm($0, code: $1) })
    }

    private static let renewCodes = Route.own(
        "POST", "/session/factor/codes", "session.factor.codes", "Make new recovery codes; the old ones end.",
        hasBody: true, request: codeSchema, reply: SchemaReader(closed: false).schema(of: Factors.Codes.self),
        problems: codeProblems
    ) { input, desk in
        try .json(try await carefully(input, desk) { try await desk.factors.renewCodes($0, code: $1) })
    }

    private static let removeFactor = Route.own(
        "POST", "/session/factor/removal", "session.factor.remove", "Remove one's own second factor.", hasBody: true,
        request: codeSchema, status: 204, problems: codeProblems
    ) { input, desk in
        try await carefully(input, desk) { try await desk.factors.remove($0, code: $1) }
        return .empty()
    }

    private struct View: Codable {
        var role: String
    }

    private static let viewAs = Route.own(
        "PUT", "/session/view", "session.view", "See the house as a role does; nothing can be changed meanwhile.",
        allow: .admins, hasBody: true, request: SchemaReader(closed: true).schema(of: View.self), status: 204,
        problems: ["role.not_found": "There is no such role."]
    ) { input, desk in
        let mine = try session(input)
        guard Allow.admins.permits(Caller(kind: .agent, id: "", roles: mine.account.roles)) else {
            throw Problem.forbidden("Your role does not allow this.")
        }
        try await desk.sessions.view(as: try input.body(View.self).role, mine)
        return .empty()
    }

    private static let endView = Route.own(
        "DELETE", "/session/view", "session.view.end", "See the house as oneself again.", status: 204
    ) { input, desk in
        try await desk.sessions.view(as: nil, session(input))
        return .empty()
    }
}
