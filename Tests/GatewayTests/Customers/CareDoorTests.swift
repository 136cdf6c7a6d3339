@testable import Gateway
import Base
import Contracts
import HTTP
import TestSupport
import Testing

/// Rows 110, 111 and 184 from the door to the store.
@Suite(.timeLimit(.minutes(5))) struct CareDoorTests {
    private let api = "/api/v1"

    @Test func `consent, quiet hours, caps`() async throws {
        try await GatewayHouse(realCustomers: true).run { client in
            let (agent, admin) = (try await client.signedIn(.agent), try await client.signedIn(.admin))
            let made = try await agent.send("POST", api + "/customers", ["name": "Ada"])
            let own = api + "/customers/\(made.json["id"]?.string ?? "")"
            let never: JSON = ["from": "00:00", "to": "00:00", "zone": "UTC"]
            let rules: JSON = ["quiet": never, "perDay": 1, "perWeek": 2, "needsConsent": ["sms"]]
            let saved = try await admin.send("PUT", api + "/outreach-rules", rules, ["If-Match": "\"1\""])
            #expect(saved.status == 200, "\(saved.json.text)")
            Promise.expect(
                try await admin.send("PUT", api + "/outreach-rules", rules, ["If-Match": "\"1\""]), 412,
                "outreach.stale", "put", "/outreach-rules")
            let sms: JSON = ["channel": "sms", "message": "campaign-1"]
            let first = try await agent.send("POST", own + "/outreach", sms)
            #expect(first.json["allowed"] == false && first.json["reason"] == "consent", "\(first.json.text)")
            let consent = try await agent.send(
                "PUT", own + "/consents/sms", ["state": "given", "source": "on the phone"])
            #expect(consent.status == 200 && consent.json["consents"]?.array?.count == 1, "\(consent.json.text)")
            #expect(try await agent.send("POST", own + "/outreach", sms).json["allowed"] == true)
            let other: JSON = ["channel": "mail", "message": "campaign-2"]
            #expect(try await agent.send("POST", own + "/outreach-checks", other).json["reason"] == "cap")
            Promise.expect(
                try await agent.send("PUT", own + "/consents/sms", ["state": "given", "source": ""]), 422,
                "consent.invalid", "put", "/customers/{customer}/consents/{channel}")
            let wrong: JSON = ["quiet": ["from": "25:00", "to": "00:00", "zone": "UTC"]]
            Promise.expect(
                try await agent.send("PUT", own + "/quiet-hours", wrong), 422, "quiet.invalid", "put",
                "/customers/{customer}/quiet-hours")
        }
    }

    @Test func `a file of customers`() async throws {
        try await GatewayHouse(realCustomers: true).run { client in
            let admin = try await client.signedIn(.admin)
            let text = "name,email,phone\nAda,ada@x.co,13800138000\nBob,bob@x.co,\nNobody,,\n"
            let file = try await admin.send(
                "POST", api + "/customer-files", nil, ["Content-Type": "text/csv"], raw: Array(text.utf8))
            #expect(file.status == 201, "\(file.json.text)")
            let blob = file.json["hash"] ?? ""
            for (isDry, added) in [(true, 2), (false, 2), (false, 0)] as [(Bool, JSON)] {
                let sent = try await admin.send(
                    "POST", api + "/customer-imports", ["blob": blob, "dryRun": .bool(isDry)])
                #expect(sent.status == 202, "\(sent.json.text)")
                var job = sent.json
                let place = api + "/customer-imports/\(job["id"]?.string ?? "")"
                try await eventually("the file is read") {
                    job = try await admin.send("GET", place).json
                    return job["state"] == "done"
                }
                #expect(job["added"] == added && job["refused"] == 1 && job["rows"] == 3, "\(job.text)")
                let errors = try await admin.send("GET", place + "/errors").json["data"]?.array ?? []
                #expect(errors.map { $0["code"] } == ["import.address"])
            }
            let wrong: JSON = ["blob": blob, "columns": ["shoe": "email"]]
            Promise.expect(
                try await admin.send("POST", api + "/customer-imports", wrong), 422, "import.columns", "post",
                "/customer-imports")
        }
    }

    @Test func `one person, exported and forgotten`() async throws {
        try await GatewayHouse(realCustomers: true).run { client in
            let admin = try await client.signedIn(.admin)
            let made = try await admin.send("POST", api + "/customers", ["name": "Ada", "company": "Analytical"])
            let id = made.json["id"]?.string ?? ""
            let export = try await admin.send("GET", api + "/customers/\(id)/export")
            #expect(export.status == 200 && export.json["customer"]?["company"] == "Analytical")
            let (place, path) = (api + "/customers/\(id)/erasure", "/customers/{id}/erasure")
            Promise.expect(try await admin.send("POST", place, [:]), 422, "erasure.confirm", "post", path)
            #expect(try await client.signedIn(.agent).send("POST", place, ["confirm": true]).status == 403)
            let gone = try await admin.send("POST", place, ["confirm": true])
            #expect(gone.status == 200 && gone.json["records"] == 1, "\(gone.json.text)")
            #expect(try await admin.send("GET", api + "/customers/\(id)").json["company"] == nil)
        }
    }
}
