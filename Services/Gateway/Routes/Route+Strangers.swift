internal import Base
internal import Contracts
internal import HTTP

extension RouteTable {
    /// What people do before they are signed in.
    static let strangerRoutes: [Route] = [ways, forgotten, choosePassword, toProvider, fromProvider]

    /// How one may come in.
    private struct Ways: Codable {
        var password: Bool
        /// By the house's own provider: `GET /session/oidc`.
        var oidc: Bool
        var company: String
    }

    private static let ways = Route.own(
        "GET", "/session/ways", "session.ways", "How one may sign in here.", access: .everyone, allow: .anyone,
        reply: SchemaReader(closed: false).schema(of: Ways.self)
    ) { _, desk in
        try .json(Ways(password: true, oidc: desk.openID != nil, company: desk.sessions.settings.company))
    }

    private struct Forgotten: Codable {
        var email: String
    }

    private static let forgotten = Route.own(
        "POST", "/session/password-resets", "session.forgotten",
        "Ask for a mail with a link to choose a new password. The answer is the same for an address nobody has.",
        access: .everyone, allow: .anyone, hasBody: true,
        request: SchemaReader(closed: true).schema(of: Forgotten.self),
        status: 202, replyTypes: [], problems: ["auth.locked": "Too many tries: wait as long as `Retry-After` says."]
    ) { input, desk in
        let email = try input.body(Forgotten.self).email.lowercased()
        // A letter counts like a wrong password: nobody fills another's mailbox.
        try await desk.sessions.expectPatience("letter " + email)
        try await desk.letters.forgotten(email)
        return .empty(202)
    }

    private struct Chosen: Codable {
        var token: String
        var password: String
    }

    private static let choosePassword = Route.own(
        "POST", "/session/passwords", "session.choose", "Choose a password with the token of a mail.",
        access: .everyone, allow: .anyone, hasBody: true, request: SchemaReader(closed: true).schema(of: Chosen.self),
        status: 204,
        problems: ["auth.link": "The link is used or too old.", "password.length": "10 to 1,000 characters."]
    ) { input, desk in
        let request = try input.body(Chosen.self)
        let account = try await desk.letters.choose(request.token, request.password, desk.sessions)
        try await Auditing.entry("session.password", account, 204, input, desk)
        return .empty()
    }

    private static func provider(_ desk: Desk) throws -> OpenID {
        guard let openID = desk.openID else {
            throw Problem(
                status: 404, code: "oidc.none", title: "Not Found",
                detail: "This house has no provider to sign in with.")
        }
        return openID
    }

    private static let toProvider = Route.own(
        "GET", "/session/oidc", "session.oidc", "Sign in with the house's provider: leads there.", query: ["next"],
        access: .everyone, allow: .anyone, status: 302, problems: ["oidc.none": "There is no provider."]
    ) { input, desk in
        let next = input.http.query("next") ?? "/"
        let started = try await provider(desk).begin(next: isOurs(next) ? next : "/")
        return .empty(302, headers: ["Location": started.location, "Set-Cookie": started.cookie])
    }

    /// Only ever a place of ours: `//elsewhere` is another host.
    private static func isOurs(_ place: String) -> Bool {
        place.hasPrefix("/") && !place.hasPrefix("//") && !place.hasPrefix("/\\") && place.utf8.count < 500
            && !place.utf8.contains { $0 < 0x21 || $0 == 0x7F }
    }

    private static let fromProvider = Route.own(
        "GET", "/session/oidc/callback", "session.oidc.callback", "Where the provider leads back to.",
        query: ["code", "state", "error", "error_description", "iss", "session_state"], access: .everyone,
        allow: .anyone, status: 302, problems: ["oidc.none": "There is no provider."]
    ) { input, desk in
        let openID = try provider(desk)
        let gone = openID.cookie("", maxAge: 0)
        do {
            let (account, next) = try await openID.finish(input.http)
            let opened = try await desk.sessions.open(account, from: input.origin)
            try await Auditing.entry("session.open", account, 302, input, desk)
            var headers: HTTPHeaders = ["Location": next, "Set-Cookie": opened.cookie]
            headers.add("Set-Cookie", gone)
            return .empty(302, headers: headers)
        } catch let problem as Problem {
            try await Auditing.entry("session.refused", nil, problem.status, input, desk)
            return .empty(
                302, headers: ["Location": "/sign-in?problem=\(problem.code)", "Set-Cookie": gone])
        }
    }
}
