internal import Base
internal import Contracts
internal import HTTP
internal import ServiceKit

/// Routes that are more than one call.
extension Route {
    static func own(
        _ method: String, _ path: String, _ operation: String, _ summary: String, query: [String] = [],
        access: Access = .session, allow: Allow = .staff, hasBody: Bool = false, paged: Bool = false,
        request: JSON = [:],
        reply: JSON = [:], status: Int = 200, bodyLimit: Int = 1 << 20, bodyType: String? = nil,
        replyTypes: [String] = ["application/json"], problems: [String: String] = [:],
        _ handle: @escaping @Sendable (RouteInput, Desk) async throws -> HTTPResponse
    ) -> Route {
        Route(
            method: method, path: path, operation: operation, summary: summary, access: access, allow: allow,
            query: query, bodyLimit: bodyLimit, bodyType: bodyType, replyTypes: replyTypes, hasBody: hasBody,
            paged: paged, problems: problems,
            requestSchema: request, replySchema: reply, status: status, handle: handle)
    }

    /// Articles for a ticket's subject and its customer's last words (row 123).
    static let suggestions = own(
        "GET", "/tickets/{ticket}/suggestions", "knowledge.suggest", KnowledgeAPI.suggest.summary,
        reply: SchemaReader(closed: false).schema(of: SearchResult.self)
    ) { input, desk in
        let id = input.path["ticket"] ?? ""
        let ticket = try await desk.caller.call(TicketsAPI.get, ByID(id: id), as: input.caller, input.options)
        let messages = try await desk.caller.call(
            TicketsAPI.messages, ListMessages(ticket: id, limit: 50), as: input.caller, input.options)
        let words = messages.items.last { $0.kind == .incoming }?.text ?? ""
        let request = SuggestArticles(
            subject: ticket.subject, text: String(words.prefix(4_000)), language: ticket.language, limit: 5)
        return try .json(try await desk.caller.call(KnowledgeAPI.suggest, request, as: input.caller, input.options))
    }

    static let searchArticles = own(
        "GET", "/articles/search", "knowledge.search", KnowledgeAPI.search.summary, query: ["q", "language"],
        reply: SchemaReader(closed: false).schema(of: SearchResult.self)
    ) { input, desk in
        let request = SearchArticles(
            query: input.http.query("q") ?? "", language: input.http.query("language"), limit: 20)
        return try .json(try await desk.caller.call(KnowledgeAPI.search, request, as: input.caller, input.options))
    }

    static let addIdentity = own(
        "POST", "/customers/{customer}/identities", "customers.identities.add", CustomersAPI.addIdentity.summary,
        allow: CustomersAPI.addIdentity.allow, hasBody: true,
        request: [
            "type": "object", "required": ["kind", "value"], "additionalProperties": false,
            "properties": [
                "kind": ["type": "string", "enum": .array(Identity.Kind.allCases.map { .string($0.rawValue) })],
                "value": ["type": "string"],
            ],
        ], reply: SchemaReader(closed: false).schema(of: Customer.self), status: 201,
        problems: CustomersAPI.addIdentity.problems
    ) { input, desk in
        var members = try RequestBuilder.json(input.http).object ?? [:]
        members["verified"] = false
        let identity = try StrictDecoder.decode(Identity.self, from: .object(members))
        let request = AddIdentity(customer: input.path["customer"] ?? "", identity: identity)
        let customer = try await desk.caller.call(CustomersAPI.addIdentity, request, as: input.caller, input.options)
        return try RouteReply.response(JSON.encode(customer), .created, input)
    }

    /// An account as it is sent: without its id, with a password if there is to be a new one.
    private static let accountSchema: JSON = {
        let whole = SchemaReader(closed: true).schema(of: Account.self)
        let body = RequestBuilder.body(
            whole, without: ["id"], optional: ["teams": [], "active": true, "version": 0])
        var schema = body.object ?? [:]
        var properties = schema["properties"]?.object ?? [:]
        properties["password"] = ["type": "string"]
        schema["properties"] = .object(properties)
        return .object(schema)
    }()

    static let saveAccount = own(
        "PUT", "/accounts/{id}", "gateway.accounts.save", GatewayAPI.saveAccount.summary, allow: .admins, hasBody: true,
        request: accountSchema, reply: SchemaReader(closed: false).schema(of: Account.self),
        problems: GatewayAPI.saveAccount.problems
    ) { input, desk in
        var members = try RequestBuilder.json(input.http).object ?? [:]
        let password = members.removeValue(forKey: "password")?.string
        members["id"] = input.path["id"].map { $0 == "new" ? "" : JSON.string($0) }
        for (name, value) in ["teams": [], "active": true, "version": 0] as [String: JSON] where members[name] == nil {
            members[name] = value
        }
        let account = try StrictDecoder.decode(Account.self, from: .object(members))
        let request = SaveAccount(account: account, password: password)
        return try .json(try await desk.caller.call(GatewayAPI.saveAccount, request, as: input.caller, input.options))
    }

    static let notifications = own(
        "GET", "/notifications", "rules.notifications", RulesAPI.notifications.summary, paged: true,
        reply: SchemaReader(closed: false).schema(of: Page<Notification>.self)
    ) { input, desk in
        let request = ListNotifications(
            agent: input.caller.id, limit: input.http.query("page[size]").flatMap(Int.init),
            after: input.http.query("page[after]"))
        let page = try await desk.caller.call(RulesAPI.notifications, request, as: input.caller, input.options)
        return try RouteReply.response(JSON.encode(page), .page, input)
    }

    static let readNotifications = own(
        "POST", "/notifications/reads", "rules.notifications.read", RulesAPI.readNotifications.summary, status: 204
    ) { input, desk in
        _ = try await desk.caller.call(
            RulesAPI.readNotifications, ReadNotifications(agent: input.caller.id), as: input.caller, input.options)
        return .empty()
    }

    /// Every change as server-sent events; after a gap the client is told to fetch again.
    static let stream = own(
        "GET", "/stream", "live.stream", "Everything that happens, as server-sent events (Last-Event-ID resumes).",
        reply: ["type": "string"], replyTypes: ["text/event-stream"]
    ) { input, desk in
        let last = input.http.headers["Last-Event-ID"]
        let (hub, time, caller) = (desk.hub, desk.time, input.caller)
        return HTTPResponse(
            headers: ["Content-Type": "text/event-stream", "Cache-Control": "no-store"],
            body: .stream { writer in try await hub.serve(writer, to: caller, after: last, time: time) })
    }

    static let openAPI = own(
        "GET", "/openapi.json", "api.document", "This document.", access: .everyone, reply: ["type": "object"]
    ) { _, _ in .json(bytes: OpenAPI.bytes) }

    static let asyncAPI = own(
        "GET", "/asyncapi.json", "api.events", "The events, as an AsyncAPI document.", access: .everyone,
        reply: ["type": "object"]
    ) { _, _ in .json(bytes: AsyncAPI.bytes) }

    static let changes = own(
        "GET", "/changes", "live.changes",
        "Everything that happened, from a cursor on; `start=now` begins at the end. Ask again with the cursor.",
        query: ["types", "start"], allow: .admins, paged: true,
        reply: SchemaReader(closed: false).schema(of: Page<Event>.self),
        problems: ["page.cursor": "The cursor is not one of ours."]
    ) { input, desk in try await Changes.page(input, desk) }
}
