import Base
import Glibc
import HTTP
import TestSupport

@testable import Moat

/// Outside of a running installation: what customers, agents and operators do.
struct Street: Sendable {
    let house: Installation
    private let http: HTTPClient

    init(_ house: Installation) throws { (self.house, http) = (house, try HTTPClient()) }

    /// A customer fills in the form; the answer's status and document.
    @discardableResult
    func write(
        _ subject: String, headers: HTTPHeaders = [:]
    ) async throws -> (status: Int, headers: HTTPHeaders, body: JSON) {
        var headers = headers
        headers["Content-Type"] = "application/json"
        let body: JSON = [
            "name": "Ada", "email": "ada@example.org", "subject": .string(subject), "text": "Please hurry.",
        ]
        let answer = try await http.send(
            .init("POST", "\(house.address)/api/v1/intake/form", headers: headers, body: Array(body.text.utf8)))
        return (answer.status, answer.headers, (try? JSON(parsing: answer.body)) ?? .null)
    }

    /// The metrics of every process, by name.
    func scrapes() async throws -> [String: String] {
        var texts: [String: String] = [:]
        for process in Home(path: house.home).readRunning()?.processes ?? [] {
            texts[process.name] = await Loopback.fetch("/metrics", port: process.healthPort)
        }
        return texts
    }
}
