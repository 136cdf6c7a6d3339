internal import Base
internal import Contracts
internal import HTTP
internal import ServiceKit

/// The journals of the services one after the other, from a cursor on: for programs that keep a copy (`GET /changes`).
enum Changes {
    private static let sources = [
        TicketsAPI.service, CustomersAPI.service, KnowledgeAPI.service, RulesAPI.service, ChannelsAPI.service,
    ]

    /// A page of events. The cursor holds the place in each journal; it is there on the last page too, to ask from
    /// later.
    static func page(_ input: RouteInput, _ desk: Desk) async throws -> HTTPResponse {
        let limit = try input.http.query("page[size]").map { text -> Int in
            guard let size = Int(text), (1...100).contains(size) else {
                throw Problem.malformed("page.size", "page[size] is a whole number from 1 to 100.")
            }
            return size
        }
        let types = input.http.query("types").map { $0.split(separator: ",").map(String.init) }
        var places = try start(input.http.query("page[after]"))
        if input.http.query("start") == "now", places.isEmpty { places = try await ends(desk) }
        var events: [JSON] = []
        var isMore = false
        for source in sources {
            let left = (limit ?? 100) - events.count
            guard left > 0 else {
                isMore = true
                break
            }
            let call = Call<FeedRequest, FeedPage>("\(source).feed", allow: .services)
            let request = FeedRequest(after: places[source] ?? 0, limit: left, types: types)
            let page = try await desk.caller.call(
                call, request, as: .service(GatewayAPI.service), CallOptions(asksOnly: true))
            places[source] = page.last
            events += try page.events.map { try JSON(encoding: $0) }
            if let end = page.end, page.last < end { isMore = true }
        }
        if let masks = input.caller.grants?.masked, !masks.isEmpty {
            events = events.map { FieldMask.cover($0, Set(masks)) }
        }
        let cursor = PageCursor(.object(places.mapValues(JSON.int))).text
        let body: JSON = [
            "data": .array(events), "meta": ["has_more": .bool(isMore), "after_cursor": .string(cursor)],
            "links": ["next": .string(input.http.target.rawPath + "?page%5Bafter%5D=" + cursor)],
        ]
        return .json(bytes: body.bytes)
    }

    private static func start(_ after: String?) throws -> [String: Int64] {
        guard let after, !after.isEmpty else { return [:] }
        guard let members = try PageCursor(parsing: after, count: 1).values[0].object else {
            throw Problem.malformed("page.cursor", "The page cursor is not one of ours: start at the first page.")
        }
        return members.compactMapValues(\.int)
    }

    private static func ends(_ desk: Desk) async throws -> [String: Int64] {
        var places: [String: Int64] = [:]
        for source in sources {
            let call = Call<FeedRequest, FeedPage>("\(source).feed", allow: .services)
            let page = try await desk.caller.call(
                call, FeedRequest(after: 0, limit: 1), as: .service(GatewayAPI.service), CallOptions(asksOnly: true))
            places[source] = page.end ?? page.last
        }
        return places
    }
}
