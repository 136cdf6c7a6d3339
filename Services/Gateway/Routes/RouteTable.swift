internal import Base

/// All routes, found by method and path.
struct RouteTable: Sendable {
    static let prefix = "/api/v1"
    static let all: [Route] =
        sessionRoutes + ticketRoutes + viewRoutes + routingRoutes + customerRoutes + staffRoutes + slaRoutes
        + surveyRoutes + knowledgeRoutes + ruleRoutes + analyticsRoutes + channelRoutes + publicRoutes

    let routes: [Route]

    /// Two routes of one method and path are a programmer's error.
    init(_ routes: [Route]) throws {
        var seen: Set<String> = []
        for route in routes {
            let shape = route.segments.map { $0.hasPrefix("{") ? "{}" : String($0) }.joined(separator: "/")
            precondition(
                seen.insert(route.method + " " + shape).inserted, "two routes for \(route.method) \(route.path)")
        }
        self.routes = routes
    }

    /// The route of a request and what its path names; 404 or 405 otherwise. A fixed word wins over a name in braces.
    func find(method: String, segments: [String]) throws -> (route: Route, path: [String: String]) {
        let wanted = method == "HEAD" ? "GET" : method
        var best: (route: Route, path: [String: String])?
        for route in routes {
            guard let path = RouteTable.match(route, segments) else { continue }
            if route.method == wanted, best.map({ path.count < $0.path.count }) ?? true { best = (route, path) }
        }
        if let best { return best }
        let methods = methods(segments: segments)
        guard methods.isEmpty else {
            throw Problem(
                status: 405, code: "route.method", title: "Method Not Allowed",
                detail: "Allowed here: \(methods.joined(separator: ", ")).")
        }
        throw Problem(
            status: 404, code: "route.unknown", title: "Not Found",
            detail: "There is nothing at this address; see \(RouteTable.prefix)/openapi.json.")
    }

    /// What may be done at a path: the `Allow` header of a 405.
    func methods(segments: [String]) -> [String] {
        var methods = Set(routes.filter { RouteTable.match($0, segments) != nil }.map(\.method))
        if methods.contains("GET") { methods.insert("HEAD") }
        return methods.sorted()
    }

    /// The most bytes a body may have at a path.
    func bodyLimit(path: String) -> Int {
        let segments = path.dropFirst(RouteTable.prefix.count).split(separator: "/").map(String.init)
        let limits = routes.filter { RouteTable.match($0, segments) != nil }.map(\.bodyLimit)
        return limits.max() ?? 1 << 20
    }

    private static func match(_ route: Route, _ segments: [String]) -> [String: String]? {
        let template = route.segments
        guard template.count == segments.count else { return nil }
        var path: [String: String] = [:]
        for (part, value) in zip(template, segments) {
            if part.hasPrefix("{") {
                guard !value.isEmpty, value.utf8.count <= 300 else { return nil }
                path[String(part.dropFirst().dropLast())] = value
            } else if part != value {
                return nil
            }
        }
        return path
    }
}
