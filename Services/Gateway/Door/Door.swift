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

    func handle(_ request: HTTPRequest) async -> HTTPResponse {
        let trace = Trace.parent(of: request)
        var response: HTTPResponse
        do {
            if request.target.segments.starts(with: ["api", "v1"]) {
                response = try await api(request, trace)
            } else {
                response = try pages.response(to: request)
            }
        } catch {
            var problem = Problem(any: error)
            problem.instance = request.target.rawPath
            if problem.status >= 500 {
                log.warning(
                    "request failed",
                    ["path": .string(request.target.rawPath), "code": .string(problem.code), "trace": .string(trace)])
            }
            response = .problem(problem)
            if problem.code == "route.method" { response.headers["Allow"] = allowed(request).joined(separator: ", ") }
        }
        response.headers["traceparent"] = trace
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        return response
    }

    private func allowed(_ request: HTTPRequest) -> [String] {
        guard request.target.segments.starts(with: ["api", "v1"]) else { return ["GET", "HEAD"] }
        return routes.methods(segments: Array(request.target.segments.dropFirst(2)))
    }

    private func api(_ request: HTTPRequest, _ trace: String) async throws -> HTTPResponse {
        let found = try routes.find(method: request.method, segments: Array(request.target.segments.dropFirst(2)))
        let session = try await desk.sessions.session(of: request)
        let route = found.route
        if route.access == .session {
            guard let session else { throw Problem.unauthenticated("Sign in first.") }
            try Door.checkForgery(request, session)
            guard route.allow.permits(session.caller) else {
                throw Problem.forbidden("Your role does not allow this.")
            }
        }
        try Door.checkKey(request)
        let input = RouteInput(
            http: request, path: found.path, caller: session?.caller ?? .anonymous, session: session, traceparent: trace
        )
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

/// W3C trace context.
enum Trace {
    /// The request's trace, or a new one: `00-<32 hex>-<16 hex>-01`.
    static func parent(of request: HTTPRequest) -> String {
        if let given = request.headers["traceparent"], given.utf8.count == 55,
            given.allSatisfy({ $0.isHexDigit || $0 == "-" })
        {
            return given
        }
        return "00-\(Hex.encode(SecureRandom.bytes(16)))-\(Hex.encode(SecureRandom.bytes(8)))-01"
    }
}
