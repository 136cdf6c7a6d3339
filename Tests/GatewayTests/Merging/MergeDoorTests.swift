@testable import Gateway
import Base
import Contracts
import HTTP
import Testing

/// Rows 39 and 40 as a program outside sees them: HTTP, and the codes that the document promises.
@Suite(.timeLimit(.minutes(5))) struct MergeDoorTests {
    @Test func `merge, undo and split`() async throws {
        try await GatewayHouse(realTickets: true).run { client in
            let agent = try await client.signedIn(.agent)
            let api = "/api/v1"
            var ids: [String] = []
            for name in ["One", "Two", "Three"] {
                ids.append(try #require(try await Desks.open(agent, name, of: "c-" + name)["id"]?.string))
            }
            let merges = "/tickets/{target}/merges"
            let body: JSON = ["sources": .array([.string(ids[1])])]
            let preview = try await agent.send("POST", api + "/tickets/\(ids[0])/merges/previews", body)
            #expect(preview.status == 200 && preview.json["warnings"]?.array?.contains("requester") == true)
            let light = try await client.signedIn(.light)
            #expect(try await light.send("POST", api + "/tickets/\(ids[0])/merges", body).status == 403)
            let merged = try await agent.send(
                "POST", api + "/tickets/\(ids[0])/merges", body, ["Idempotency-Key": "once"])
            #expect(merged.status == 201, "\(merged.json.text)")
            let again = try await agent.send(
                "POST", api + "/tickets/\(ids[0])/merges", body, ["Idempotency-Key": "once"])
            #expect(again.json["merges"] == merged.json["merges"])
            #expect(merged.json["ticket"]?["messageCount"] == 2 && merged.json["ticket"]?["cc"]?.array?.count == 1)
            Promise.expect(
                try await agent.send("POST", api + "/tickets/\(ids[0])/merges", body), 409, "merge.circle", "post",
                merges)
            Promise.expect(
                try await agent.send("POST", api + "/tickets/\(ids[2])/merges", body), 409, "merge.merged", "post",
                merges)
            Promise.expect(
                try await agent.send("POST", api + "/tickets/\(ids[2])/merges", ["sources": []]), 422, "merge.sources",
                "post", merges)
            Promise.expect(
                try await agent.send("POST", api + "/tickets/\(ids[1])/replies", ["text": "x"]), 409, "ticket.merged",
                "post", "/tickets/{ticket}/replies")
            let listed = try await agent.send("GET", api + "/tickets/\(ids[1])/merges")
            let id = try #require(listed.json["data"]?.array?.first?["id"]?.string)
            let undone = try await agent.send("POST", api + "/merges/\(id)/undo", [:])
            #expect(undone.status == 200 && undone.json["source"]?["status"] == "open", "\(undone.json.text)")
            Promise.expect(
                try await agent.send("POST", api + "/merges/\(id)/undo", [:]), 409, "merge.undone", "post",
                "/merges/{id}/undo")
            Promise.expect(
                try await agent.send("POST", api + "/merges/none/undo", [:]), 404, "merge.not_found", "post",
                "/merges/{id}/undo")

            let note = try await agent.send("POST", api + "/tickets/\(ids[2])/notes", ["text": "another matter"])
            let message = try #require(note.json["message"]?["id"]?.string)
            let split = try await agent.send(
                "POST", api + "/tickets/\(ids[2])/splits",
                ["messages": .array([.string(message)]), "mode": "move", "subject": "Matter"])
            #expect(split.status == 201 && split.json["new"]?["splitFrom"] == .string(ids[2]), "\(split.json.text)")
            Promise.expect(
                try await agent.send(
                    "POST", api + "/tickets/\(ids[2])/splits", ["messages": ["none"], "mode": "move"]), 422,
                "split.messages", "post", "/tickets/{ticket}/splits")
        }
    }
}
