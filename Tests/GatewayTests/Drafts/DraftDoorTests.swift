@testable import Gateway
import Base
import Contracts
import HTTP
import Testing

/// Rows 35, 36, 44, 88 as a program outside sees them.
@Suite(.timeLimit(.minutes(5))) struct DraftDoorTests {
    @Test func `drafts, answers on hold, tickets put aside`() async throws {
        try await GatewayHouse(realTickets: true).run { client in
            let (agent, admin) = (try await client.signedIn(.agent), try await client.signedIn(.admin))
            let api = "/api/v1"
            let id = try #require(try await Desks.open(agent, "Draft")["id"]?.string)
            let own = api + "/tickets/\(id)/drafts/own"
            let saved = try await agent.send("PUT", own, ["text": "I am looking into it"])
            #expect(saved.status == 200 && saved.headers["ETag"] == "\"1\"", "\(saved.json.text)")
            let path = "/tickets/{ticket}/drafts/{slot}"
            Promise.expect(
                try await agent.send("PUT", own, ["text": "x"], ["If-Match": "\"7\""]), 412, "draft.stale", "put", path)
            #expect(try await agent.send("GET", api + "/drafts").json["data"]?.array?.count == 1)
            #expect(try await admin.send("GET", api + "/tickets/\(id)/drafts").json["data"] == [])
            #expect(try await agent.send("PUT", api + "/tickets/\(id)/drafts/none", ["text": "x"]).status == 400)
            #expect(try await agent.send("DELETE", own).status == 204)
            Promise.expect(try await agent.send("DELETE", own), 404, "draft.not_found", "delete", path)

            let hold = api + "/tickets/\(id)/held-replies"
            let held = try await agent.send("POST", hold, ["text": "Soon.", "sendAt": "2100-01-01T00:00:00Z"])
            Promise.expect(held, 422, "held.send_at", "post", "/tickets/{ticket}/held-replies")
            let waits = try await agent.send("POST", hold, ["text": "Soon.", "cancelOnAnswer": true])
            let reply = try #require(waits.json["id"]?.string)
            #expect(waits.status == 201 && waits.json["state"] == "held", "\(waits.json.text)")
            #expect(try await agent.send("GET", hold).json["data"]?.array?.count == 1)
            let cancel = "/held-replies/\(reply)/cancellation"
            let undone = try await agent.send("POST", api + cancel, [:])
            #expect(undone.status == 200 && undone.json["state"] == "cancelled")
            Promise.expect(
                try await agent.send("POST", api + cancel, [:]), 409, "held.over", "post",
                "/held-replies/{id}/cancellation")
            let policy = try await admin.send("PUT", api + "/sending", ["undoSeconds": 500])
            Promise.expect(policy, 422, "sending.undo", "put", "/sending")

            let aside = try await agent.send("PUT", api + "/tickets/\(id)/snooze", ["seconds": 3_600])
            #expect(aside.status == 200 && aside.json["snooze"]?["until"] != nil, "\(aside.json.text)")
            Promise.expect(
                try await agent.send("PUT", api + "/tickets/\(id)/snooze", ["seconds": 0]), 422, "snooze.until", "put",
                "/tickets/{id}/snooze")
            let back = try await agent.send("DELETE", api + "/tickets/\(id)/snooze")
            #expect(back.status == 200 && back.json["snooze"] == nil)
        }
    }
}
