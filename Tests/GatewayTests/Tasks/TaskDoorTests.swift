@testable import Gateway
import Base
import Contracts
import HTTP
import Testing

/// Rows 37, 42, 43, 89, 90 as a program outside sees them.
@Suite(.timeLimit(.minutes(5))) struct TaskDoorTests {
    @Test func `steps, followers, effort, reminders, calls`() async throws {
        try await GatewayHouse(realTickets: true).run { client in
            let (agent, admin) = (try await client.signedIn(.agent), try await client.signedIn(.admin))
            let api = "/api/v1"
            let id = try #require(try await Desks.open(agent, "Tasks")["id"]?.string)
            let ticket = api + "/tickets/\(id)"
            let added = try await agent.send("POST", ticket + "/checklist", ["text": "Check", "mandatory": true])
            let item = try #require(added.json["checklist"]?.array?.first?["id"]?.string, "\(added.json.text)")
            Promise.expect(
                try await agent.send("POST", ticket + "/checklist", ["text": ""]), 422, "checklist.text", "post",
                "/tickets/{ticket}/checklist")
            Promise.expect(
                try await agent.send("PATCH", ticket + "/checklist/none", ["done": true]), 404, "checklist.not_found",
                "patch", "/tickets/{ticket}/checklist/{item}")
            Promise.expect(
                try await agent.send("PATCH", ticket, ["status": "solved"]), 409, "ticket.checklist", "patch",
                "/tickets/{id}")
            let done = try await agent.send("PATCH", ticket + "/checklist/\(item)", ["done": true])
            #expect(done.json["checklist"]?.array?.first?["doneAt"] != nil, "\(done.json.text)")

            let light = try await client.signedIn(.light)
            #expect(try await light.send("PUT", ticket + "/followers/agent", [:]).status == 403)
            Promise.expect(
                try await agent.send("PUT", ticket + "/followers/none", [:]), 422, "follower.agent", "put",
                "/tickets/{ticket}/followers/{agent}")
            let followed = try await agent.send("PUT", ticket + "/followers/agent", [:])
            #expect(followed.json["followers"] == ["agent"], "\(followed.json.text)")
            #expect(try await agent.send("DELETE", ticket + "/followers/agent").json["followers"] == nil)
            Promise.expect(
                try await agent.send("POST", ticket + "/notes", ["text": "x", "mentions": ["none"]]), 422,
                "message.mentions", "post", "/tickets/{ticket}/notes")

            let effort = try await agent.send("POST", ticket + "/efforts", ["seconds": 300, "note": "phone"])
            #expect(effort.status == 201 && effort.json["correctedSeconds"] == 300, "\(effort.json.text)")
            Promise.expect(
                try await agent.send("POST", ticket + "/efforts", ["seconds": 0]), 422, "effort.seconds", "post",
                "/tickets/{ticket}/efforts")
            #expect(try await agent.send("GET", ticket + "/efforts").json["data"]?.array?.count == 1)

            let step: JSON = ["after": 10, "texts": ["en": "Any news?"]]
            let policy = try await admin.send("PUT", api + "/reminders", ["enabled": true, "steps": [step]])
            #expect(policy.status == 200 && policy.json["version"] == 1, "\(policy.json.text)")
            Promise.expect(
                try await admin.send("PUT", api + "/reminders", ["enabled": true, "steps": [step, step]]), 422,
                "reminders.steps", "put", "/reminders")

            Promise.expect(
                try await agent.send("POST", ticket + "/callback", [:]), 409, "callback.solved", "post",
                "/tickets/{id}/callback")
            #expect(try await agent.send("PATCH", ticket, ["status": "solved"]).status == 200)
            let planned = try await agent.send("POST", ticket + "/callback", [:])
            #expect(planned.json["callback"]?["isDue"] == true, "\(planned.json.text)")
            let closed = try await agent.send("POST", ticket + "/callback/result", ["result": "satisfied"])
            #expect(closed.json["status"] == "closed", "\(closed.json.text)")
            Promise.expect(
                try await agent.send("POST", ticket + "/callback/result", ["result": "satisfied"]), 409,
                "callback.solved", "post", "/tickets/{id}/callback/result")
        }
    }
}
