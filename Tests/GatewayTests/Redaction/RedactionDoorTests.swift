@testable import Gateway
import Base
import Contracts
import HTTP
import Testing

/// Rows 48, 49, 87, 88 as a program outside sees them.
@Suite(.timeLimit(.minutes(5))) struct RedactionDoorTests {
    @Test func `who is there, what must not be read, what was thrown away`() async throws {
        try await GatewayHouse(realTickets: true).run { client in
            let (agent, admin) = (try await client.signedIn(.agent), try await client.signedIn(.admin))
            let api = "/api/v1"
            let id = try #require(try await Desks.open(agent, "Secret 4711-0815")["id"]?.string)
            let ticket = api + "/tickets/\(id)"
            let first = try await agent.send("PUT", ticket + "/viewing", ["mode": "editing"])
            #expect(first.status == 200 && first.json["viewers"] == [], "\(first.json.text)")
            let second = try await admin.send("PUT", ticket + "/viewing", ["mode": "viewing"])
            #expect(second.json["viewers"]?.array?.first?["mode"] == "editing")
            let both = try await admin.send("GET", api + "/viewers?tickets=\(id)")
            #expect(both.json["data"]?.array?.first?["viewers"]?.array?.count == 1)
            #expect(try await agent.send("DELETE", ticket + "/viewing").status == 204)
            let seen = second.json["lastIncoming"] ?? .null
            let reply = try await agent.send("POST", ticket + "/replies", ["text": "x", "seen": seen])
            #expect(reply.status == 201, "\(reply.json.text)")

            let path = "/tickets/{ticket}/redactions"
            Promise.expect(
                try await agent.send("POST", ticket + "/redactions", ["text": "no such thing"]), 409,
                "redaction.nothing", "post", path)
            Promise.expect(
                try await agent.send("POST", ticket + "/redactions", [:]), 422, "redaction.text", "post", path)
            let done = try await agent.send("POST", ticket + "/redactions", ["text": "4711-0815"])
            #expect(done.status == 201, "\(done.json.text)")
            #expect(try await agent.send("GET", ticket).json["subject"] == "Secret ▇▇▇▇▇▇▇▇▇")
            #expect(try await agent.send("GET", ticket + "/history").json.text.contains("4711-0815") == false)

            let gone = try await agent.send("DELETE", ticket)
            #expect(gone.status == 200 && gone.json["trashedAt"] != nil, "\(gone.json.text)")
            Promise.expect(
                try await agent.send("POST", ticket + "/replies", ["text": "x"]), 409, "ticket.trashed", "post",
                "/tickets/{ticket}/replies")
            #expect(try await agent.send("GET", api + "/trash").json["data"]?.array?.count == 1)
            #expect(try await agent.send("DELETE", api + "/trash/\(id)").status == 403)
            let back = try await agent.send("POST", ticket + "/restoration", [:])
            #expect(back.status == 200 && back.json["trashedAt"] == nil)
            Promise.expect(
                try await agent.send("POST", ticket + "/restoration", [:]), 409, "trash.not_there", "post",
                "/tickets/{id}/restoration")
            _ = try await agent.send("DELETE", ticket)
            #expect(try await admin.send("DELETE", api + "/trash/\(id)").status == 204)
            Promise.expect(
                try await admin.send("DELETE", api + "/trash/\(id)"), 404, "ticket.not_found", "delete", "/trash/{id}")
            #expect(try await agent.send("GET", ticket).status == 404)
        }
    }
}
