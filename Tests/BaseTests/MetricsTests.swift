import Base
import Testing

@Suite struct MetricsTests {
    @Test func `series are shown in Prometheus text format`() {
        let metrics = Metrics()
        metrics.counter("a_total", help: "A.", labels: ["kind": "x"]).add(3)
        metrics.gauge("b", help: "B.").set(-2)
        let histogram = metrics.histogram("c_seconds", help: "C.", bounds: [0.1, 1])
        histogram.observe(0.05)
        histogram.observe(5.0)
        let text = metrics.text()
        #expect(text.contains("# TYPE a_total counter\na_total{kind=\"x\"} 3\n"))
        #expect(text.contains("b -2\n"))
        #expect(text.contains("c_seconds_bucket{le=\"0.1\"} 1\n"))
        #expect(text.contains("c_seconds_bucket{le=\"+Inf\"} 2\n"))
        #expect(text.contains("c_seconds_count 2\n"))
    }

    @Test func `UUIDv7 identifiers are well formed and sort by time`() {
        let early = Identifiers.uuidV7(at: Instant(seconds: 1_700_000_000), high: .max, low: .max)
        let late = Identifiers.uuidV7(at: Instant(seconds: 1_700_000_001), high: 0, low: 0)
        #expect(early < late)
        #expect(early.utf8.count == 36 && Array(early)[14] == "7" && "89ab".contains(Array(early)[19]))
    }
}
