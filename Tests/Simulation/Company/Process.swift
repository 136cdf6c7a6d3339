import Base
import MessageBus
import ServiceKit
import Store

/// What a kind of process is: its name on the bus, its tables, and what it registers.
struct Trade: Sendable {
    let service: String
    let migrations: [Migration]
    let register: @Sendable (Service, World) async throws -> Void
}

/// A process that lives, dies and lives again on the same store.
final class Process: Sendable {
    enum Order: Sendable { case kill, stop }

    let host: String
    let trade: Trade
    private let world: World
    private let skew: Instant.Span
    private let orders = Locked<AsyncStream<Order>.Continuation?>(nil)

    init(host: String, trade: Trade, world: World) {
        (self.host, self.trade, self.world) = (host, trade, world)
        // Clocks of hosts differ by up to a fifth of a second.
        skew = .milliseconds(world.chance.below(400) - 200)
    }

    /// Where its store is; copies of one service share it.
    var storeURL: String { "memory:\(world.name)/\(trade.service)" }

    /// Ends it, if it lives.
    func order(_ order: Order) { orders.withLock { $0 }?.yield(order) }

    /// Lives until the world ends.
    func live() async {
        while !world.isOver {
            do {
                try await liveOnce()
                if world.isOver { return }
                try await world.pause(100...5_000)
            } catch is CancellationError {
                return
            } catch {
                return world.find("\(host) cannot live: \(error)")
            }
        }
    }

    private func liveOnce() async throws {
        let (stream, continuation) = AsyncStream<Order>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let randomness = Randomness.seeded(world.chance.next())
        let time = SkewedTime(time: world.time, skew: skew)
        let transport = SimulatedTransport(host: host, network: world.network, executor: world.executor)
        let (trace, host) = (world.trace, host)
        let log = Log(service: host, level: .info, time: time) { trace.note("log \($0)") }
        let bus = try MessageBus(
            url: "nats://bus:4222", name: host, log: log, metrics: Metrics(), time: time, randomness: randomness,
            transport: transport)
        let service = try await Service.open(
            trade.service, storeURL: storeURL, migrations: trade.migrations, bus: bus, log: log, time: time,
            identifiers: .uuidV7(time: time, randomness: randomness), randomness: randomness)
        try await trade.register(service, world)
        trace.note("start \(host)")
        orders.withLock { $0 = continuation }
        await withTaskGroup(of: Order?.self) { group in
            group.addTask {
                do { try await service.run() } catch { trace.note("ended \(host) \(error)") }
                return nil
            }
            group.addTask { await stream.first { _ in true } }
            switch await group.next() {
            case .some(.some(.stop)): await bus.drain(within: .seconds(8))
            case .some(.some(.kill)):
                // Nothing it does from here on reaches its store or the network: that is how dead it is.
                transport.sever()
                await service.store.close()
            default:
                if !world.isOver { world.find("\(host) ended by itself") }
            }
            group.cancelAll()
        }
        orders.withLock { $0 = nil }
        transport.sever()
        await service.store.close()
        trace.note("dead \(host)")
    }
}
