import Base
import MessageBus
import TestSupport
import Testing

/// Runs `body` with buses on one broker; their `run()`s are child tasks, ended with the body.
func withBroker(
    _ kind: BrokerProcess.Kind, users: String? = nil,
    _ body: @Sendable (BrokerProcess) async throws -> Void
) async throws {
    let broker = try await BrokerProcess(kind, users: users)
    defer { broker.kill() }
    try await body(broker)
}

func makeBus(
    _ url: String, name: String = "test", metrics: Metrics = Metrics(),
    randomness: Randomness = .system, options: MessageBus.Options = MessageBus.Options()
) throws -> MessageBus {
    try MessageBus(
        url: url, name: name, log: Log(service: "test", level: .error), metrics: metrics, randomness: randomness,
        options: options)
}

/// Runs a bus on a broker of `kind` while `body` uses it.
func withBus(
    _ kind: BrokerProcess.Kind, metrics: Metrics = Metrics(), options: MessageBus.Options = MessageBus.Options(),
    _ body: @escaping @Sendable (MessageBus, BrokerProcess) async throws -> Void
) async throws {
    try await withBroker(kind) { broker in
        let bus = try makeBus(broker.url, metrics: metrics, options: options)
        try await running([bus]) { try await body(bus, broker) }
    }
}

/// Runs the buses as child tasks while `body` works.
func running(_ buses: [MessageBus], _ body: @Sendable () async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        for bus in buses {
            group.addTask {
                do { try await bus.run() } catch is CancellationError {}
            }
        }
        defer { group.cancelAll() }
        try await body()
    }
}

extension Message {
    var text: String { String(decoding: payload, as: UTF8.self) }
}

extension MessageBus {
    func publish(_ subject: String, _ text: String, headers: [(String, String)] = []) async throws {
        try await publish(Message(subject: subject, headers: headers, payload: Array(text.utf8)))
    }
}

extension Subscription {
    /// The texts of the next `count` messages.
    func texts(_ count: Int) async throws -> [String] {
        var texts: [String] = []
        var iterator = makeAsyncIterator()
        while texts.count < count, let message = try await iterator.next() { texts.append(message.text) }
        return texts
    }
}

/// Runs `body` and returns the `BusError` it throws.
func busError(_ body: () async throws -> Void) async -> BusError.Code? {
    do {
        try await body()
        return nil
    } catch let error as BusError {
        return error.code
    } catch {
        Issue.record("not a BusError: \(error)")
        return nil
    }
}
