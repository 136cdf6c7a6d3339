internal import Base
internal import Contracts
internal import HTTP

extension Auditing {
    /// How the thing is that a request is about to change: what the GET beside it says to the same person.
    func before(_ input: RouteInput, _ desk: Desk, _ routes: RouteTable) async -> JSON? {
        guard case .documents = self, input.session != nil, ["PUT", "PATCH", "DELETE"].contains(input.http.method)
        else { return nil }
        let segments = Array(input.http.target.segments.dropFirst(2))
        if let found = try? routes.find(method: "GET", segments: segments) {
            return await Auditing.read(found.route, input, found.path, desk).map(Auditing.kept)
        }
        guard let id = segments.last, let found = try? routes.find(method: "GET", segments: segments.dropLast()),
            case .array(let items)? = await Auditing.read(found.route, input, found.path, desk)?["data"]
        else { return nil }
        return items.first { $0["id"]?.string == id || $0["name"]?.string == id }.map(Auditing.kept)
    }

    private static func read(_ route: Route, _ input: RouteInput, _ path: [String: String], _ desk: Desk) async -> JSON?
    {
        guard route.permits(input.caller), let target = try? HTTPTarget(input.http.target.rawPath) else { return nil }
        let http = HTTPRequest(method: "GET", target: target)
        let question = RouteInput(http: http, path: path, caller: input.caller, session: input.session)
        guard let answer = try? await route.handle(question, desk), answer.status == 200,
            case .bytes(let bytes) = answer.body
        else { return nil }
        return try? JSON(parsing: bytes)
    }

    /// Writes down what was done, or what somebody was not let do.
    func note(
        _ input: RouteInput, _ route: Route, _ before: JSON?, _ response: HTTPResponse, _ desk: Desk
    ) async throws {
        if case .nothing = self { return }
        guard let session = input.session else { return }
        var line = AuditLine(
            at: desk.time.now(), actor: Actor(input.caller), key: session.key?.id, action: route.operation,
            object: String(input.http.target.rawPath.dropFirst(RouteTable.prefix.count).prefix(300)),
            outcome: response.status, address: input.address, trace: TraceContext.current?.traceID)
        if case .documents = self, response.status < 400 {
            line.before = before
            if case .bytes(let bytes) = response.body { line.after = Auditing.document(bytes) }
            if line.after == nil { line.after = Auditing.document(input.http.body) }
            try await desk.audit.write(line)
        } else {
            if response.status < 400, route.bodyType == nil { line.after = Auditing.names(input.http.body) }
            try await desk.audit.queue(line)
        }
    }

    /// Writes down that somebody came in, or did not.
    static func entry(
        _ action: String, _ account: Account?, _ outcome: Int, _ input: RouteInput, _ desk: Desk
    ) async throws {
        let actor =
            account.map { Actor(kind: .agent, id: $0.id, name: $0.name) } ?? Actor(.anonymous)
        try await desk.audit.write(
            AuditLine(
                at: desk.time.now(), actor: actor, action: action, object: account.map { "/accounts/\($0.id)" } ?? "",
                outcome: outcome, address: input.address, trace: TraceContext.current?.traceID))
    }
}
