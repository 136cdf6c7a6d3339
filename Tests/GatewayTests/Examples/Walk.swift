@testable import Gateway
import Base
import Contracts
import Crypto
import HTTP
import ServiceKit
import TestSupport
import Testing

/// The owner of a shop sends example after example, with what the answers before gave for the names.
struct Walk {
    private(set) var client: Client
    private(set) var kept: [String: JSON]
    private(set) var taken: Set<String> = []

    /// A shop that has something to learn from, and a page that knows its visitors.
    static func begin(_ door: Client, _ caller: BusCaller) async throws -> Walk {
        let anna = Account(id: "anna", email: "anna@shop.example", name: "Anna", roles: [.owner])
        _ = try await caller.call(
            GatewayAPI.saveAccount, SaveAccount(account: anna, password: GatewayHouse.password), as: .system)
        let owner = try await door.signedIn(anna.email)
        for (number, tag) in (0..<10).flatMap({ [($0, "refund"), ($0, "parcel")] }) {
            let ticket = try await Desks.open(owner, "About my \(tag), \(number)", of: "c-mei")
            let place = "/api/v1/tickets/\(ticket["id"]?.string ?? "")"
            #expect(try await owner.send("PATCH", place, ["tags": [.string(tag)]]).status == 200)
        }
        let secret = try await owner.send("GET", "/api/v1/widget-secret").json["secret"]?.string ?? ""
        let hash = Hex.encode(HMAC.sha256(Array("4711".utf8), key: Array(secret.utf8)))
        return Walk(client: door, kept: ["hash": .string(hash)])
    }

    /// Sends an example as it is meant, and keeps what it gives.
    mutating func take(_ example: Example) async throws {
        let route = try #require(RouteTable.all.first { $0.operation == example.operation }, "\(example.operation)")
        let filled = example.filled { value($0) ?? .string("{\($0)}") }
        var answer = try await send(filled, route)
        if answer.status == route.status, !example.until.isEmpty {
            try await eventually("\(example.operation) has \(example.until)") {
                answer = try await send(filled, route)
                return example.until.allSatisfy { answer.json[$0] == $1 }
            }
        }
        expect(answer, route)
        if route.operation == "session.open" {
            let set = try #require(answer.headers["Set-Cookie"])
            client.cookie = String(set.dropFirst("moat_session=".count).prefix { $0 != ";" })
            client.csrf = answer.json["csrf"]?.string
        }
        for (name, place) in example.keeps {
            kept[name] = Walk.value(of: answer.json, at: place)
            #expect(kept[name] != nil, "\(route.operation) gives no \(place): \(answer.json.text)")
        }
    }

    /// Whatever is read without a name or a question.
    mutating func readTheRest() async throws {
        let plain = RouteTable.all.filter {
            $0.method == "GET" && !$0.path.contains("{") && $0.neededQuery.isEmpty && !taken.contains($0.operation)
                && ExampleTests.left[$0.operation] == nil
        }
        for route in plain { expect(try await send(Example(route.operation), route), route) }
    }

    private func send(_ example: Example, _ route: Route) async throws -> Client.Answer {
        let words = route.segments.map { word in
            guard word.hasPrefix("{") else { return word }
            return PercentCoding.encode(example.path[String(word.dropFirst().dropLast())] ?? word)
        }
        let query = example.query.sorted { $0.key < $1.key }
            .map { PercentCoding.encode($0) + "=" + PercentCoding.encode($1) }.joined(separator: "&")
        let target = RouteTable.prefix + "/" + words.joined(separator: "/") + (query.isEmpty ? "" : "?" + query)
        var headers: HTTPHeaders = [:]
        if let version = example.version { headers["If-Match"] = "\"\(version.text)\"" }
        guard let type = route.bodyType else {
            return try await client.send(route.method, target, example.body, headers)
        }
        headers["Content-Type"] = type
        return try await client.send(
            route.method, target, nil, headers, raw: Array((example.body?.string ?? "").utf8))
    }

    /// The answer is the one that the document promises.
    private mutating func expect(_ answer: Client.Answer, _ route: Route) {
        taken.insert(route.operation)
        #expect(answer.status == route.status, "\(route.operation): \(answer.json.text)")
        guard answer.status == route.status, answer.status != 204, route.replyTypes == ["application/json"] else {
            return
        }
        let responses = Walk.document["paths"]?[route.path]?[route.method.lowercased()]?["responses"]
        let schema = responses?["\(route.status)"]?["content"]?["application/json"]?["schema"]
        let misfits = Misfits.of(answer.json, schema ?? [:])
        #expect(misfits.isEmpty, "\(route.operation): \(misfits)")
    }

    private static let document = OpenAPI.document(RouteTable.all)

    private func value(_ name: String) -> JSON? {
        guard name == "code" else { return kept[name] }
        // What an app would show now.
        let secret = kept["secret"]?.string.flatMap(FactorDoorTests.bytes) ?? []
        return .string(TOTP.code(secret, step: TOTP.step(SystemTime().now())))
    }

    /// Members by name, items by number.
    private static func value(of json: JSON, at place: String) -> JSON? {
        place.split(separator: ".").reduce(json) { here, step in
            guard let index = Int(step) else { return here?[String(step)] }
            return here?.array.flatMap { $0.indices.contains(index) ? $0[index] : nil }
        }
    }
}
