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
            "bus_messages_total{direction=\"in\"} 2", "bus_payload_bytes_total{direction=\"out\"} 6",
            "bus_connections 1",
            "bus_subscriptions 1", "bus_limit{limit=\"pending\"} 67108864",
            "bus_connections_ended_total{reason=\"slowConsumer\"} 0", "bus_limit_reached_total{limit=\"payload\"} 0",
        ] { #expect(text.contains(line + "\n"), "\(line)") }
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
