internal import Base

/// The OpenAPI 3.1 document, made from the route table that also serves the requests.
enum OpenAPI {
    static let bytes: [UInt8] = Array(document(RouteTable.all).text.utf8)

    static func document(_ routes: [Route]) -> JSON {
        var paths: [String: [String: JSON]] = [:]
        for route in routes { paths[route.path, default: [:]][route.method.lowercased()] = operation(route) }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Moat", "version": "1",
                "description":
                    "Customer service: tickets, customers, knowledge, rules and numbers. Enumerations may grow.",
            ],
            "servers": [["url": .string(RouteTable.prefix)]],
            "paths": .object(paths.mapValues(JSON.object)),
            "components": [
                "schemas": ["Problem": problem],
                "securitySchemes": [
                    "session": ["type": "apiKey", "in": "cookie", "name": .string(Sessions.cookie)],
                    "csrf": ["type": "apiKey", "in": "header", "name": "X-CSRF-Token"],
                    "key": ["type": "http", "scheme": "bearer", "description": "An API key, `moat_…`."],
                ],
            ],
        ]
    }

    private static func operation(_ route: Route) -> JSON {
        var operation: [String: JSON] = [
            "operationId": .string(route.operation), "summary": .string(route.summary), "tags": [.string(route.tag)],
            "parameters": .array(parameters(route)), "responses": responses(route),
        ]
        if route.access == .session {
            operation["security"] = [
                route.method == "GET" ? ["session": []] : ["session": [], "csrf": []], ["key": []],
            ]
        }
        if route.hasBody {
            let type = route.bodyType ?? "application/json"
            let schema: JSON = route.bodyType == nil ? route.requestSchema : ["type": "string", "format": "binary"]
            let isNeeded = route.bodyType != nil || schema["required"]?.array?.isEmpty == false
            var content: [String: JSON] = ["schema": schema]
            content["example"] = Example.shown[route.operation]?.body
            operation["requestBody"] = ["required": .bool(isNeeded), "content": [type: .object(content)]]
        }
        return .object(operation)
    }

    private static func parameters(_ route: Route) -> [JSON] {
        let example = Example.shown[route.operation]
        func parameter(
            _ name: String, _ place: String, _ schema: JSON, needed: Bool = false, _ shown: String? = nil
        ) -> JSON {
            var members: [String: JSON] = [
                "name": .string(name), "in": .string(place), "required": .bool(needed), "schema": schema,
            ]
            members["example"] = shown.map { value($0, schema) }
            return .object(members)
        }
        let text: JSON = ["type": "string"]
        let inPath = route.segments.filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
        var all = inPath.map { parameter($0, "path", text, needed: true, example?.path[$0]) }
        all += route.query.map {
            parameter(
                $0, "query", route.querySchemas[$0] ?? text, needed: route.neededQuery.contains($0), example?.query[$0])
        }
        if route.paged {
            let size: JSON = ["type": "integer", "minimum": 1, "maximum": 100]
            all.append(parameter("page[size]", "query", size, example?.query["page[size]"]))
            all.append(parameter("page[after]", "query", text))
        }
        if route.method == "POST" {
            all.append(parameter("Idempotency-Key", "header", ["type": "string", "maxLength": 255]))
        }
        if route.method == "PATCH" || route.method == "PUT" || route.seesVersion {
            all.append(parameter("If-Match", "header", text, example?.version.map { "\"\($0.text)\"" }))
        }
        return all
    }

    /// What stands in a query, as its schema has it.
    private static func value(_ text: String, _ schema: JSON) -> JSON {
        switch schema["type"]?.string {
        case "integer": Int64(text).map(JSON.int) ?? .string(text)
        case "boolean": Bool(text).map(JSON.bool) ?? .string(text)
        default: .string(text)
        }
    }

    private static func responses(_ route: Route) -> JSON {
        let failure: JSON = [
            "description": "What is wrong.",
            "content": ["application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]],
        ]
        var success: [String: JSON] = ["description": "Done."]
        if ![204, 302].contains(route.status), !route.replyTypes.isEmpty {
            let schema = shown(route)
            success["content"] = .object(route.replyTypes.reduce(into: [:]) { $0[$1] = ["schema": schema] })
        }
        var refusal = failure.object ?? [:]
        if !route.problems.isEmpty {
            let lines = route.problems.sorted { $0.key < $1.key }.map { "- `\($0.key)`: \($0.value)" }
            refusal["description"] = .string("What is wrong; `code` may be:\n\n" + lines.joined(separator: "\n"))
            refusal["x-codes"] = .array(route.problems.keys.sorted().map(JSON.string))
        }
        return [String(route.status): .object(success), "4XX": .object(refusal), "5XX": failure]
    }

    private static func shown(_ route: Route) -> JSON {
        guard route.paged else { return route.replySchema }
        return [
            "type": "object", "required": ["data", "meta", "links"],
            "properties": [
                "data": route.replySchema["properties"]?["items"] ?? ["type": "array"],
                "meta": [
                    "type": "object",
                    "properties": ["has_more": ["type": "boolean"], "after_cursor": ["type": ["string", "null"]]],
                ],
                "links": ["type": "object", "properties": ["next": ["type": "string"]]],
            ],
        ]
    }

    private static let problem = SchemaReader(closed: false).schema(of: Problem.self)
}
