@testable import Gateway
import Base
import Testing

/// What the document promises of refusals.
enum Promise {
    private static let document = OpenAPI.document(RouteTable.all)

    /// An answer is this problem, and the document says that the operation may end so.
    static func expect(
        _ answer: Client.Answer, _ status: Int, _ code: String, _ method: String, _ path: String,
        at location: SourceLocation = #_sourceLocation
    ) {
        #expect(answer.status == status && answer.code == code, "\(answer.json.text)", sourceLocation: location)
        let responses = document["paths"]?[path]?[method]?["responses"]
        let promised = responses?["4XX"]?["x-codes"]?.array ?? []
        #expect(promised.contains(.string(code)), "\(method) \(path): \(code)", sourceLocation: location)
    }
}

/// Tickets that tests open through the door.
enum Desks {
    static func open(_ client: Client, _ subject: String, of customer: String = "c1") async throws -> JSON {
        let answer = try await client.send(
            "POST", "/api/v1/tickets",
            [
                "subject": .string(subject), "text": "please",
                "requester": ["id": .string(customer), "name": .string(customer)],
            ])
        #expect(answer.status == 201, "\(answer.json.text)")
        return answer.json
    }
}
