@testable import Gateway
import Base
import Contracts
import Crypto
import HTTP
import Testing

/// Rows 95 to 112 as a program outside sees them: HTTP, and the codes that the document promises.
@Suite(.timeLimit(.minutes(5))) struct CustomerDoorTests {
    private let api = "/api/v1"

    private func customer(_ client: Client, _ name: String, _ more: [String: JSON] = [:]) async throws -> String {
        let body = JSON.object(["name": .string(name)].merging(more) { $1 })
        let answer = try await client.send("POST", api + "/customers", body)
        #expect(answer.status == 201, "\(answer.json.text)")
        return answer.json["id"]?.string ?? ""
    }

    private func identity(_ kind: String, _ value: String, _ verified: Bool = false) -> JSON {
        ["kind": .string(kind), "value": .string(value), "verified": .bool(verified)]
    }

    @Test func `addresses lead to people`() async throws {
        try await GatewayHouse(realCustomers: true).run { client in
            let (agent, admin) = (try await client.signedIn(.agent), try await client.signedIn(.admin))
            let place = api + "/customers/resolutions"
            let body: JSON = ["identity": identity("email", "Ada@X.co"), "also": [identity("phone", "13800138000")]]
            let first = try await agent.send("POST", place, body)
            #expect(first.status == 200 && first.json["outcome"] == "created", "\(first.json.text)")
            let id = first.json["customer"]?["id"]?.string ?? ""
            #expect(try await agent.send("POST", place, body).json["outcome"] == "known")
            Promise.expect(
                try await agent.send("POST", place, ["identity": identity("phone", "12")]), 422, "identity.invalid",
                "post", "/customers/resolutions")
            let own = api + "/customers/\(id)"
            let proof = try await agent.send(
                "POST", own + "/identity-proofs", ["kind": "email", "value": "ada@x.co"])
            #expect(proof.json["identities"]?.array?.first { $0["kind"] == "email" }?["verified"] == true)
            #expect(try await agent.send("DELETE", own + "/identities/phone/+8613800138000").status == 204)
            Promise.expect(
                try await agent.send("DELETE", own + "/identities/phone/+8613800138000"), 404, "identity.not_found",
                "delete", "/customers/{customer}/identities/{kind}/{value}")
            let other = try await customer(agent, "Bob")
            Promise.expect(
                try await agent.send(
                    "POST", api + "/customers/\(other)/identities", ["kind": "email", "value": "ada@x.co"]), 409,
                "identity.taken", "post", "/customers/{customer}/identities")

            let rules = try await agent.send("GET", api + "/identity-rules")
            #expect(rules.json["kinds"]?.array?.count == 10)
            var changed = rules.json.object ?? [:]
            changed["joins"] = true
            changed["version"] = nil
            let saved = try await admin.send("PUT", api + "/identity-rules", .object(changed), ["If-Match": "\"1\""])
            #expect(saved.status == 200 && saved.headers["ETag"] == "\"2\"", "\(saved.json.text)")
            Promise.expect(
                try await admin.send("PUT", api + "/identity-rules", .object(changed), ["If-Match": "\"1\""]), 412,
                "rules.stale", "put", "/identity-rules")
            changed["kinds"] = []
            Promise.expect(
                try await admin.send("PUT", api + "/identity-rules", .object(changed), ["If-Match": "\"2\""]), 422,
                "rules.kinds", "put", "/identity-rules")
            #expect(try await agent.send("PUT", api + "/identity-rules", .object(changed)).status == 403)
        }
    }

    @Test func `two become one, and two again`() async throws {
        try await GatewayHouse(realCustomers: true).run { client in
            let agent = try await client.signedIn(.agent)
            let one = try await customer(agent, "Ada", ["identities": [identity("external", "1")]])
            let two = try await customer(
                agent, "Ada L.", ["company": "Moat", "identities": [identity("external", "2")]])
            let (joins, path) = (api + "/customers/\(one)/joins", "/customers/{survivor}/joins")
            let preview = try await agent.send(
                "POST", api + "/customers/\(one)/join-previews", ["loser": .string(two), "take": ["name"]])
            #expect(preview.json["result"]?["name"] == "Ada L." && preview.json["strong"]?.array?.count == 2)
            Promise.expect(
                try await agent.send("POST", joins, ["loser": .string(two)]), 409, "merge.strong", "post", path)
            let joined = try await agent.send("POST", joins, ["loser": .string(two), "confirmed": true])
            #expect(joined.status == 201 && joined.json["company"] == "Moat", "\(joined.json.text)")
            Promise.expect(
                try await agent.send("POST", joins, ["loser": .string(two)]), 409, "customer.same", "post", path)
            let merges = try await agent.send("GET", api + "/customers/\(two)/merges")
            let merge = merges.json["data"]?.array?.first?["id"]?.string ?? ""
            let undo = api + "/customer-merges/\(merge)/undo"
            let apart = try await agent.send("POST", undo, [:])
            #expect(apart.status == 200 && apart.json["customer"]?["id"] == .string(two), "\(apart.json.text)")
            #expect(try await agent.send("GET", api + "/customers/\(one)").json["company"] == nil)
            Promise.expect(
                try await agent.send("POST", undo, [:]), 409, "merge.undone", "post", "/customer-merges/{id}/undo")
            Promise.expect(
                try await agent.send("POST", api + "/customer-merges/none/undo", [:]), 404, "merge.not_found", "post",
                "/customer-merges/{id}/undo")
            #expect(try await client.signedIn(.light).send("POST", undo, [:]).status == 403)
        }
    }

    @Test func `visitors, organisations, doubtful pairs`() async throws {
        try await GatewayHouse(realCustomers: true).run { client in
            let (agent, admin) = (try await client.signedIn(.agent), try await client.signedIn(.admin))
            let secret = try await admin.send("GET", api + "/widget-secret").json["secret"]?.string ?? ""
            #expect(try await agent.send("GET", api + "/widget-secret").status == 403)
            let hash = Hex.encode(HMAC.sha256(Array("7".utf8), key: Array(secret.utf8)))
            let (place, path) = (api + "/visitors/w-1/promotion", "/visitors/{visitor}/promotion")
            let known = try await agent.send("POST", place, ["user": "7", "hash": .string(hash)])
            #expect(known.status == 200 && known.json["customer"]?["visitor"] == nil, "\(known.json.text)")
            Promise.expect(
                try await agent.send("POST", place, ["user": "8", "hash": .string(hash)]), 403, "visitor.hash", "post",
                path)
            let added = try await agent.send(
                "POST", api + "/organisations", ["name": "Acme", "domains": ["acme.example"]])
            #expect(added.status == 201, "\(added.json.text)")
            let acme = api + "/organisations/\(added.json["id"]?.string ?? "")"
            let member = try await customer(agent, "M", ["identities": [identity("email", "m@acme.example")]])
            let members = try await agent.send("GET", acme + "/members").json["data"]?.array ?? []
            #expect(members.map { $0["id"] } == [.string(member)])
            Promise.expect(
                try await agent.send("POST", api + "/organisations", ["name": "B", "domains": ["acme.example"]]), 409,
                "organisation.taken", "post", "/organisations")
            Promise.expect(
                try await agent.send("PUT", acme, ["name": "Acme"], ["If-Match": "\"9\""]), 412, "organisation.stale",
                "put", "/organisations/{id}")
            let sharing = try await agent.send("GET", api + "/customers/\(member)/ticket-sharing")
            #expect(sharing.json["customers"]?.array == [.string(member)])
            let pair: JSON = [
                "identity": identity("external", "7"), "also": [identity("email", "m@acme.example")],
            ]
            #expect(try await agent.send("POST", api + "/customers/resolutions", pair).json["outcome"] == "known")
            let pairs = try await agent.send("GET", api + "/customer-duplicates").json["data"]?.array ?? []
            #expect(pairs.count == 1)
            let double = api + "/customer-duplicates/\(pairs.first?["id"]?.string ?? "")"
            #expect(try await agent.send("DELETE", double).status == 204)
            #expect(try await agent.send("GET", api + "/customer-duplicates").json["data"]?.array?.isEmpty == true)
        }
    }
}
