@testable import Gateway
import Base
import Contracts
import HTTP
import TestSupport
import Testing

@Suite struct RouteTableTests {
    private let table: RouteTable

    init() { table = RouteTable(RouteTable.all) }

    private func find(_ method: String, _ path: String) throws -> (route: Route, path: [String: String]) {
        try table.find(method: method, segments: path.split(separator: "/").map(String.init))
    }

    @Test func `names in braces are filled from the path`() throws {
        let found = try find("POST", "tickets/t1/replies")
        #expect(found.route.operation == "tickets.reply" && found.path == ["ticket": "t1"])
        #expect(try find("HEAD", "tickets/t1").route.operation == "tickets.get")
    }

    @Test func `a fixed word goes before a name`() throws {
        #expect(try find("GET", "articles/search").route.operation == "knowledge.search")
        #expect(try find("GET", "articles/other").route.operation == "knowledge.get")
        #expect(try find("POST", "rules/rehearsals").route.operation == "rules.rehearse")
    }

    @Test(arguments: ["nothing", "tickets/t1/replies/more", "", "tickets/\(String(repeating: "x", count: 301))"])
    func `an unknown place is a 404`(path: String) {
        let problem = #expect(throws: Problem.self) { try find("GET", path) }
        #expect(problem?.status == 404 && problem?.code == "route.unknown")
    }

    @Test func `a wrong method is a 405 that says which are right`() {
        let problem = #expect(throws: Problem.self) { try find("PUT", "tickets/t1") }
        #expect(problem?.status == 405)
        #expect(problem?.detail == "Allowed here: DELETE, GET, HEAD, PATCH.")
        #expect(table.methods(segments: ["tickets"]) == ["GET", "HEAD", "POST"])
    }

    @Test func `large bodies are taken only where they belong`() {
        #expect(table.bodyLimit(path: "/api/v1/intake/mail") == 30 << 20)
        #expect(table.bodyLimit(path: "/api/v1/attachments") == 20 << 20)
        for path in ["/api/v1/tickets", "/", "/api/v1", "/x", "/api/v1/intake/mail/more"] {
            #expect(table.bodyLimit(path: path) == 1 << 20)
        }
    }

    @Test func `only these doors are open to everybody`() {
        let open = RouteTable.all.filter { $0.access == .everyone }.map { "\($0.method) \($0.path)" }
        #expect(
            Set(open) == [
                "POST /session", "POST /intake/form", "GET /wechat/{channel}", "POST /wechat/{channel}",
                "GET /surveys/{token}", "GET /surveys/{token}/qr", "POST /surveys/{token}/answers", "GET /openapi.json",
                "GET /session/ways", "POST /session/password-resets", "POST /session/passwords", "GET /session/oidc",
                "GET /session/oidc/callback", "GET /asyncapi.json",
                "POST /visitors/{visitor}/identification",
            ])
    }

    @Test func `operations have names of their own`() {
        let names = RouteTable.all.map(\.operation)
        #expect(Set(names).count == names.count)
        #expect(RouteTable.all.allSatisfy { !$0.summary.isEmpty })
    }
}
