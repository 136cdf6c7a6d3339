internal import Base
internal import Contracts
internal import Crypto
internal import HTTP
internal import ServiceKit

/// Takes every HTTP request: pages, or a route after session, right and CSRF have been checked.
struct Door: Sendable {
    let routes: RouteTable
    let desk: Desk
    let pages: Pages
    let log: Log
    let tracer: Tracer

    func handle(_ request: HTTPRequest) async -> HTTPResponse {
        var hop = tracer.begin("\(request.method) page", fromOutside: request.headers["traceparent"])
        var (response, name, code) = await TraceContext.$current.withValue(hop.context) { await answer(request) }
        if let name { hop.name = name }
        tracer.end(hop, Tracer.Outcome(status: response.status), code: code)
        response.headers["traceparent"] = hop.context.text
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        return response
    }

    /// The response, the route by its template (a path may hold a customer's words), and the problem's code.
    private func answer(_ request: HTTPRequest) async -> (HTTPResponse, name: String?, code: String?) {
        var name: String?
        do {
            guard request.target.segments.starts(with: ["api", "v1"]) else {
                return (try pages.response(to: request), nil, nil)
            }
            let found = try routes.find(method: request.method, segments: Array(request.target.segments.dropFirst(2)))
            name = "\(request.method) \(found.route.path)"
            return (try await api(request, found.route, found.path), name, nil)
        } catch {
            var problem = Problem(any: error)
            problem.instance = request.target.rawPath
            problem.traceID = TraceContext.current?.traceID
            if problem.status >= 500 {
                log.warning("request failed", ["route": .string(name ?? "page"), "code": .string(problem.code)])
            }
            var response = HTTPResponse.problem(problem)
            if problem.code == "route.method" { response.headers["Allow"] = allowed(request).joined(separator: ", ") }
            return (response, name, problem.code)
        }
    }

    private func allowed(_ request: HTTPRequest) -> [String] {
        guard request.target.segments.starts(with: ["api", "v1"]) else { return ["GET", "HEAD"] }
        return routes.methods(segments: Array(request.target.segments.dropFirst(2)))
    }

    private func api(_ request: HTTPRequest, _ route: Route, _ path: [String: String]) async throws -> HTTPResponse {
        let address = address(of: request)
        let session = try await session(of: request, address)
        try Door.checkKey(request)
        var input = RouteInput(
            http: request, path: path, caller: session?.caller ?? .anonymous, session: session)
        input.address = address
        let auditing = Auditing(route)
        do {
            if route.access == .session { try Door.check(request, route, session) }
            let before = await auditing.before(input, desk, routes)
            var response = try await route.handle(input, desk)
            if response.headers["Cache-Control"] == nil { response.headers["Cache-Control"] = "no-store" }
            try await auditing.note(input, route, before, response, desk)
            return response
        } catch let problem as Problem where problem.status == 403 {
            try await auditing.note(input, route, nil, .problem(problem), desk)
            throw problem
        }
    }

    /// Who asks, by API key or cookie; throws 429 when they ask too often.
    private func session(of request: HTTPRequest, _ address: String) async throws -> Sessions.Session? {
        let settings = desk.sessions.settings
        if let secret = Keys.secret(of: request) {
            // A wrong key is a stranger: guessing is slow.
            do {
                let session = try await desk.keys.session(secret, from: address)
                if let key = session.key {
                    try desk.limits.expect("key " + key.id, perMinute: key.perMinute, now: desk.time.now())
                }
                return session
            } catch let problem as Problem where problem.code == "auth.key" {
                try desk.limits.expect("address " + address, perMinute: settings.perAddress, now: desk.time.now())
                throw problem
            }
        }
        guard let session = try await desk.sessions.session(of: request) else {
            try desk.limits.expect("address " + address, perMinute: settings.perAddress, now: desk.time.now())
            return nil
        }
        try desk.limits.expect("session " + session.id, perMinute: settings.perSession, now: desk.time.now())
        return session
    }

    private func address(of request: HTTPRequest) -> String {
        let peer = request.remoteAddress
        guard desk.sessions.settings.proxies.trust(peer), let said = request.headers["X-Forwarded-For"],
            let last = said.split(separator: ",").last
        else { return peer }
        return String(last.drop { $0 == " " }.prefix(64))
    }

    /// Session, CSRF, second factor, the role that is tried out, right: in this order.
    private static func check(_ request: HTTPRequest, _ route: Route, _ session: Sessions.Session?) throws {
        guard let session else { throw Problem.unauthenticated("Sign in first.") }
        if session.key == nil { try checkForgery(request, session) }
        let isOwn = Right.of(route.call ?? route.operation)?.id == "account:own"
        if isOwn {
            // A key is no person: it has no sessions, no password.
            guard session.key == nil || route.operation == "session.read" else {
                throw Problem.forbidden("This is for people, not for API keys.")
            }
            return
        }
        guard !session.needsFactor else {
            throw Problem(
                status: 403, code: "auth.factor_required", title: "Forbidden",
                detail: "Your role asks for a second factor: set one up first.")
        }
        if session.viewing != nil, !["GET", "HEAD"].contains(request.method) {
            throw Problem(
                status: 403, code: "auth.viewing", title: "Forbidden",
                detail: "You are looking at the house as another role: nothing can be changed.")
        }
        guard route.permits(session.caller) else { throw Problem.forbidden("Your role does not allow this.") }
    }

    private static func checkKey(_ request: HTTPRequest) throws {
        guard let key = request.headers["Idempotency-Key"] else { return }
        guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Problem.malformed(
                "header.idempotency_key", "An Idempotency-Key has 1 to 255 printable ASCII characters.")
        }
    }

    /// A change must carry the session's CSRF value: other sites cannot read it.
    private static func checkForgery(_ request: HTTPRequest, _ session: Sessions.Session) throws {
        guard !["GET", "HEAD"].contains(request.method) else { return }
        guard let token = request.headers["X-CSRF-Token"], equalInConstantTime(token, session.csrf) else {
            throw Problem(
                status: 403, code: "auth.csrf", title: "Forbidden",
                detail: "A change needs the X-CSRF-Token header with the value that GET /session gives.")
        }
    }
}
