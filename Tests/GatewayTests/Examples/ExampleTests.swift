@testable import Gateway
import Base
import Testing

/// Issue 6: the document has examples, and they are true.
@Suite(.timeLimit(.minutes(5))) struct ExampleTests {
    /// What a walk through the door alone cannot do.
    static let left = [
        "session.choose": "the token comes by mail",
        "session.oidc": "leads to a provider outside",
        "session.oidc.callback": "comes from a provider outside",
        "channels.intake.wechat.get": "WeChat signs it",
        "channels.intake.wechat.post": "WeChat signs it",
        "live.stream": "does not end",
    ]

    private let document = OpenAPI.document(RouteTable.all)

    private func operation(_ route: Route) -> JSON? { document["paths"]?[route.path]?[route.method.lowercased()] }

    @Test func `every example works, one after the other, and every answer is as promised`() async throws {
        try await GatewayHouse(whole: true).run { clients, caller in
            var walk = try await Walk.begin(clients[0], caller)
            for example in Example.all.dropLast(Example.leaving.count) { try await walk.take(example) }
            try await walk.readTheRest()
            for example in Example.leaving { try await walk.take(example) }
            let all = Set(RouteTable.all.map(\.operation)).subtracting(ExampleTests.left.keys)
            #expect(walk.taken == all, "\(walk.taken.symmetricDifference(all))")
        }
    }

    @Test func `what takes a body shows one that fits`() {
        for route in RouteTable.all where route.hasBody && ExampleTests.left[route.operation] == nil {
            let content = operation(route)?["requestBody"]?["content"]?[route.bodyType ?? "application/json"]
            let example = content?["example"]
            // Of those without a request there is nothing to show.
            #expect(example != nil || route.requestSchema == [:], "\(route.operation)")
            let misfits = Misfits.of(example ?? [:], content?["schema"] ?? [:])
            #expect(misfits.isEmpty, "\(route.operation): \(misfits)")
        }
    }

    @Test func `nothing is shown as a mere name`() {
        for example in Example.shown.values {
            let words = "\(example.path) \(example.query) \(example.body?.text ?? "")"
            #expect(!words.contains(/"\{[A-Za-z]+\}"/), "\(example.operation): \(words)")
        }
        let reply = document["paths"]?["/tickets/{ticket}/replies"]?["post"]
        #expect(reply?["parameters"]?.array?.first { $0["name"] == "ticket" }?["example"]?.string?.count == 36)
    }

    @Test func `parameters have their types`() {
        let parameters = document["paths"]?["/deadlines"]?["get"]?["parameters"]?.array ?? []
        let seconds = parameters.first { $0["name"] == "seconds" }
        #expect(seconds?["schema"] == ["type": "integer"] && seconds?["example"] == 14_400)
        #expect(seconds?["required"] == true && parameters.first { $0["name"] == "calendar" }?["required"] == false)
    }
}
