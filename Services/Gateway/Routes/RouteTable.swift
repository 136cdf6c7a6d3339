internal import Base

/// All routes, found by method and path in a tree of the words of their paths.
struct RouteTable: Sendable {
    static let prefix = "/api/v1"
    static let all: [Route] =
        sessionRoutes + ticketRoutes + mergeRoutes + draftRoutes + erasureRoutes + taskRoutes + sideRoutes + macroRoutes
        + viewRoutes + routingRoutes + customerRoutes + staffRoutes + slaRoutes + surveyRoutes + knowledgeRoutes
        + ruleRoutes + analyticsRoutes + channelRoutes + houseRoutes + publicRoutes

    /// A place in the tree of paths.
    private struct Node: Sendable {
        /// By the fixed word that follows.
        var words: [String: Node] = [:]
        /// What follows a name in braces: none or one.
        var named: [Node] = []
        /// Those that end here, by method, each with its names in braces.
        var routes: [String: (route: Route, names: [String])] = [:]

        mutating func add(_ route: Route, _ rest: ArraySlice<String>) {
            guard let word = rest.first else {
                // A programmer's error.
                precondition(routes[route.method] == nil, "two routes for \(route.method) \(route.path)")
                let names = route.segments.filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
                routes[route.method] = (route, names)
                return
            }
            if word.hasPrefix("{") {
                if named.isEmpty { named.append(Node()) }
                named[0].add(route, rest.dropFirst())
            } else {
                words[word, default: Node()].add(route, rest.dropFirst())
            }
        }

        /// The places that a path leads to, each with what stands for its names.
        func ends(_ rest: ArraySlice<String>, _ values: [String] = []) -> [(node: Node, values: [String])] {
            guard let word = rest.first else { return [(self, values)] }
            var found = words[word]?.ends(rest.dropFirst(), values) ?? []
            if let below = named.first, !word.isEmpty, word.utf8.count <= 300 {
                found += below.ends(rest.dropFirst(), values + [word])
            }
            return found
        }
    }

    private var root = Node()

    init(_ routes: [Route]) {
        for route in routes { root.add(route, route.segments[...]) }
    }

    /// The route of a request and what its path names; 404 or 405 otherwise. A fixed word wins over a name in braces.
    func find(method: String, segments: [String]) throws -> (route: Route, path: [String: String]) {
        let wanted = method == "HEAD" ? "GET" : method
        let ends = root.ends(segments[...]).filter { $0.node.routes[wanted] != nil }
        if let best = ends.min(by: { $0.values.count < $1.values.count }), let found = best.node.routes[wanted] {
            return (found.route, Dictionary(zip(found.names, best.values), uniquingKeysWith: { first, _ in first }))
        }
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

    /// What may be done at a path: the `Allow` header of a 405. Of a fixed word what its own line says, not that of a
    /// name in braces.
    func methods(segments: [String]) -> [String] {
        let ends = root.ends(segments[...])
        let fewest = ends.map(\.values.count).min()
        var methods = Set(ends.filter { $0.values.count == fewest }.flatMap { $0.node.routes.keys })
        if methods.contains("GET") { methods.insert("HEAD") }
        return methods.sorted()
    }

    /// The most bytes a body may have at a path.
    func bodyLimit(path: String) -> Int {
        let segments = path.dropFirst(RouteTable.prefix.count).split(separator: "/").map(String.init)
        let limits = root.ends(segments[...]).flatMap { $0.node.routes.values.map(\.route.bodyLimit) }
        return limits.max() ?? 1 << 20
    }
}
