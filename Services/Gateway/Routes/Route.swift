internal import Base
internal import Contracts
internal import HTTP
internal import ServiceKit

/// One line of the API: method and path, what it asks, and what the generated documentation says of it.
struct Route: Sendable {
    enum Access: Sendable { case session, everyone }

    /// How a reply is shown.
    enum Shape: Sendable { case one, created, accepted, page, nothing }

    var method: String
    /// `/tickets/{id}/replies`; a name in braces is a member of the request.
    var path: String
    var operation: String
    /// The call whose right it takes, when the operation is not named after it.
    var call: String?
    var summary: String
    var access: Access
    var allow: Allow
    /// Members that may stand in the query, and the schemas of those that are known.
    var query: [String] = []
    var querySchemas: [String: JSON] = [:]
    /// Those that must.
    var neededQuery: Set<String> = []
    var bodyLimit = 1 << 20
    /// Media type of the body when it is not JSON.
    var bodyType: String?
    /// Media types of the answer; none for one without a body.
    var replyTypes = ["application/json"]
    var hasBody: Bool
    var paged = false
    /// Codes of problems of its own, and when.
    var problems: [String: String] = [:]
    var requestSchema: JSON = [:]
    var replySchema: JSON = [:]
    var status = 200
    /// Whether `If-Match` says what the caller has seen, though nothing is written in a body.
    var seesVersion = false
    var handle: @Sendable (RouteInput, Desk) async throws -> HTTPResponse

    var segments: [String] { path.split(separator: "/").map(String.init) }
    /// The first word of the path: the tag in the documentation.
    var tag: String { segments.first ?? "" }

    /// Whether somebody may use it; the service decides once more by the same words.
    func permits(_ caller: Caller) -> Bool { caller.scope(for: call ?? operation, allow) != nil }
}

/// A request as a route sees it.
struct RouteInput: Sendable {
    var http: HTTPRequest
    var path: [String: String]
    var caller: Caller
    var session: Sessions.Session?
    /// Where it comes from: of an edge that is believed, what it says.
    var address = ""

    var origin: Sessions.Origin { .init(address: address, agent: http.headers["User-Agent"] ?? "") }

    /// The body as a type, strictly.
    func body<Body: Decodable>(_ type: Body.Type) throws -> Body {
        try StrictDecoder.decode(type, from: try RequestBuilder.json(http))
    }

    var options: CallOptions {
        CallOptions(
            idempotencyKey: http.headers["Idempotency-Key"],
            asksOnly: ["GET", "HEAD"].contains(http.method))
    }
}

/// What routes work with.
struct Desk: Sendable {
    let caller: BusCaller
    let time: any TimeSource
    let identifiers: Identifiers
    let hub: LiveHub
    let sessions: Sessions
    let accounts: AccountCalls
    let letters: PasswordLetters
    let factors: Factors
    let keys: Keys
    let limits: RateLimits
    let audit: AuditLog
    let openID: OpenID?
}

extension Route {
    /// A route that is one call: the request is put together from path, query, body and If-Match; `defaults` are
    /// members that the door fills in.
    static func call<Request, Reply>(
        _ method: String, _ path: String, _ call: Call<Request, Reply>, _ shape: Shape = .one,
        query: [String] = [], access: Access = .session, operation: String? = nil, defaults: JSON = [:]
    ) -> Route {
        let schema = SchemaReader(closed: true).schema(of: Request.self)
        let inPath = Set(
            path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) })
        // Of what is changed the version may stand in If-Match instead.
        var optional = defaults.object ?? [:]
        if method == "PUT" || method == "PATCH" { optional["version"] = 0 }
        var route = Route(
            method: method, path: path, operation: operation ?? call.name, summary: call.summary, access: access,
            allow: call.allow,
            query: query, hasBody: method != "GET" && method != "DELETE", paged: shape == .page,
            requestSchema: RequestBuilder.body(schema, without: inPath.union(query), optional: .object(optional)),
            replySchema: SchemaReader(closed: false).schema(of: Reply.self),
            status: shape == .created ? 201 : shape == .accepted ? 202 : shape == .nothing ? 204 : 200
        ) { _, _ in .empty(500) }
        let members = schema["properties"]?.object ?? [:]
        let needed = schema["required"]?.array?.compactMap(\.string) ?? []
        route.querySchemas = members.filter { query.contains($0.key) }
        route.neededQuery = Set(needed).intersection(query).subtracting((defaults.object ?? [:]).keys)
        route.problems = call.problems
        route.call = call.name
        route.seesVersion = method == "DELETE" && schema["properties"]?["version"] != nil
        let builder = RequestBuilder(
            schema: schema, query: query, paged: shape == .page, defaults: defaults, hasBody: route.hasBody)
        route.handle = { input, desk in
            let request = try StrictDecoder.decode(Request.self, from: builder.tree(input))
            let reply = try await desk.caller.reply(to: call, request, as: input.caller, input.options)
            return try RouteReply.response(reply, shape, input)
        }
        return route
    }
}
