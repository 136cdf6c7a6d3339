package import Base
internal import Contracts
package import MessageBus
package import ServiceKit
package import Store

/// A bus of its own (the distribution's nats-server) with real services on it, each with a store of its own
/// (`TestStore`) or where it is told.
package final class ServiceHouse: Sendable {
    package let broker: BrokerProcess
    private let time: any TimeSource
    private let log: Log

    package init(time: any TimeSource = SystemTime(), log: Log = Log(service: "test", level: .error)) async throws {
        broker = try await BrokerProcess(.nats)
        (self.time, self.log) = (time, log)
    }

    package func bus(_ name: String) throws -> MessageBus {
        try MessageBus(url: broker.url, name: name, log: log, metrics: Metrics())
    }

    /// A service to register on; run it with `run`.
    package func service(
        _ name: String, migrations: [Migration] = [], storeURL: String? = nil
    ) async throws -> Service {
        let url = if let storeURL { storeURL } else { try await TestStore.url() }
        return try await Service.open(
            name, storeURL: url, migrations: migrations, bus: try bus(name), log: log, time: time,
            identifiers: .uuidV7(time: time, randomness: .system))
    }

    /// Runs the services as children while `body` works with a caller of its own; it starts when they all answer.
    package func run<Result: Sendable>(
        _ services: [Service], _ body: @Sendable (BusCaller) async throws -> Result
    ) async throws -> Result {
        let bus = try bus("caller")
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await ServiceHouse.untilCancelled { try await bus.run() } }
            for service in services {
                group.addTask { try await ServiceHouse.untilCancelled { try await service.run() } }
            }
            defer { group.cancelAll() }
            for name in Set(services.map(\.name)).sorted() { try await ServiceHouse.ready(name, bus) }
            // By the real clock: what is asked again must not wait for one that the test moves.
            return try await body(BusCaller(bus: bus))
        }
    }

    private static func untilCancelled(_ work: () async throws -> Void) async throws {
        do { try await work() } catch is CancellationError {}
    }

    /// Every endpoint that a service describes answers; what it answers does not matter.
    private static func ready(_ name: String, _ bus: MessageBus) async throws {
        func answer(_ subject: String) async throws -> JSON? {
            do {
                let reply = try await bus.request(subject, payload: Array("{}".utf8), timeout: .seconds(5))
                return try JSON(parsing: reply.payload)
            } catch let error as BusError where error.code == .noResponders || error.code == .deadline {
                return nil
            }
        }
        var endpoints: [String] = []
        try await eventually("\(name) describes itself") {
            let all = try await answer("$SRV.INFO.\(name)")?["endpoints"]?.array
            endpoints = (all ?? []).compactMap { $0["subject"]?.string }
            return !endpoints.isEmpty
        }
        for endpoint in endpoints {
            try await eventually("\(endpoint) answers") { try await answer(endpoint) != nil }
        }
    }
}

/// The problem that an action ends with, or nil.
package func problem(_ action: () async throws -> Void) async -> Problem? {
    do {
        try await action()
        return nil
    } catch {
        return error as? Problem ?? Problem.fault("test.other", "\(error)")
    }
}

/// What happened, noted by handlers that run anywhere.
package final class Notes<Item: Sendable>: Sendable {
    private let items = Locked<[Item]>([])
    package init() {}
    package var all: [Item] { items.withLock { $0 } }
    package func add(_ item: Item) { items.withLock { $0.append(item) } }
}
