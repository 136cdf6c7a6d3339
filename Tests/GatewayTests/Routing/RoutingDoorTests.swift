@testable import Gateway
import Base
import Contracts
import HTTP
import Testing

/// Rows 52 to 66, 91, 92 and 178 as a program outside sees them: HTTP, and the codes that the document promises.
@Suite(.timeLimit(.minutes(5))) struct RoutingDoorTests {
    private func ticket(_ client: Client, _ subject: String, tags: [String] = []) async throws -> JSON {
        let answer = try await client.send(
            "POST", "/api/v1/tickets",
            [
                "subject": .string(subject), "text": "please", "tags": .array(tags.map(JSON.string)),
                "requester": ["id": "c1", "name": "Mei"],
            ])
        #expect(answer.status == 201, "\(answer.json.text)")
        return answer.json
    }

    private func person(_ role: String, _ more: [String: JSON]) -> JSON {
        let members: [String: JSON] = [
            "name": .string(role), "email": .string(role + "@example.com"), "roles": [.string(role)],
            "teams": ["support"],
        ]
        return .object(members.merging(more) { $1 })
    }

    /// Signed in, with an administrator who takes nothing.
    private func staff(_ client: Client) async throws -> (admin: Client, agent: Client) {
        let admin = try await client.signedIn(.admin)
        let agent = try await client.signedIn(.agent)
        let changed = try await admin.send("PUT", "/api/v1/agents/admin", person("admin", ["capacity": 0]))
        #expect(changed.status == 200, "\(changed.json.text)")
        return (admin, agent)
    }

    @Test func `rules, skills, queues, explanation and rehearsal`() async throws {
        try await GatewayHouse(realTickets: true).run { client in
            let (admin, agent) = try await staff(client)
            let api = "/api/v1"
            #expect(try await admin.send("PUT", api + "/skills/german", ["name": "German"]).status == 200)
            var rule: [String: JSON] = [
                "id": "de", "name": "German", "team": "support", "boost": 10,
                "condition": ["field": "ticket.tags", "is": "equal", "value": "de"],
                "skills": [["skill": "german", "level": 2]],
            ]
            let saved = try await admin.send(
                "PUT", api + "/routing", ["rules": [.object(rule)], "weights": ["chat": 2]])
            #expect(saved.status == 200 && saved.headers["ETag"] == "\"2\"", "\(saved.json.text)")
            let stale = try await admin.send("PUT", api + "/routing", ["rules": []], ["If-Match": "\"1\""])
            Promise.expect(stale, 412, "routing.stale", "put", "/routing")
            rule["team"] = "nowhere"
            Promise.expect(
                try await admin.send("PUT", api + "/routing", ["rules": [.object(rule)]]), 422, "routing.team", "put",
                "/routing")
            #expect(try await agent.send("PUT", api + "/routing", ["rules": []]).status == 403)
            Promise.expect(
                try await admin.send("PUT", api + "/queues/support", ["slope": 0]), 422, "queue.policy", "put",
                "/queues/{team}")
            Promise.expect(
                try await admin.send("PUT", api + "/queues/nowhere", [:]), 404, "team.not_found", "put",
                "/queues/{team}")

            let id = try #require(try await ticket(agent, "Hallo", tags: ["de"])["id"]?.string)
            let told = try await agent.send("GET", api + "/tickets/\(id)/routing").json
            let verdicts = told["now"]?["verdicts"]?.array ?? []
            #expect(verdicts.contains { $0["agent"] == "agent" && $0["refusals"] == ["skills"] }, "\(told.text)")
            #expect(told["rule"] == "German" && told["place"] == 1)
            let queues = try await agent.send("GET", api + "/queues").json
            #expect(queues["data"]?.array?.first?["waiting"] == 1, "\(queues.text)")
            let waiting = try await agent.send("GET", api + "/queues/support/tickets").json
            #expect(waiting["data"]?.array?.first?["id"] == .string(id))
            let learned = try await admin.send(
                "PUT", api + "/agents/agent", person("agent", ["skills": ["german": 3], "presence": "online"]))
            #expect(learned.status == 200)
            #expect(try await agent.send("GET", api + "/tickets/\(id)").json["assignee"] == "agent")
            Promise.expect(
                try await admin.send("PUT", api + "/agents/agent", person("agent", ["skills": ["magic": 3]])), 422,
                "agent.skill", "put", "/agents/{id}")

            let rehearsal = try await admin.send("POST", api + "/routing/rehearsals", [:])
            #expect(rehearsal.status == 200 && rehearsal.json["tickets"] == 1, "\(rehearsal.json.text)")
            Promise.expect(
                try await admin.send("POST", api + "/routing/rehearsals", ["days": 9]), 422, "rehearsal.days", "post",
                "/routing/rehearsals")
        }
    }

    @Test func `claims and offers`() async throws {
        try await GatewayHouse(realTickets: true).run { client in
            let (admin, agent) = try await staff(client)
            let api = "/api/v1"
            let manual = try await admin.send("PUT", api + "/queues/support", ["strategy": "manual"])
            #expect(manual.status == 200 && manual.json["version"] == 1)
            let first = try #require(try await ticket(agent, "One")["id"]?.string)
            let mine = try await agent.send("POST", api + "/tickets/\(first)/claim", [:])
            #expect(mine.json["assignee"] == "agent" && mine.json["routing"]?["kind"] == "claimed")
            let late = try await admin.send("POST", api + "/tickets/\(first)/claim", [:])
            Promise.expect(late, 409, "ticket.taken", "post", "/tickets/{id}/claim")
            #expect(late.json["detail"] == "Taken by agent.")
            Promise.expect(
                try await agent.send("POST", api + "/tickets/none/claim", [:]), 404, "ticket.not_found", "post",
                "/tickets/{id}/claim")
            Promise.expect(
                try await agent.send("POST", api + "/tickets/\(first)/routing", [:]), 409, "ticket.taken", "post",
                "/tickets/{id}/routing")

            let offering = try await admin.send(
                "PUT", api + "/queues/support", ["offerSeconds": 3_600], ["If-Match": "\"1\""])
            #expect(offering.status == 200, "\(offering.json.text)")
            let second = try await ticket(agent, "Two")
            #expect(second["offer"]?["agent"] == "agent", "\(second.text)")
            let place = api + "/tickets/\(second["id"]?.string ?? "")/offer"
            Promise.expect(
                try await admin.send("POST", place + "/acceptance", [:]), 409, "offer.gone", "post",
                "/tickets/{id}/offer/acceptance")
            #expect(try await agent.send("POST", place + "/acceptance", [:]).json["assignee"] == "agent")
            let third = try await ticket(agent, "Three")["id"]?.string ?? ""
            let refused = try await agent.send("POST", api + "/tickets/\(third)/offer/refusal", [:])
            #expect(refused.status == 200 && refused.json["offer"] == nil && refused.json["assignee"] == nil)
            Promise.expect(
                try await agent.send("POST", api + "/tickets/\(third)/offer/refusal", [:]), 409, "offer.gone", "post",
                "/tickets/{id}/offer/refusal")
        }
    }

    @Test func `presence, org chart and absences`() async throws {
        try await GatewayHouse(realTickets: true).run { client in
            let (admin, agent) = try await staff(client)
            let api = "/api/v1"
            let lunch = try await admin.send(
                "PUT", api + "/presence-reasons/lunch", ["name": "Lunch", "presence": "away"])
            #expect(lunch.status == 200, "\(lunch.json.text)")
            let place = api + "/agents/agent/presence"
            let away = try await agent.send("PUT", place, ["presence": "away", "reason": "lunch"])
            #expect(away.json["presenceReason"] == "lunch", "\(away.json.text)")
            for (body, status, code) in [
                (["presence": "online", "reason": "lunch"], 422, "presence.reason"),
                (["presence": "missed"], 409, "presence.missed"),
            ] as [(JSON, Int, String)] {
                Promise.expect(
                    try await agent.send("PUT", place, body), status, code, "put", "/agents/{agent}/presence")
            }
            let log = try await agent.send("GET", place).json
            #expect(log["data"]?.array?.first?["reason"] == "lunch" && log["data"]?.array?.count ?? 0 > 1)

            func line(_ agent: String, _ manager: String, _ from: String = "2026-01-01T00:00:00Z") -> JSON {
                ["agent": .string(agent), "manager": .string(manager), "from": .string(from)]
            }
            let added = try await admin.send("POST", api + "/org-chart", line("agent", "admin"))
            #expect(added.status == 201, "\(added.json.text)")
            for (body, status, code) in [
                (line("admin", "agent"), 409, "chart.circle"), (line("agent", "light"), 409, "chart.overlap"),
                (line("light", "nobody"), 422, "chart.agent"),
            ] {
                Promise.expect(
                    try await admin.send("POST", api + "/org-chart", body), status, code, "post", "/org-chart")
            }
            #expect(
                try await agent.send("GET", api + "/agents/agent/managers").json["data"]?.array?.first?["id"] == "admin"
            )
            let before = try await agent.send("GET", api + "/org-chart?at=2025-06-01T00:00:00Z").json
            #expect(before["data"] == [])
            let gone = api + "/org-chart/" + (added.json["id"]?.string ?? "")
            #expect(try await admin.send("DELETE", gone).status == 204)
            Promise.expect(try await admin.send("DELETE", gone), 404, "line.not_found", "delete", "/org-chart/{id}")

            func absence(_ agent: String, _ substitute: String) -> JSON {
                [
                    "agent": .string(agent), "substitute": .string(substitute), "from": "2030-01-01T00:00:00Z",
                    "to": "2030-02-01T00:00:00Z",
                ]
            }
            let away2030 = try await agent.send("POST", api + "/absences", absence("agent", "admin"))
            #expect(away2030.status == 201, "\(away2030.json.text)")
            #expect(try await agent.send("POST", api + "/absences", absence("admin", "light")).status == 403)
            Promise.expect(
                try await agent.send("POST", api + "/absences", absence("agent", "admin")), 409, "absence.overlap",
                "post", "/absences")
            Promise.expect(
                try await admin.send("POST", api + "/absences", absence("admin", "agent")), 422, "absence.substitute",
                "post", "/absences")
            let here = api + "/absences/" + (away2030.json["id"]?.string ?? "")
            Promise.expect(
                try await agent.send("PUT", here, absence("agent", "admin"), ["If-Match": "\"7\""]), 412,
                "absence.stale", "put", "/absences/{id}")
            #expect(try await agent.send("GET", api + "/absences?agent=agent").json["data"]?.array?.count == 1)
            #expect(try await agent.send("DELETE", here).status == 204)
        }
    }

    @Test func `light agents read and comment, and never answer or own`() async throws {
        try await GatewayHouse(realTickets: true).run { client in
            let (admin, _) = try await staff(client)
            let light = try await client.signedIn(.light)
            let id = try #require(try await ticket(admin, "One")["id"]?.string)
            let place = "/api/v1/tickets/\(id)"
            #expect(try await light.send("GET", place).status == 200)
            #expect(try await light.send("POST", place + "/notes", ["text": "I know this one."]).status == 201)
            let solving = try await light.send("POST", place + "/notes", ["text": "Done.", "status": "solved"])
            #expect(solving.status == 403)
            for (method, path, body) in [
                ("POST", "/replies", ["text": "Hello"]), ("POST", "/claim", [:]), ("PATCH", "", ["priority": "high"]),
            ] as [(String, String, JSON)] {
                let answer = try await light.send(method, place + path, body)
                #expect(answer.status == 403 && answer.code == "auth.forbidden", "\(method) \(path)")
            }
            let given = try await admin.send("PATCH", place, ["assignee": "light"])
            #expect(given.status == 422 && given.code == "ticket.assignee")
        }
    }
}
