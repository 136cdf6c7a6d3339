@testable import Gateway
import Base
import Contracts
import Crypto
import HTTP
import TestSupport
import Testing

/// Coupons and rows 100, 109, 112 and 184 from the door to the store.
@Suite(.timeLimit(.minutes(5))) struct PaperDoorTests {
    private let api = "/api/v1"

    private func ada(_ client: Client) async throws -> String {
        let body: JSON = ["name": "Ada", "identities": [["kind": "email", "value": "ada@x.co", "verified": true]]]
        let made = try await client.send("POST", api + "/customers", body)
        #expect(made.status == 201, "\(made.json.text)")
        return made.json["id"]?.string ?? ""
    }

    @Test func `a coupon is issued, used and taken back`() async throws {
        try await GatewayHouse(realCustomers: true).run { client in
            let (agent, admin) = (try await client.signedIn(.agent), try await client.signedIn(.admin))
            let id = try await ada(agent)
            let (place, path) = (api + "/customers/\(id)/coupons", "/customers/{customer}/coupons")
            let wish: JSON = ["name": "Sorry", "unit": "amount", "value": 20, "currency": "CNY", "reference": "t-1"]
            let issued = try await agent.send("POST", place, wish)
            #expect(issued.status == 201 && issued.json["state"] == "issued", "\(issued.json.text)")
            #expect(try await agent.send("POST", place, wish).json["code"] == issued.json["code"])
            let other: JSON = ["name": "Sorry", "unit": "percent", "value": 20, "reference": "t-1"]
            Promise.expect(try await agent.send("POST", place, other), 409, "coupon.different", "post", path)
            Promise.expect(
                try await agent.send("POST", place, ["name": "x", "unit": "amount", "value": 1]), 422, "coupon.invalid",
                "post", path)
            let code = issued.json["code"]?.string ?? ""
            let card = try await agent.send("GET", api + "/customers/\(id)/card").json
            #expect(card.value(at: "value.coupons")?.array?.first?["code"] == .string(code), "\(card.text)")
            let (use, usePath) = (api + "/coupons/\(code)/redemption", "/coupons/{code}/redemption")
            for _ in 0..<2 {
                #expect(try await agent.send("POST", use, ["order": "o-1"]).json["state"] == "redeemed")
            }
            Promise.expect(
                try await agent.send("POST", use, ["order": "o-2"]), 409, "coupon.redeemed", "post", usePath)
            Promise.expect(
                try await agent.send("POST", api + "/coupons/NOPE-1/redemption", ["order": "1"]), 404,
                "coupon.not_found", "post", usePath)
            Promise.expect(
                try await admin.send("POST", api + "/coupons/\(code)/revocation", [:]), 409, "coupon.ended", "post",
                "/coupons/{code}/revocation")
            #expect(try await agent.send("POST", api + "/coupons/\(code)/revocation", [:]).status == 403)
            let used = try await agent.send("GET", place + "?state=redeemed").json["data"]?.array
            #expect(used?.count == 1 && used?[0]["order"] == "o-1")
            #expect(try await agent.send("GET", api + "/coupons/\(code)").json["customer"] == .string(id))
        }
    }

    @Test func `notes, files, fields`() async throws {
        try await GatewayHouse(realCustomers: true).run { client in
            let (agent, admin) = (try await client.signedIn(.agent), try await client.signedIn(.admin))
            let id = try await ada(agent)
            let own = api + "/customers/\(id)"
            let note = try await agent.send("POST", own + "/notes", ["text": "likes tea"])
            #expect(note.status == 201 && note.json.value(at: "by.id") == "agent", "\(note.json.text)")
            Promise.expect(
                try await agent.send("POST", own + "/notes", ["text": " "]), 422, "note.text", "post",
                "/customers/{customer}/notes")
            _ = try await admin.send("POST", own + "/notes", ["text": "owes us", "audience": "supervisors"])
            #expect(try await agent.send("GET", own + "/notes").json["data"]?.array?.count == 1)
            #expect(try await admin.send("GET", own + "/notes").json["data"]?.array?.count == 2)
            let noteID = note.json["id"]?.string ?? ""
            let edited = try await agent.send(
                "PATCH", api + "/customer-notes/\(noteID)", ["text": "likes coffee"], ["If-Match": "\"1\""])
            #expect(edited.json["version"] == 2, "\(edited.json.text)")
            Promise.expect(
                try await agent.send("PATCH", api + "/customer-notes/\(noteID)", ["text": "x"], ["If-Match": "\"1\""]),
                412, "note.stale", "patch", "/customer-notes/{id}")
            #expect(try await agent.send("DELETE", api + "/customer-notes/\(noteID)").status == 204)

            let file = try await agent.send(
                "POST", own + "/files?name=contract.pdf", nil, ["Content-Type": "application/pdf"],
                raw: Array("signed".utf8))
            #expect(file.status == 201 && file.json["size"] == 6, "\(file.json.text)")
            let paper = api + "/customer-papers/\(file.json["id"]?.string ?? "")"
            let bytes = try await agent.send("GET", paper)
            #expect(bytes.bytes == Array("signed".utf8))
            #expect(bytes.headers["Content-Disposition"]?.hasPrefix("attachment") == true)
            #expect(try await agent.send("DELETE", paper).status == 204)
            Promise.expect(try await agent.send("GET", paper), 404, "file.not_found", "get", "/customer-papers/{id}")

            let field: JSON = ["name": "Account", "kind": "text", "secret": true]
            #expect(try await agent.send("PUT", api + "/customer-attributes/account", field).status == 403)
            let saved = try await admin.send("PUT", api + "/customer-attributes/account", field)
            #expect(saved.status == 200 && saved.json["version"] == 1, "\(saved.json.text)")
            let values = try await agent.send("PATCH", own + "/attributes", ["values": ["account": "12345678"]])
            #expect(values.json["data"]?.array?.first?["masked"] == "••••78", "\(values.json.text)")
            #expect(!values.json.text.contains("12345678"))
            Promise.expect(
                try await agent.send("PATCH", own + "/attributes", ["values": ["account": 5]]), 422, "attribute.value",
                "patch", "/customers/{customer}/attributes")
            let (reveal, path) = (
                own + "/attributes/account/reveal", "/customers/{customer}/attributes/{field}/reveal"
            )
            Promise.expect(try await agent.send("POST", reveal, ["reason": ""]), 422, "attribute.reason", "post", path)
            #expect(try await agent.send("POST", reveal, ["reason": "refund"]).json["value"] == "12345678")
            let looked = try await admin.send("GET", api + "/customer-changes?limit=100").json["items"]?.array ?? []
            let look = looked.first { $0["type"] == "moat.customers.attribute.revealed" }
            #expect(look?.value(at: "by.id") == "agent" && look?.value(at: "data.reason") == "refund")
            Promise.expect(
                try await admin.send("DELETE", api + "/customer-attributes/account"), 409, "attribute.in_use", "delete",
                "/customer-attributes/{id}")
        }
    }

    @Test func `two systems and their conflicts`() async throws {
        try await GatewayHouse(realCustomers: true).run { client in
            let (agent, admin) = (try await client.signedIn(.agent), try await client.signedIn(.admin))
            let id = try await ada(agent)
            let sources: JSON = ["fields": [["field": "tier", "source": "crm"]]]
            let saved = try await admin.send("PUT", api + "/customer-sources", sources, ["If-Match": "\"1\""])
            #expect(saved.status == 200, "\(saved.json.text)")
            let (syncs, path) = (api + "/customer-syncs", "/customer-syncs")
            let shop: JSON = ["customer": "email:ada@x.co", "source": "shop", "tier": "vip", "company": "Analytical"]
            let synced = try await agent.send("POST", syncs, shop)
            #expect(synced.json["refused"] == ["tier"] && synced.json["changed"] == ["company"], "\(synced.json.text)")
            Promise.expect(
                try await agent.send("POST", syncs, ["customer": .string(id), "source": ""]), 422, "sync.source",
                "post",
                path)
            Promise.expect(
                try await agent.send("PATCH", api + "/customers/\(id)", ["tier": "gold"]), 409, "customer.owned",
                "patch", "/customers/{id}")
            let conflict = try await agent.send("GET", api + "/customer-conflicts").json["data"]?.array?.first
            let place = api + "/customer-conflicts/\(conflict?["id"]?.string ?? "")/resolution"
            #expect(try await agent.send("POST", place, ["take": "theirs"]).json["tier"] == "vip")
            Promise.expect(
                try await agent.send("POST", place, ["take": "ours"]), 404, "conflict.not_found", "post",
                "/customer-conflicts/{id}/resolution")
            let first = try await admin.send("GET", api + "/customer-changes?limit=1")
            #expect(first.json["more"] == true && first.json["items"]?.array?.count == 1, "\(first.json.text)")
            Promise.expect(
                try await admin.send("GET", api + "/customer-changes?after=x"), 400, "page.cursor", "get",
                "/customer-changes")
            #expect(try await agent.send("GET", api + "/customer-changes").status == 403)
        }
    }

    @Test func `files out, and in again as a workbook`() async throws {
        try await GatewayHouse(realCustomers: true).run { client in
            let (agent, admin) = (try await client.signedIn(.agent), try await client.signedIn(.admin))
            _ = try await ada(agent)
            let started = try await admin.send("POST", api + "/customer-exports", ["format": "xlsx"])
            #expect(started.status == 202, "\(started.json.text)")
            let place = api + "/customer-exports/\(started.json["id"]?.string ?? "")"
            try await eventually("the file is made") {
                try await admin.send("GET", place).json["state"] == "done"
            }
            let file = try await admin.send("GET", place + "/file")
            #expect(file.status == 200 && file.bytes.starts(with: [0x50, 0x4B]))
            #expect(try await agent.send("GET", place + "/file").status == 403)
            Promise.expect(
                try await admin.send("POST", api + "/customer-exports", ["format": "csv", "segment": "none"]), 404,
                "segment.not_found", "post", "/customer-exports")
            let type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            let sent = try await admin.send(
                "POST", api + "/customer-files", nil, ["Content-Type": type], raw: file.bytes)
            let blob = sent.json["hash"] ?? ""
            let look = try await admin.send("POST", api + "/customer-imports/looks", ["blob": blob])
            #expect(
                look.json["format"] == "xlsx" && look.json.value(at: "columns.email") == "email", "\(look.json.text)")
            #expect(look.json["rows"]?.array?.first?.array?.first == "Ada")
            let job = try await admin.send("POST", api + "/customer-imports", ["blob": blob, "dryRun": true])
            let own = api + "/customer-imports/\(job.json["id"]?.string ?? "")"
            try await eventually("it is read") { try await admin.send("GET", own).json["state"] == "done" }
            #expect(try await admin.send("GET", own).json["known"] == 1)
            #expect(try await admin.send("GET", api + "/customer-imports").json["data"]?.array?.count == 1)
            let broken = try await admin.send(
                "POST", api + "/customer-files", nil, ["Content-Type": type], raw: Array(file.bytes.dropLast(200)))
            Promise.expect(
                try await admin.send("POST", api + "/customer-imports", ["blob": broken.json["hash"] ?? ""]), 422,
                "import.workbook", "post", "/customer-imports")
        }
    }

    @Test func `a visitor's own page says who they are, and is told nothing`() async throws {
        try await GatewayHouse(realCustomers: true).run { client in
            let admin = try await client.signedIn(.admin)
            let secret = try await admin.send("GET", api + "/widget-secret").json["secret"]?.string ?? ""
            let hash = Hex.encode(HMAC.sha256(Array("7".utf8), key: Array(secret.utf8)))
            let (place, path) = (api + "/visitors/w-1/identification", "/visitors/{visitor}/identification")
            let body: JSON = ["user": "7", "hash": .string(hash), "name": "Ada", "email": "ada@x.co"]
            let known = try await client.send("POST", place, body)
            #expect(known.status == 200 && known.json == ["visitor": "w-1", "user": "7"], "\(known.json.text)")
            #expect(try await client.send("POST", place, body).status == 200)
            Promise.expect(
                try await client.send("POST", place, ["user": "8", "hash": .string(hash)]), 403, "visitor.hash", "post",
                path)
            let found = try await admin.send("GET", api + "/customers?search=ada").json["data"]?.array
            #expect(found?.count == 1 && found?[0]["visitor"] == nil)
        }
    }
}
