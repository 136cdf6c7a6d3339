@testable import Gateway
import Base
import Contracts
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct OpenAPITests {
    private let document = OpenAPI.document(RouteTable.all)

    @Test func `every route is in the document`() {
        for route in RouteTable.all {
            let operation = document["paths"]?[route.path]?[route.method.lowercased()]
            #expect(operation?["operationId"]?.string == route.operation, "\(route.method) \(route.path)")
            #expect(operation?["security"] != nil || route.access == .everyone)
        }
    }

    @Test func `requests say all their members`() {
        let policy = document["paths"]?["/sla-policies/{id}"]?["put"]?["requestBody"]?["content"]?[
            "application/json"]?["schema"]
        let targets = policy?["properties"]?["targets"]
        #expect(targets?["propertyNames"]?["enum"]?.array?.contains("teamTime") == true)
        let target = targets?["additionalProperties"]?["additionalProperties"]
        #expect(target?["properties"]?["seconds"] == ["type": "integer"] && target?["required"] == ["seconds"])
        #expect(policy?["required"] == ["name", "targets"])
        let reply = document["paths"]?["/tickets/{ticket}/replies"]?["post"]?["requestBody"]
        let schema = reply?["content"]?["application/json"]?["schema"]
        #expect(schema?["properties"]?["text"] == ["type": "string"] && schema?["properties"]?["ticket"] == nil)
    }

    @Test func `a route says which problems it has of its own`() {
        let remove = document["paths"]?["/views/{id}"]?["delete"]
        #expect(remove?["responses"]?["4XX"]?["description"]?.string?.contains("view.stale") == true)
        #expect(remove?["parameters"]?.array?.contains { $0["name"] == "If-Match" } == true)
    }

    @Test func `what a route refuses has codes that are told`() {
        let refusal = document["paths"]?["/calendars/{id}/imports"]?["post"]?["responses"]?["4XX"]
        #expect(refusal?["x-codes"]?.array?.contains("calendar.ics") == true)
        #expect(refusal?["description"]?.string?.contains("`calendar.ics`: Lines of the file") == true)
        let policies = document["paths"]?["/sla-policies/{id}"]
        let parameters = policies?["delete"]?["parameters"]?.array ?? []
        #expect(parameters.contains { $0["name"] == "If-Match" })
    }

    @Test func `foreign eyes find it valid`() async throws {
        let home = "/tmp/moat-openapi-venv"
        let made = try await Command.run([
            "flock", home + ".lock", "sh", "-c",
            "test -e \(home)/ready || { python3 -m venv \(home) && \(home)/bin/pip -q install openapi-spec-validator"
                + " && touch \(home)/ready; }",
        ])
        try #require(made.status == 0, "\(made.errors)")
        let folder = TemporaryFolder()
        let path = try folder.write("openapi.json", document.text)
        let checked = try await Command.run(["\(home)/bin/openapi-spec-validator", path])
        #expect(checked.status == 0, "\(checked.text) \(checked.errors)")
    }
}
