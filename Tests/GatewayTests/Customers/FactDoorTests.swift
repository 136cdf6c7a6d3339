@testable import Gateway
import Base
import Contracts
import HTTP
import TestSupport
import Testing

/// Rows 95 to 97 and 104 to 108 from the door to the store.
@Suite(.timeLimit(.minutes(5))) struct FactDoorTests {
    private let api = "/api/v1"

    private func order(_ id: String, _ amount: JSON) -> JSON {
        ["type": "order", "source": "shop", "externalID": .string(id), "data": ["amount": amount]]
    }

    @Test func `facts are told one by one`() async throws {
        try await GatewayHouse(realCustomers: true).run { client in
            let (agent, admin) = (try await client.signedIn(.agent), try await client.signedIn(.admin))
            let place = api + "/customers/email:ada@x.co/facts"
            let path = "/customers/{customer}/facts"
            let first = try await agent.send("POST", place, order("1", 30))
            #expect(first.status == 201, "\(first.json.text)")
            #expect(try await agent.send("POST", place, order("1", 30)).json == first.json)
            Promise.expect(try await agent.send("POST", place, order("1", 31)), 409, "fact.different", "post", path)
            Promise.expect(try await agent.send("POST", place, order("2", "much")), 422, "fact.schema", "post", path)
            Promise.expect(
                try await agent.send("POST", api + "/customers/none/facts", order("3", 1)), 404, "customer.not_found",
                "post", path)
            let id = first.json["customer"]?.string ?? ""
            let facts = try await agent.send("GET", api + "/customers/\(id)/facts?type=order").json
            #expect(facts["data"]?.array?.count == 1)
            let type: JSON = ["name": "Coupon", "schema": ["type": "object", "pattern": "x"]]
            Promise.expect(
                try await admin.send("PUT", api + "/fact-types/coupon", type), 422, "fact_type.schema", "put",
                "/fact-types/{id}")
            #expect(try await admin.send("PUT", api + "/fact-types/coupon", ["name": "Coupon"]).status == 200)
            #expect(try await agent.send("GET", api + "/fact-types").json["data"]?.array?.count == 5)
            #expect(try await admin.send("DELETE", api + "/fact-types/coupon").status == 204)
            Promise.expect(
                try await admin.send("DELETE", api + "/fact-types/order"), 409, "fact_type.in_use", "delete",
                "/fact-types/{id}")

            let card = try await agent.send("GET", api + "/customers/\(id)/card")
            #expect(card.status == 200, "\(card.json.text)")
            #expect(card.json["value"]?["spent"]?.double == 30 && card.json["value"]?["purchases"] == 1)
            let relationship = card.json["relationship"]
            #expect(relationship?["origin"]?["state"] == "fresh" && relationship?["recent"]?.array?.isEmpty == false)
            #expect(card.json["activity"]?["recent"]?.array?.contains { $0["kind"] == "order" } == true)
        }
    }

    @Test func `a dead source greys its block out and no other`() async throws {
        let house = try await GatewayHouse(realCustomers: true, withoutTickets: true)
        try await house.run { client in
            let agent = try await client.signedIn(.agent)
            let made = try await agent.send("POST", api + "/customers/email:ada@x.co/facts", order("1", 30))
            let id = made.json["customer"]?.string ?? ""
            let card = try await agent.send("GET", api + "/customers/\(id)/card")
            #expect(card.status == 200, "\(card.json.text)")
            #expect(card.json["relationship"]?["origin"]?["state"] == "stale")
            #expect(card.json["value"]?["origin"]?["state"] == "fresh" && card.json["identity"]?["customer"] != nil)
        }
    }

    @Test func `a file of facts is read, and says how far it is`() async throws {
        try await GatewayHouse(realCustomers: true).run { client in
            let admin = try await client.signedIn(.admin)
            let headers: HTTPHeaders = ["Content-Type": "application/x-ndjson"]
            let lines = (0..<3_000).map { number in
                #"{"customer":"external:c\#(number % 50)","type":"order","source":"erp","externalID":"\#(number)","#
                    + #""occurredAt":"2026-01-01T00:00:00Z","data":{"amount":\#(number)}}"#
            }
            let text = (lines + ["nonsense"]).joined(separator: "\n")
            let sent = try await admin.send("POST", api + "/fact-imports", nil, headers, raw: Array(text.utf8))
            #expect(sent.status == 202, "\(sent.json.text)")
            let place = api + "/fact-imports/\(sent.json["id"]?.string ?? "")"
            var job = sent.json
            try await eventually("the file is read") {
                job = try await admin.send("GET", place).json
                return job["state"] == "done"
            }
            #expect(job["added"] == 3_000 && job["refused"] == 1 && job["lines"] == 3_001, "\(job.text)")
            let errors = try await admin.send("GET", place + "/errors").json["data"]?.array ?? []
            #expect(errors.map { $0["line"] } == [3_001])
            Promise.expect(
                try await admin.send("GET", api + "/fact-imports/none"), 404, "import.not_found", "get",
                "/fact-imports/{id}")
            Promise.expect(
                try await admin.send("POST", api + "/fact-imports", nil, headers, raw: []), 422, "import.blob", "post",
                "/fact-imports")
            #expect(try await client.signedIn(.agent).send("POST", api + "/fact-imports").status == 403)
        }
    }

    @Test func `segments keep themselves`() async throws {
        try await GatewayHouse(realCustomers: true).run { client in
            let (agent, admin) = (try await client.signedIn(.agent), try await client.signedIn(.admin))
            let made = try await agent.send("POST", api + "/customers/email:ada@x.co/facts", order("1", 30))
            let id = made.json["customer"]?.string ?? ""
            let orders: JSON = [
                "count": "customer.facts.order",
                "where": [
                    "all": [
                        ["field": "amount", "is": "atLeast", "value": 20],
                        ["field": "occurredAt", "is": "withinLast", "value": "30d"],
                    ]
                ],
            ]
            let tried = try await agent.send("POST", api + "/segments/trials", ["condition": orders])
            #expect(tried.json["size"] == 1 && tried.json["exact"] == true, "\(tried.json.text)")
            let saved = try await admin.send(
                "PUT", api + "/segments/buyers", ["name": "Buyers", "condition": orders])
            #expect(saved.status == 200 && saved.json["building"] == true, "\(saved.json.text)")
            try await eventually("everybody was looked through") {
                try await agent.send("GET", api + "/segments/buyers").json["building"] == nil
            }
            let members = try await agent.send("GET", api + "/segments/buyers/members").json["data"]?.array ?? []
            #expect(members.map { $0["customer"]?["id"] } == [.string(id)])
            let before = try await agent.send("GET", api + "/segments/buyers/members?at=2020-01-01T00:00:00Z")
            #expect(before.json["data"] == [])
            let standing = try await agent.send("GET", api + "/customers/\(id)/standing").json
            #expect(standing["segments"]?.array?.first?["id"] == "buyers", "\(standing.text)")
            let wrong: JSON = [
                "name": "X", "condition": ["field": "customer.segments", "is": "anyOf", "value": ["x"]],
            ]
            Promise.expect(
                try await admin.send("PUT", api + "/segments/x", wrong), 422, "group.circular", "put",
                "/segments/{id}")
            Promise.expect(
                try await admin.send("DELETE", api + "/computed-tags/value"), 409, "tag.in_use", "delete",
                "/computed-tags/{id}")
            Promise.expect(
                try await agent.send("GET", api + "/segments/none/members"), 404, "segment.not_found", "get",
                "/segments/{segment}/members")
            let rfm = try await admin.send("PUT", api + "/rfm", ["months": 3], ["If-Match": "\"1\""])
            Promise.expect(rfm, 422, "rfm.invalid", "put", "/rfm")
            let fields = try await agent.send("GET", api + "/customer-fields").json["fields"]?.array ?? []
            #expect(fields.contains { $0["name"] == "customer.facts.order.data.number" })
            #expect(try await admin.send("DELETE", api + "/segments/buyers").status == 204)
            let tag = try await admin.send("PUT", api + "/customer-tags/vip", ["group": "value"])
            #expect(tag.status == 200 && tag.json["version"] == 1, "\(tag.json.text)")
            let unused = try await agent.send("GET", api + "/customer-tags?unused=true").json["data"]?.array
            #expect(unused?.map { $0["name"] } == ["vip"])
            Promise.expect(
                try await admin.send("POST", api + "/customer-tags/vip/renaming", ["to": "vip"]), 422, "tag.invalid",
                "post", "/customer-tags/{name}/renaming")
            #expect(try await admin.send("DELETE", api + "/customer-tags/vip").status == 204)
        }
    }
}
