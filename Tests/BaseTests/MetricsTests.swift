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

    @Test func `a series asked for again is the same one`() {
        let metrics = Metrics(service: "desk")
        metrics.counter("a_total", help: "A.").add(1)
        metrics.counter("a_total", help: "A.").add(2)
        metrics.computed("b", help: "B.") { 1 }
        metrics.computed("b", help: "B.") { 0.5 }
        let text = metrics.text()
        #expect(text.contains("a_total{service=\"desk\"} 3\n") && text.contains("b{service=\"desk\"} 0.5\n"))
        #expect(text.split(separator: "\n").count == 6)
    }

    @Test func `a queue shows what waits, what may and what was turned away`() {
        let metrics = Metrics()
        metrics.queue("a \"b\"", limit: 5) { 3 }.add()
        metrics.refusals(of: "a \"b\"").add()
        let text = metrics.text()
        for line in ["depth{queue=\"a \\\"b\\\"\"} 3", "limit{queue=\"a \\\"b\\\"\"} 5"] {
            #expect(text.contains("moat_queue_\(line)\n"))
        }
        #expect(text.contains("moat_queue_refused_total{queue=\"a \\\"b\\\"\"} 2\n"))
    }

    @Test func `UUIDv7 identifiers are well formed and sort by time`() {
        let early = Identifiers.uuidV7(at: Instant(seconds: 1_700_000_000), high: .max, low: .max)
        let late = Identifiers.uuidV7(at: Instant(seconds: 1_700_000_001), high: 0, low: 0)
        #expect(early < late)
        let time = Locked(Instant(seconds: 1_700_000_000))
        let identifiers = Identifiers.uuidV7(time: Clock { time.withLock { $0 } }, randomness: .seeded(1))
        var made: [String] = []
        for span in [Instant.Span.zero, .zero, .hours(5), .zero - .hours(5), .zero, .hours(6)] {
            time.withLock { $0 = $0 + span }
            for _ in 0..<5_000 { made.append(identifiers.next()) }
        }
        #expect(made == made.sorted() && Set(made).count == made.count)
        #expect(early.utf8.count == 36 && Array(early)[14] == "7" && "89ab".contains(Array(early)[19]))
    }
}

/// A clock that somebody else sets.
private struct Clock: TimeSource {
    let read: @Sendable () -> Instant
    func now() -> Instant { read() }
    func sleep(until deadline: Instant) async throws {}
}
