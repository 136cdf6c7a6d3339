internal import Base
@testable internal import Bus
internal import BusWire
internal import Testing

struct MonitorTests {
    private func snapshot() -> Snapshot {
        let bus = TestBus()
        let session = bus.connect()
        bus.say(session, "SUB a 1\r\nPUB a 3\r\nabc\r\nPUB a 3\r\nabc\r\n")
        var snapshot = Snapshot()
        (snapshot.counts, snapshot.connections) = (bus.broker.counts, bus.broker.sessions.count)
        (snapshot.subscriptions, snapshot.serving) = (bus.broker.trie.count, true)
        return snapshot
    }

    @Test func `counters show what was counted, once`() {
        let metrics = BusMetrics(limits: Limits())
        let snapshot = snapshot()
        _ = metrics.text(snapshot)
        let text = metrics.text(snapshot)
        for line in [
            "messages_total{direction=\"in\",service=\"bus\"} 2", "connections{service=\"bus\"} 1",
            "payload_bytes_total{direction=\"out\",service=\"bus\"} 6", "subscriptions{service=\"bus\"} 1",
            "limit{limit=\"pending\",service=\"bus\"} 67108864",
            "connections_ended_total{reason=\"slow_consumer\",service=\"bus\"} 0",
            "limit_reached_total{limit=\"payload\",service=\"bus\"} 0",
        ] { #expect(text.contains("moat_bus_\(line)\n"), "\(line)") }
        #expect(text.contains("moat_queue_depth_bytes{queue=\"bus.client_output\",service=\"bus\"} 0\n"))
    }

    @Test func `varz has the members of nats-server`() {
        let control = LoopControl()
        let monitor = Monitor(
            control: control, metrics: BusMetrics(limits: Limits()), identity: ServerInfo(), limits: Limits(),
            started: Instant(seconds: 0), place: ("127.0.0.1", 8_222))
        let varz = monitor.varz(snapshot())
        #expect(varz["in_msgs"] == 2 && varz["out_bytes"] == 6 && varz["connections"] == 1)
        #expect(varz["max_payload"] == 1_048_576 && varz["slow_consumers"] == 0)
    }
}
