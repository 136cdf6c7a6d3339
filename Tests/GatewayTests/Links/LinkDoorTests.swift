@testable import Gateway
import Base
import Contracts
import HTTP
import Testing

/// Rows 41, 46 and 47 as a program outside sees them.
@Suite(.timeLimit(.minutes(5))) struct LinkDoorTests {
    @Test func `links, incidents, duplicates, reopening`() async throws {
        try await GatewayHouse(realTickets: true).run { client in
            let (agent, admin) = (try await client.signedIn(.agent), try await client.signedIn(.admin))
            let api = "/api/v1"
            var ids: [String] = []
            for name in ["Line down", "No internet", "No internet at all"] {
                ids.append(try #require(try await Desks.open(agent, name)["id"]?.string))
            }
            let path = "/tickets/{ticket}/links"
            let incident: JSON = ["role": "incident", "other": .string(ids[1])]
            let linked = try await agent.send("POST", api + "/tickets/\(ids[0])/links", incident)
            #expect(linked.status == 201 && linked.json["ticket"]?["id"] == .string(ids[1]), "\(linked.json.text)")
            Promise.expect(
                try await agent.send(
                    "POST", api + "/tickets/\(ids[1])/links", ["role": "incident", "other": .string(ids[0])]), 409,
                "link.circle", "post", path)
            Promise.expect(
                try await agent.send(
                    "POST", api + "/tickets/\(ids[1])/links", ["role": "parent", "other": .string(ids[1])]), 422,
                "link.self", "post", path)
            let seen = try await agent.send("GET", api + "/tickets/\(ids[1])/links?role=problem")
            #expect(seen.json["data"]?.array?.count == 1, "\(seen.json.text)")
            let similar = try await agent.send("GET", api + "/tickets/\(ids[1])/duplicates")
            #expect(similar.json["data"]?.array?.first?["ticket"]?["id"] == .string(ids[2]), "\(similar.json.text)")
            let run = try await agent.send(
                "POST", api + "/tickets/\(ids[0])/incidents/solution", ["text": "It works again."])
            #expect(run.status == 202 && run.json["total"] == 1, "\(run.json.text)")
            Promise.expect(
                try await agent.send("POST", api + "/tickets/\(ids[2])/incidents/solution", ["text": "x"]), 409,
                "link.no_incidents", "post", "/tickets/{ticket}/incidents/solution")
            let gone = try await agent.send("DELETE", api + "/tickets/\(ids[1])/links/problem/\(ids[0])")
            #expect(gone.status == 204)
            Promise.expect(
                try await agent.send("DELETE", api + "/tickets/\(ids[1])/links/problem/\(ids[0])"), 404,
                "link.not_found", "delete", "/tickets/{ticket}/links/{role}/{other}")
            let policy: JSON = ["closeAfter": 7_200, "choice": ["mode": "followUp"], "channels": [:]]
            #expect(try await agent.send("PUT", api + "/reopening", policy).status == 403)
            let saved = try await admin.send("PUT", api + "/reopening", policy)
            #expect(saved.status == 200 && saved.headers["ETag"] == "\"1\"", "\(saved.json.text)")
            let wrong: JSON = ["closeAfter": 1, "choice": ["mode": "followUp"], "channels": [:]]
            Promise.expect(
                try await admin.send("PUT", api + "/reopening", wrong), 422, "reopening.close_after", "put",
                "/reopening")
        }
    }
}
