package import Base
internal import HTTP
internal import MessageBus
internal import Synchronization

/// The operators' door of a process: `/healthz` (alive), `/readyz` (may get work), `/metrics` (Prometheus).
package final class Health: Sendable {
    private let server: HTTPServer

    private let state: State

    private final class State: Sendable {
        let stopping = Atomic<Bool>(false)
    }

    package convenience init(service: Service, host: String, port: Int) throws {
        let bus = service.bus
        try self.init(host: host, port: port, metrics: service.metrics) {
            bus.isConnected ? nil : "The bus cannot be reached."
        }
    }

    /// `trouble` says why the process should get no work at the moment, nil when all is well.
    package init(
        host: String, port: Int, metrics: Metrics, trouble: @escaping @Sendable () -> String?
    ) throws {
        let state = State()
        self.state = state
        server = try HTTPServer(.init(host: host, port: port, name: "health"), time: SteadyTime()) { request in
            switch request.path {
            case "/healthz":
                return .text("ok\n")
            case "/readyz":
                if state.stopping.load(ordering: .relaxed) { return .text("stopping\n", status: 503) }
                if let reason = trouble() { return .text(reason + "\n", status: 503) }
                return .text("ready\n")
            case "/metrics":
                return .text(metrics.text())
            default:
                return .text("There is /healthz, /readyz and /metrics.\n", status: 404)
            }
        }
    }

    /// The port it listens on.
    package var port: Int { server.port }

    /// From now on `/readyz` says no.
    package func stopping() { state.stopping.store(true, ordering: .relaxed) }

    package func run() async throws { try await server.run() }
}
