internal import Base
internal import BusWire
internal import HTTP

/// The broker's small HTTP door: `/healthz`, `/readyz`, `/metrics`, `/varz`. It reads snapshots, never the loop.
struct Monitor: Sendable {
    let control: LoopControl
    let metrics: BusMetrics
    let identity: ServerInfo
    let limits: Limits
    let started: Instant
    /// Where clients and the monitor listen, as `/varz` tells.
    let place: (host: String, monitorPort: Int)
    let time: any TimeSource = SystemTime()

    /// A loop that has said nothing for so long is stuck.
    private static let freshness = Instant.Span.seconds(5)

    func answer(_ request: HTTPRequest) -> HTTPResponse {
        guard request.method == "GET" || request.method == "HEAD" else {
            return .problem(Problem(status: 405, code: "method", title: "Method Not Allowed", detail: "Use GET."))
        }
        switch request.path {
        case "/healthz": return health(ready: false)
        case "/readyz": return health(ready: true)
        case "/metrics": return .text(metrics.text(control.snapshot))
        case "/varz": return (try? .json(varz(control.snapshot))) ?? .empty(500)
        default: return .problem(.notFound("page", request.path))
        }
    }

    private func health(ready: Bool) -> HTTPResponse {
        let snapshot = control.snapshot
        guard Monotonic.now() - snapshot.at < Self.freshness else { return .text("the loop is stuck\n", status: 503) }
        if ready, !snapshot.serving { return .text("stopping\n", status: 503) }
        return .text("ok\n")
    }

    /// The members of nats-server's `/varz` that have a meaning here.
    func varz(_ snapshot: Snapshot) -> JSON {
        func number(_ value: Int) -> JSON { .int(Int64(value)) }
        let (memory, cpu) = (ProcessState.residentBytes, ProcessState.cpuSeconds)
        let now = time.now()
        return .object([
            "server_id": .string(identity.serverID), "server_name": .string(identity.serverName ?? ""),
            "version": .string(identity.version), "proto": 1, "host": .string(place.host),
            "port": number(identity.port ?? 0), "http_port": number(place.monitorPort),
            "auth_required": .bool(identity.authRequired == true), "max_connections": number(limits.connections),
            "max_subscriptions": number(limits.subscriptions), "max_payload": number(limits.payload),
            "max_pending": number(limits.pending), "max_control_line": number(limits.controlLine),
            "ping_interval": .int(limits.pingInterval.microseconds * 1_000), "ping_max": number(limits.pingsOut),
            "start": .string(started.description), "now": .string(now.description),
            "uptime": .string("\((now - started).microseconds / 1_000_000)s"), "mem": number(memory),
            "cpu_seconds": .double(cpu), "connections": number(snapshot.connections),
            "total_connections": number(snapshot.counts.connectionsTotal),
            "subscriptions": number(snapshot.subscriptions), "in_msgs": number(snapshot.counts.received.messages),
            "out_msgs": number(snapshot.counts.sent.messages), "in_bytes": number(snapshot.counts.received.bytes),
            "out_bytes": number(snapshot.counts.sent.bytes),
            "slow_consumers": number(snapshot.counts.endings[.slowConsumer] ?? 0),
            "stale_connections": number(snapshot.counts.endings[.stale] ?? 0),
            "lame_duck": .bool(snapshot.draining),
        ])
    }
}
