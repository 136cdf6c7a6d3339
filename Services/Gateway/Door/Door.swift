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
        let session = try await desk.sessions.session(of: request)
        if route.access == .session {
            guard let session else { throw Problem.unauthenticated("Sign in first.") }
            try Door.checkForgery(request, session)
            guard route.allow.permits(session.caller) else {
                throw Problem.forbidden("Your role does not allow this.")
            }
        }
        try Door.checkKey(request)
        let input = RouteInput(
            http: request, path: path, caller: session?.caller ?? .anonymous, session: session)
        var response = try await route.handle(input, desk)
        if response.headers["Cache-Control"] == nil { response.headers["Cache-Control"] = "no-store" }
        return response
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
