@testable import Gateway
import Base
import Contracts
import HTTP
import Testing

/// Rows 85 and 86 as a program outside sees them.
@Suite(.timeLimit(.minutes(5))) struct MacroDoorTests {
    @Test func `a macro is added, tried, used, changed and removed`() async throws {
        try await GatewayHouse(realTickets: true).run { client in
            let agent = try await client.signedIn(.agent)
            let api = "/api/v1"
            let id = try #require(try await Desks.open(agent, "Macros", of: "Mei")["id"]?.string)
            let body: JSON = [
                "name": "Hello", "code": "hi", "texts": ["en": "Dear {{ticket.requester.name}},"],
                "edit": ["priority": "high", "addTags": ["greeted"]],
            ]
            let added = try await agent.send("POST", api + "/macros", body)
            let macro = try #require(added.json["id"]?.string, "\(added.json.text)")
            #expect(added.status == 201 && added.headers["ETag"] == "\"1\"")
            let place = api + "/tickets/\(id)/macros/\(macro)"
            let preview = try await agent.send("GET", place + "?language=en")
            #expect(preview.json["text"] == "Dear Mei," && preview.json["ticket"]?["priority"] == "normal")
            let used = try await agent.send("POST", place, [:])
            #expect(used.json["ticket"]?["priority"] == "high" && used.json["changes"]?.array?.count == 2)
            let list = try await agent.send("GET", api + "/macros")
            #expect(list.json["data"]?.array?.first?["uses"] == 1, "\(list.json.text)")

            let light = try await client.signedIn(.light)
            #expect(try await light.send("POST", place, [:]).status == 403)
            Promise.expect(
                try await light.send("GET", place), 404, "macro.not_found", "get", "/tickets/{ticket}/macros/{macro}")
            Promise.expect(
                try await agent.send("POST", api + "/macros", ["name": "x"]), 422, "macro.invalid", "post", "/macros")
            let stale = try await agent.send("PUT", api + "/macros/\(macro)", body, ["If-Match": "\"9\""])
            Promise.expect(stale, 412, "macro.stale", "put", "/macros/{id}")
            let changed = try await agent.send("PUT", api + "/macros/\(macro)", body, ["If-Match": "\"1\""])
            #expect(changed.json["version"] == 2 && changed.json["uses"] == 1)
            #expect(try await agent.send("DELETE", api + "/macros/\(macro)").status == 204)
            Promise.expect(
                try await agent.send("POST", place, [:]), 404, "macro.not_found", "post",
                "/tickets/{ticket}/macros/{macro}")
        }
    }
}
