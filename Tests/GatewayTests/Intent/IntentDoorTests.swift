@testable import Gateway
import Base
import Contracts
import HTTP
import TestSupport
import Testing

/// What the desk learns and proposes, as a program outside sees it.
@Suite(.timeLimit(.minutes(5))) struct IntentDoorTests {
    private let api = "/api/v1"

    @Test func `corrections by agents become proposals, settings decide, the report counts`() async throws {
        try await GatewayHouse(realTickets: true).run { client in
            let admin = try await client.signedIn(.admin)
            let agent = try await client.signedIn(.agent)
            let settings = api + "/intent/settings"
            #expect(try await agent.send("GET", settings).json["enabled"] == true)
            #expect(try await agent.send("PUT", settings, ["applied": ["tags"]]).status == 403)
            Promise.expect(
                try await admin.send("PUT", settings, ["thresholds": ["tags": 0.1]]), 422, "intent.threshold", "put",
                "/intent/settings")
            let saved = try await admin.send(
                "PUT", settings, ["applied": ["tags"], "thresholds": ["tags": 0.6], "categoryField": "kind"])
            #expect(saved.status == 200 && saved.json["version"] == 1, "\(saved.json.text)")
            Promise.expect(
                try await admin.send("PUT", settings, ["enabled": true], ["If-Match": "\"7\""]), 412, "intent.stale",
                "put", "/intent/settings")
            Promise.expect(
                try await admin.send("POST", api + "/intent/trainings", [:]), 409, "intent.examples", "post",
                "/intent/trainings")
            Promise.expect(
                try await agent.send("POST", api + "/intent/trials", ["text": " "]), 422, "intent.text", "post",
                "/intent/trials")

            for index in 0..<24 {
                let isRefund = index % 2 == 0
                let opened = try await agent.send(
                    "POST", api + "/tickets",
                    [
                        "subject": .string(isRefund ? "refund my money \(index)" : "where is the parcel \(index)"),
                        "text": "please", "requester": ["id": "c1", "name": "Mei"],
                    ])
                let place = api + "/tickets/" + (opened.json["id"]?.string ?? "")
                let tags: JSON = isRefund ? ["refund"] : ["parcel"]
                let kind: JSON = isRefund ? "money" : "delivery"
                let fields: JSON = ["kind": kind]
                let changed = try await agent.send("PATCH", place, ["tags": tags, "fields": fields])
                #expect(changed.status == 200, "\(changed.json.text)")
            }
            try await eventually("it has learnt") {
                let told = try await agent.send("POST", api + "/intent/trials", ["text": "refund the money"]).json
                return told["category"]?.array?.first?["label"] == "money"
            }
            let ticket = try await agent.send(
                "POST", api + "/tickets",
                ["subject": "refund please", "text": "my money", "requester": ["id": "c1", "name": "Mei"]])
            #expect(ticket.json["tags"] == ["refund"], "\(ticket.json.text)")
            let id = ticket.json["id"]?.string ?? ""
            let told = try await agent.send("GET", api + "/tickets/\(id)/intent").json
            #expect(told["applied"] == ["tags"] && told["category"]?.array?.first?["label"] == "money", "\(told.text)")
            #expect(try await agent.send("GET", api + "/tickets/\(id)/routing").json["intent"]?["applied"] == ["tags"])
            Promise.expect(
                try await agent.send("GET", api + "/tickets/none/intent"), 404, "ticket.not_found", "get",
                "/tickets/{id}/intent")

            _ = try await agent.send("PATCH", api + "/tickets/\(id)", ["fields": ["kind": "delivery"]])
            #expect(try await admin.send("POST", api + "/intent/trainings", [:]).status == 202)
            #expect(try await agent.send("POST", api + "/intent/trainings", [:]).status == 403)
            try await eventually("the accuracy is known") {
                try await agent.send("GET", api + "/intent/report").json["heldOut"]?.array?.isEmpty == false
            }
            let report = try await agent.send("GET", api + "/intent/report").json
            let live = report["live"]?.array?.first { $0["aspect"] == "category" }
            #expect(report["examples"] == 25 && live?["accuracy"]?.double ?? 1 < 1, "\(report.text)")
        }
    }
}
