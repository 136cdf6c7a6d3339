import Base
import BenchmarkTable
import Glibc
import MessageBus

/// Measures the bus client with the broker of `BUS_URL`, beside the same with the broker of `PEER_URL` when there is
/// one: requests per second at several concurrencies, with and without headers, and one-way messages. `BENCH_SECONDS`
/// per case, 3 by default. Run it by `run`.
@main struct MessageBusBenchmark {
    static func main() async throws {
        let seconds = environment("BENCH_SECONDS").flatMap(Double.init) ?? 3
        let peers =
            if let url = environment("PEER_URL") { try await measure(url, .seconds(seconds)) } else { [Finding]() }
        let ours = try await measure(environment("BUS_URL") ?? "nats://127.0.0.1:4222", .seconds(seconds))
        for (place, found) in ours.enumerated() {
            let peer = place < peers.count ? "with nats-server \(Int(peers[place].rate))/s; " : ""
            Row(found.name, found.rate, "1/s", beside: "\(peer)\(found.each) ns of processor each; \(found.more)")
                .show()
        }
    }

    private static func measure(_ url: String, _ span: Instant.Span) async throws -> [Finding] {
        let log = Log(service: "benchmark", level: .warning)
        let caller = try MessageBus(url: url, name: "caller", log: log, metrics: Metrics())
        let service = try MessageBus(url: url, name: "service", log: log, metrics: Metrics())
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await caller.run() }
            group.addTask { try await service.run() }
            group.addTask {
                try await service.serve("echo", queue: "echo") { message in
                    try? await service.respond(to: message, payload: message.payload)
                }
            }
            try await service.flush()
            let run = Benchmark(caller: caller, service: service, span: span)
            var found: [Finding] = []
            for tasks in [1, 16, 64] { found.append(try await run.requests(tasks: tasks, headers: [])) }
            let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            let headers = [("Moat-Caller", #"{"kind":"agent","id":"a1","roles":["agent"]}"#), ("traceparent", trace)]
            found.append(try await run.requests(tasks: 16, headers: headers))
            for size in [16, 128, 4_096] { found.append(try await run.oneWay(size: size)) }
            await service.drain()
            await caller.drain()
            try await group.waitForAll()
            return found
        }
    }

    private static func environment(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}

/// What one case gave.
private struct Finding: Sendable {
    var name: String
    var rate: Double
    /// Nanoseconds of processor time of both ends.
    var each: Int
    var more: String
}

private struct Benchmark: Sendable {
    let caller: MessageBus
    let service: MessageBus
    let span: Instant.Span
    private let time = SystemTime()

    init(caller: MessageBus, service: MessageBus, span: Instant.Span) {
        (self.caller, self.service, self.span) = (caller, service, span)
    }

    func requests(tasks: Int, headers: [(String, String)]) async throws -> Finding {
        let payload = [UInt8](repeating: 120, count: 128)
        let (start, cpu) = (time.now(), processorSeconds())
        let end = start + span
        let latencies = try await withThrowingTaskGroup(of: [Int64].self) { group in
            for _ in 0..<tasks {
                group.addTask {
                    var latencies: [Int64] = []
                    var now = time.now()
                    while now < end {
                        _ = try await caller.request("echo", headers: headers, payload: payload)
                        let after = time.now()
                        latencies.append((after - now).microseconds)
                        now = after
                    }
                    return latencies
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }.sorted()
        }
        let took = (time.now() - start).seconds
        let with = headers.isEmpty ? "" : ", with headers"
        return finding(
            "our client: \(tasks) request(s) at once\(with)", latencies.count, took, processorSeconds() - cpu,
            "p50 \(latencies[latencies.count / 2]) µs, p99 \(latencies[latencies.count * 99 / 100]) µs")
    }

    func oneWay(size: Int) async throws -> Finding {
        let subject = "oneway.\(size)"
        let bound = Bound(messages: 10_000_000, bytes: 1 << 40, overflow: .drop)
        let subscription = service.subscribe(subject, bound: bound)
        try await service.flush()
        let payload = [UInt8](repeating: 120, count: size)
        let (start, cpu) = (time.now(), processorSeconds())
        let end = start + span
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            group.addTask {
                var count = 0
                while time.now() < end {
                    for _ in 0..<100 { try await caller.publish(Message(subject: subject, payload: payload)) }
                    count += 100
                }
                try await caller.publish(Message(subject: subject))
                try await caller.flush()
                return count
            }
            group.addTask {
                var count = 0
                for try await message in subscription {
                    if message.payload.isEmpty { break }
                    count += 1
                }
                return count
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let took = (time.now() - start).seconds
        let (sent, came) = (counts.max() ?? 0, counts.min() ?? 0)
        return finding(
            "our client: messages of \(size) B, one way", came, took, processorSeconds() - cpu, "\(sent - came) lost")
    }

    private func finding(_ name: String, _ count: Int, _ seconds: Double, _ cpu: Double, _ more: String) -> Finding {
        let each = Int(cpu / Double(max(count, 1)) * 1_000_000_000)
        return Finding(name: name, rate: Double(count) / seconds, each: each, more: more)
    }

    private func processorSeconds() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000
    }
}
