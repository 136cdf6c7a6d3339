internal import Base
internal import HTTP

/// Puts a call's request together from the parts of an HTTP request.
struct RequestBuilder: Sendable {
    let schema: JSON
    let query: [String]
    let paged: Bool
    let defaults: JSON
    let hasBody: Bool

    /// Members of the body over the defaults; path, query, page and If-Match over both. Throws a 400 that names what is
    /// wrong.
    func tree(_ input: RouteInput) throws -> JSON {
        var members = defaults.object ?? [:]
        if hasBody, !input.http.body.isEmpty {
            guard case .object(let body) = try RequestBuilder.json(input.http) else {
                throw Problem.malformed("json.mismatch", "The body must be a JSON object.")
            }
            for name in body.keys where input.path[name] != nil {
                throw Problem.malformed(
                    "json.unknown", "A member of the path may not stand in the body.",
                    errors: [.init(pointer: "#/\(name)", code: "unknown", detail: "It is named by the path.")])
            }
            members.merge(body) { _, new in new }
        }
        for item in input.http.target.query {
            if paged, item.name == "page[size]" {
                members["limit"] = .int(try RequestBuilder.size(item.value))
            } else if paged, item.name == "page[after]" {
                if !item.value.isEmpty { members["after"] = .string(item.value) }
            } else if query.contains(item.name) {
                if !item.value.isEmpty { members[item.name] = try typed(item.value, item.name) }
            } else {
                throw Problem.malformed(
                    "query.unknown", "There is no parameter \(item.name).",
                    errors: [.init(pointer: "#/\(item.name)", code: "unknown", detail: "There is no such parameter.")])
            }
        }
        for (name, value) in input.path { members[name] = try typed(value, name) }
        if schema["properties"]?["version"] != nil, let match = input.http.headers["If-Match"] {
            let tag = match.hasPrefix("W/") ? match.dropFirst(2) : match[...]
            let isQuoted = tag.count > 2 && tag.first == "\"" && tag.last == "\""
            guard let version = Int64(isQuoted ? tag.dropFirst().dropLast() : tag) else {
                throw Problem.malformed("header.if_match", "If-Match holds the ETag of the version you read.")
            }
            members["version"] = .int(version)
        }
        return .object(members)
    }

    static func json(_ request: HTTPRequest) throws -> JSON {
        let type = request.headers["Content-Type"] ?? "application/json"
        guard type.lowercased().hasPrefix("application/json") else {
            throw Problem(
                status: 415, code: "body.type", title: "Unsupported Media Type", detail: "Send application/json.")
        }
        return try JSON(parsing: request.body)
    }

    private static func size(_ text: String) throws -> Int64 {
        guard let size = Int64(text), (1...100).contains(size) else {
            throw Problem.malformed("page.size", "page[size] is a whole number from 1 to 100.")
        }
        return size
    }

    private func typed(_ text: String, _ name: String) throws -> JSON {
        func wrong(_ expected: String) -> Problem {
            .malformed(
                "query.type", "The parameter \(name) has the wrong type.",
                errors: [.init(pointer: "#/\(name)", code: "type", detail: "Expected \(expected).")])
        }
        switch schema["properties"]?[name]?["type"]?.string {
        case "integer":
            guard let number = Int64(text) else { throw wrong("a whole number") }
            return .int(number)
        case "boolean":
            guard let flag = Bool(text) else { throw wrong("true or false") }
            return .bool(flag)
        default: return .string(text)
        }
    }

    /// The schema of the body: the request's without what stands elsewhere.
    static func body(_ schema: JSON, without names: Set<String>, optional defaults: JSON) -> JSON {
        guard var members = schema.object else { return schema }
        members["properties"] = members["properties"]?.object.map { .object($0.filter { !names.contains($0.key) }) }
        let optional = Set((defaults.object ?? [:]).keys)
        members["required"] = members["required"]?.array.map { names_ in
            .array(names_.filter { !names.contains($0.string ?? "") && !optional.contains($0.string ?? "") })
        }
        return .object(members)
    }
}

/// Shows a reply as the API does.
enum RouteReply {
    /// `reply` is what the service said, JSON text.
    static func response(_ reply: [UInt8], _ shape: Route.Shape, _ input: RouteInput) throws -> HTTPResponse {
        switch shape {
        case .nothing: return .empty()
        case .page: return try page(reply, input)
        case .one, .created, .accepted:
            var headers: HTTPHeaders = [:]
            if let version = JSON.part("version", of: reply),
                let number = Int64(String(decoding: version, as: UTF8.self))
            {
                headers["ETag"] = "\"\(number)\""
            }
            if let tag = headers["ETag"], input.http.method == "GET", input.http.headers["If-None-Match"] == tag {
                return .empty(304, headers: headers)
            }
            let status = shape == .created ? 201 : shape == .accepted ? 202 : 200
            return .json(bytes: reply, status: status, headers: headers)
        }
    }

    /// `data`, `meta` and `links` (requirements 4.10). What the service listed goes on as it came.
    private static func page(_ reply: [UInt8], _ input: RouteInput) throws -> HTTPResponse {
        let after = try JSON.part("after", of: reply).map { try JSON(parsing: $0).string } ?? nil
        var links: [String: JSON] = [:]
        if let after {
            let kept = input.http.target.query.filter { $0.name != "page[after]" }.map { ($0.name, $0.value) }
            let query = (kept + [("page[after]", after)])
                .map { PercentCoding.encode($0.0) + "=" + PercentCoding.encode($0.1) }.joined(separator: "&")
            links["next"] = .string(input.http.target.rawPath + "?" + query)
        }
        let rest: JSON = [
            "links": .object(links),
            "meta": ["has_more": .bool(after != nil), "after_cursor": after.map(JSON.string) ?? .null],
        ]
        let items = JSON.part("items", of: reply) ?? Array("[]".utf8)[...]
        return .json(bytes: Array(#"{"data":"#.utf8) + items + Array(",".utf8) + rest.bytes.dropFirst())
    }
}
