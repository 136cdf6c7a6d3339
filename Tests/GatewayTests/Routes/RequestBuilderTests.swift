@testable import Gateway
import Base
import Contracts
import HTTP
import Testing

@Suite struct RequestBuilderTests {
    private struct Asked: Codable {
        var id: String
        var count: Int?
        var flag: Bool?
        var word: String?
        var version: Int?
        var limit: Int?
        var after: String?
    }

    private func input(
        _ target: String, body: String = "", path: [String: String] = ["id": "1"], headers: HTTPHeaders = [:]
    ) throws -> RouteInput {
        RouteInput(
            http: HTTPRequest(method: "POST", target: try HTTPTarget(target), headers: headers, body: Array(body.utf8)),
            path: path, caller: .system, session: nil)
    }

    private func tree(
        _ target: String = "/x", body: String = "", headers: HTTPHeaders = [:], paged: Bool = true,
        defaults: JSON = [:], hasBody: Bool = true
    ) throws -> JSON {
        let builder = RequestBuilder(
            schema: SchemaReader(closed: true).schema(of: Asked.self), query: ["count", "flag", "word"], paged: paged,
            defaults: defaults, hasBody: hasBody)
        return try builder.tree(try input(target, body: body, headers: headers))
    }

    private func code(_ action: () throws -> Void) -> String? {
        do {
            try action()
            return nil
        } catch {
            return (error as? Problem)?.code
        }
    }

    @Test func `query values get the types of the request`() throws {
        let tree = try tree("/x?count=5&flag=true&word=a%20b&page[size]=20&page[after]=abc")
        #expect(
            tree == ["id": "1", "count": 5, "flag": true, "word": "a b", "limit": 20, "after": "abc"])
        #expect(try self.tree("/x?word=&page[after]=") == ["id": "1"])
    }

    @Test(arguments: [
        ("/x?count=five", "query.type"), ("/x?flag=yes", "query.type"), ("/x?other=1", "query.unknown"),
        ("/x?id=2", "query.unknown"), ("/x?page[size]=0", "page.size"), ("/x?page[size]=101", "page.size"),
        ("/x?page[size]=ten", "page.size"), ("/x?limit=5", "query.unknown"),
    ]) func `a wrong or unknown parameter is named`(target: String, expected: String) {
        #expect(code { _ = try tree(target) } == expected)
    }

    @Test func `pages are only where lists are`() {
        #expect(code { _ = try tree("/x?page[size]=5", paged: false) } == "query.unknown")
    }

    @Test func `the body goes over defaults, the path over all`() throws {
        #expect(
            try tree(body: #"{"count":3}"#, defaults: ["count": 1, "word": "d"]) == [
                "id": "1", "count": 3, "word": "d",
            ])
        #expect(code { _ = try tree(body: #"{"id":"2"}"#) } == "json.unknown")
        #expect(try tree(body: #"{"count":3}"#, hasBody: false) == ["id": "1"])
    }

    @Test(arguments: [
        ("[1]", "json.mismatch"), ("{", "json.malformed"), ("nonsense", "json.malformed"), ("3", "json.mismatch"),
    ])
    func `a body that is no object is refused`(body: String, expected: String) {
        #expect(code { _ = try tree(body: body) } == expected)
    }

    @Test func `only JSON is read`() throws {
        #expect(code { _ = try tree(body: "{}", headers: ["Content-Type": "text/plain"]) } == "body.type")
        #expect(try tree(body: "{}", headers: ["Content-Type": "Application/JSON; charset=utf-8"]) == ["id": "1"])
    }

    @Test func `If-Match is the version`() throws {
        for tag in ["\"7\"", "W/\"7\"", "7"] {
            #expect(try tree(headers: ["If-Match": tag]) == ["id": "1", "version": 7])
        }
        #expect(code { _ = try tree(headers: ["If-Match": "*"]) } == "header.if_match")
        #expect(code { _ = try tree(headers: ["If-Match": "\"1\", \"2\""]) } == "header.if_match")
    }

    private func response(_ reply: JSON, _ shape: Route.Shape, _ asked: RouteInput) throws -> HTTPResponse {
        try RouteReply.response(reply.bytes, shape, asked)
    }

    @Test func `a page says where the next one is`() throws {
        let asked = try input("/api/v1/tickets?view=open&page[size]=1&page[after]=old")
        let reply = try response(["items": [1], "after": "a&b"], .page, asked)
        guard case .bytes(let bytes) = reply.body else {
            Issue.record("no body")
            return
        }
        let body = try JSON(parsing: bytes)
        #expect(body["data"] == [1] && body["meta"] == ["has_more": true, "after_cursor": "a&b"])
        let next = try HTTPTarget(try #require(body["links"]?["next"]?.string))
        #expect(next.query.map { "\($0.name)=\($0.value)" } == ["view=open", "page[size]=1", "page[after]=a&b"])
        let last = try response(["items": []], .page, asked)
        if case .bytes(let bytes) = last.body {
            let body = try JSON(parsing: bytes)
            #expect(body["links"] == [:] && body["meta"]?["has_more"] == false)
        }
    }

    @Test func `a thing has the version as its tag`() throws {
        var asked = try input("/x")
        asked.http.method = "GET"
        let reply = try response(["version": 7], .one, asked)
        #expect(reply.status == 200 && reply.headers["ETag"] == "\"7\"")
        asked.http.headers["If-None-Match"] = "\"7\""
        #expect(try response(["version": 7], .one, asked).status == 304)
        #expect(try response(["version": 8], .one, asked).status == 200)
        #expect(try response([:], .created, asked).status == 201)
        #expect(try response([:], .accepted, asked).status == 202)
        #expect(try response([:], .nothing, asked).status == 204)
    }
}
