@testable import Gateway
import Base
import Contracts
import HTTP
import Testing

/// Row 38 as a program outside sees it.
@Suite(.timeLimit(.minutes(5))) struct SideTalkDoorTests {
    @Test func `a conversation beside a ticket`() async throws {
        try await GatewayHouse(realTickets: true).run { client in
            let agent = try await client.signedIn(.agent)
            let api = "/api/v1"
            let id = try #require(try await Desks.open(agent, "Broken")["id"]?.string)
            let path = "/tickets/{ticket}/side-conversations"
            let body: JSON = ["subject": "Part", "address": "v@example.com", "text": "Have you one?"]
            let opened = try await agent.send("POST", api + "/tickets/\(id)/side-conversations", body)
            let talk = try #require(opened.json["id"]?.string, "\(opened.json.text)")
            #expect(opened.status == 201)
            Promise.expect(
                try await agent.send(
                    "POST", api + "/tickets/\(id)/side-conversations",
                    ["subject": "Part", "address": "nobody", "text": "x"]), 422, "side.address", "post", path)
            let listed = try await agent.send("GET", api + "/tickets/\(id)/side-conversations")
            #expect(listed.json["data"]?.array?.count == 1)
            let side = api + "/side-conversations/\(talk)"
            #expect(try await agent.send("POST", side + "/messages", ["text": "Please."]).status == 201)
            #expect(try await agent.send("GET", side + "/messages").json["data"]?.array?.count == 2)
            #expect(try await agent.send("PUT", side + "/state", ["state": "done"]).json["state"] == "done")
            Promise.expect(
                try await agent.send("PUT", api + "/side-conversations/none/state", ["state": "done"]), 404,
                "side.not_found", "put", "/side-conversations/{talk}/state")
        }
    }
}
