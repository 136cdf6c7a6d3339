import Base
import MessageBus
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(4))) struct RequestTests {
    @Test(arguments: BrokerProcess.Kind.available)
    func `many concurrent requests each get their own answer`(_ kind: BrokerProcess.Kind) async throws {
        try await withEcho(kind) { bus, _ in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for index in 0..<200 {
                    group.addTask {
                        let answer = try await bus.request(
                            "echo", headers: [("N", "\(index)")], payload: [UInt8(index)])
                        return answer.payload == [UInt8(index)] && answer.header("N") == "\(index)"
                    }
                }
                for try await right in group { #expect(right) }
            }
        }
    }

    @Test(arguments: BrokerProcess.Kind.available)
    func `a request that nobody answers fails at once`(_ kind: BrokerProcess.Kind) async throws {
        try await withBus(kind) { bus, _ in
            let code = await busError { _ = try await bus.request("nobody", timeout: .seconds(30)) }
            #expect(code == .noResponders)
        }
    }

    @Test(arguments: BrokerProcess.Kind.available)
    func `a request without answer ends at its deadline`(_ kind: BrokerProcess.Kind) async throws {
        try await withBus(kind) { bus, _ in
            let silent = bus.subscribe("silent")
            try await bus.flush()
            let code = await busError { _ = try await bus.request("silent", timeout: .milliseconds(60)) }
            #expect(code == .deadline)
            let asked = try await silent.texts(1)
            #expect(asked == [""])
        }
    }

    @Test(arguments: BrokerProcess.Kind.available)
    func `cancelling the task ends the request`(_ kind: BrokerProcess.Kind) async throws {
        try await withBus(kind) { bus, _ in
            let silent = bus.subscribe("silent")
            await withTaskGroup(of: Bool.self) { group in
                group.addTask {
                    do {
                        _ = try await bus.request("silent", timeout: .seconds(50))
                        return false
                    } catch {
                        return error is CancellationError
                    }
                }
                // The request has arrived, so it is waiting.
                _ = try? await silent.texts(1)
                group.cancelAll()
                for await cancelled in group { #expect(cancelled) }
            }
        }
    }

    @Test(arguments: BrokerProcess.Kind.available)
    func `a request too many for a server is answered as such`(_ kind: BrokerProcess.Kind) async throws {
        try await withBus(kind) { bus, _ in
            let gate = bus.subscribe("gate")
            let bound = Bound(messages: 2, overflow: .answer(headers: [("Busy", "yes")], payload: Array("busy".utf8)))
            try await withThrowingTaskGroup(of: [String].self) { group in
                group.addTask {
                    try await bus.serve("slow", queue: "q", concurrency: 1, bound: bound) { message in
                        if !message.payload.isEmpty { _ = try? await gate.texts(1) }
                        try? await bus.respond(to: message, payload: Array("done".utf8))
                    }
                    return []
                }
                try await untilServed(bus, "slow")
                group.addTask {
                    try await withThrowingTaskGroup(of: String.self) { callers in
                        for _ in 0..<8 {
                            callers.addTask { try await bus.request("slow", payload: [1], timeout: .seconds(30)).text }
                        }
                        var texts: [String] = []
                        for try await text in callers {
                            texts.append(text)
                            // All that found no place are answered: let the others go on.
                            if texts.count >= 5 { try await bus.publish("gate", "go") }
                        }
                        return texts
                    }
                }
                let texts = try await group.next() ?? []
                #expect(texts.count == 8 && texts.contains("busy") && texts.contains("done"))
                group.cancelAll()
                do { while try await group.next() != nil {} } catch is CancellationError {}
            }
        }
    }

    /// Returns when the broker knows who serves the subject.
    private func untilServed(_ bus: MessageBus, _ subject: String) async throws {
        while await busError({ _ = try await bus.request(subject, timeout: .seconds(40)) }) == .noResponders {}
    }

    private func withEcho(
        _ kind: BrokerProcess.Kind, _ body: @escaping @Sendable (MessageBus, BrokerProcess) async throws -> Void
    ) async throws {
        try await withBus(kind) { bus, broker in
            let service = try makeBus(broker.url, name: "echo")
            try await running([service]) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        do {
                            try await service.serve("echo", queue: "echo") { message in
                                try? await service.respond(
                                    to: message, headers: message.headers, payload: message.payload)
                            }
                        } catch is CancellationError {}
                    }
                    defer { group.cancelAll() }
                    while await busError({ _ = try await bus.request("echo") }) == .noResponders {}
                    try await body(bus, broker)
                }
            }
        }
    }
}
