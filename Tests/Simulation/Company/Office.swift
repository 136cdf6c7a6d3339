import Base
import Contracts
import MessageBus
import ServiceKit

/// The people's own place on the bus: it never dies, but is cut off like any other.
struct Office: Sendable {
    static let host = "office"
    let world: World
    let bus: MessageBus
    let caller: BusCaller

    init(_ world: World) throws {
        self.world = world
        let trace = world.trace
        let log = Log(service: Self.host, level: .info, time: world.time) { trace.note("log \($0)") }
        bus = try MessageBus(
            url: "nats://bus:4222", name: Self.host, log: log, metrics: Metrics(), time: world.time,
            randomness: .seeded(world.chance.next()),
            transport: SimulatedTransport(host: Self.host, network: world.network, executor: world.executor))
        caller = BusCaller(bus: bus, time: world.time)
    }

    func run() async {
        do { try await bus.run() } catch { world.trace.note("office bus ended") }
    }

    /// Asks until there is an answer, under one key; throws what the service refuses.
    func insist<Request, Reply>(
        _ call: Call<Request, Reply>, _ request: Request, as who: Caller, key: String? = nil
    ) async throws -> Reply {
        while true {
            do {
                return try await caller.call(
                    call, request, as: who, CallOptions(idempotencyKey: key, timeout: .seconds(3)))
            } catch let problem as Problem where problem.status >= 500 {
                world.trace.note("again \(call.name) \(problem.code)")
                if problem.status == 500 { world.find("\(call.name) failed: \(problem.code) \(problem.detail ?? "")") }
                try await world.pause(100...1_500)
            }
        }
    }

    /// Asks; nil when it is refused.
    func attempt<Request, Reply>(
        _ call: Call<Request, Reply>, _ request: Request, as who: Caller, key: String? = nil
    ) async throws -> Reply? {
        do {
            return try await insist(call, request, as: who, key: key)
        } catch let problem as Problem {
            world.trace.note("refused \(call.name) \(problem.code)")
            return nil
        }
    }
}
