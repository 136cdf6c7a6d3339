package import Base

/// It did not become true in time.
package struct NotYet: Error, CustomStringConvertible {
    package let description: String
}

/// Waits until something outside this process, which cannot tell us, is so; throws `NotYet` after the limit.
package func eventually(
    _ what: String, within limit: Instant.Span = .seconds(60), _ isSo: () async throws -> Bool
) async throws {
    let time = SystemTime()
    let deadline = time.now() + limit
    while try await !isSo() {
        if time.now() > deadline { throw NotYet(description: "not within \(limit.seconds) s: \(what)") }
        try await time.sleep(for: .milliseconds(10))
    }
}
