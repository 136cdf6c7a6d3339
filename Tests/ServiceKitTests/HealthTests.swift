import Base
import HTTP
import ServiceKit
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(4))) struct HealthTests {
    private func withHealth(
        _ health: Health, _ body: (_ get: (String) async throws -> String) async throws -> Void
    ) async throws {
        let client = try HTTPClient()
        let port = health.port
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { do { try await health.run() } catch is CancellationError {} }
            defer { group.cancelAll() }
            try await body { path in
                let answer = try await client.send(.init("GET", "http://127.0.0.1:\(port)\(path)"))
                return "\(answer.status) " + String(decoding: answer.body, as: UTF8.self)
            }
        }
    }

    @Test func `alive, ready and measured`() async throws {
        let metrics = Metrics()
        metrics.counter("things_total", help: "Things.").add(3)
        let trouble = Locked<String?>(nil)
        let health = try Health(host: "127.0.0.1", port: 0, metrics: metrics) { trouble.withLock { $0 } }
        try await withHealth(health) { (get) async throws in
            #expect(try await get("/healthz") == "200 ok\n")
            #expect(try await get("/readyz") == "200 ready\n")
            #expect(try await get("/metrics").contains("things_total 3"))
            #expect(try await get("/other").hasPrefix("404 "))
            trouble.withLock { $0 = "The bus cannot be reached." }
            #expect(try await get("/readyz") == "503 The bus cannot be reached.\n")
            #expect(try await get("/healthz").hasPrefix("200 "))
            trouble.withLock { $0 = nil }
            health.stopping()
            #expect(try await get("/readyz") == "503 stopping\n")
            #expect(try await get("/healthz").hasPrefix("200 "))
        }
    }

    @Test func `a service is ready while it is connected`() async throws {
        let house = try await ServiceHouse()
        let service = try await house.service("work")
        let health = try Health(service: service, host: "127.0.0.1", port: 0)
        try await withHealth(health) { (get) async throws in
            #expect(try await get("/readyz").hasPrefix("503 "))
        }
        let again = try Health(service: service, host: "127.0.0.1", port: 0)
        try await house.run([service]) { _ in
            try await withHealth(again) { (get) async throws in
                #expect(try await get("/readyz").hasPrefix("200 "))
                house.broker.kill()
                try await eventually("it notices") { try await get("/readyz").hasPrefix("503 ") }
            }
        }
    }
}
