internal import Synchronization

/// The numbers a process shows at `/metrics`, in Prometheus text format. Names end in their unit (`_total`, `_seconds`,
/// `_bytes`). A series is made once at start and kept by whoever counts; counting is one atomic addition.
package final class Metrics: Sendable {
    private enum Series: Sendable {
        case counter(Counter)
        case gauge(Gauge)
        case histogram(Histogram)
        case computed(@Sendable () -> Double)
    }
    private struct Family: Sendable {
        var kind: String
        var help: String
        var series: [(labels: String, series: Series)] = []
    }
    private let families = Locked<[String: Family]>([:])

    package init() {}

    /// A number that only grows.
    package func counter(_ name: String, help: String, labels: [String: String] = [:]) -> Counter {
        let counter = Counter()
        add(name, "counter", help, labels, .counter(counter))
        return counter
    }

    /// A number that goes up and down.
    package func gauge(_ name: String, help: String, labels: [String: String] = [:]) -> Gauge {
        let gauge = Gauge()
        add(name, "gauge", help, labels, .gauge(gauge))
        return gauge
    }

    /// A gauge whose value is asked for at each scrape.
    package func computed(
        _ name: String, help: String, labels: [String: String] = [:], value: @escaping @Sendable () -> Double
    ) {
        add(name, "gauge", help, labels, .computed(value))
    }

    /// A distribution, by default of seconds from 0.5 ms to 10 s.
    package func histogram(
        _ name: String, help: String, labels: [String: String] = [:],
        bounds: [Double] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    ) -> Histogram {
        let histogram = Histogram(bounds: bounds)
        add(name, "histogram", help, labels, .histogram(histogram))
        return histogram
    }

    /// All series in Prometheus text format 0.0.4.
    package func text() -> String {
        let families = families.withLock { $0 }
        var out = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            out += "# HELP \(name) \(family.help)\n# TYPE \(name) \(family.kind)\n"
            for (labels, series) in family.series {
                switch series {
                case .counter(let counter): out += "\(name)\(braced(labels)) \(counter.value)\n"
                case .gauge(let gauge): out += "\(name)\(braced(labels)) \(gauge.value)\n"
                case .computed(let value): out += "\(name)\(braced(labels)) \(value())\n"
                case .histogram(let histogram): out += histogram.text(name: name, labels: labels)
                }
            }
        }
        return out
    }

    private func add(_ name: String, _ kind: String, _ help: String, _ labels: [String: String], _ series: Series) {
        let labels = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\($0.value)\"" }.joined(separator: ",")
        families.withLock {
            $0[name, default: Family(kind: kind, help: help)].series.append((labels, series))
        }
    }

    private func braced(_ labels: String) -> String { labels.isEmpty ? "" : "{\(labels)}" }

    package final class Counter: Sendable {
        private let count = Atomic<Int>(0)
        package var value: Int { count.load(ordering: .relaxed) }
        package func add(_ n: Int = 1) { count.wrappingAdd(n, ordering: .relaxed) }
    }

    package final class Gauge: Sendable {
        private let current = Atomic<Int>(0)
        package var value: Int { current.load(ordering: .relaxed) }
        package func set(_ n: Int) { current.store(n, ordering: .relaxed) }
        package func add(_ n: Int) { current.wrappingAdd(n, ordering: .relaxed) }
    }

    package final class Histogram: Sendable {
        private let bounds: [Double]
        private let state: Locked<(buckets: [Int], sum: Double, count: Int)>

        init(bounds: [Double]) {
            self.bounds = bounds
            state = Locked((Array(repeating: 0, count: bounds.count), 0, 0))
        }

        package func observe(_ value: Double) {
            let index = bounds.firstIndex { value <= $0 }
            state.withLock {
                if let index { $0.buckets[index] += 1 }
                $0.sum += value
                $0.count += 1
            }
        }

        package func observe(_ span: Instant.Span) { observe(span.seconds) }

        func text(name: String, labels: String) -> String {
            let (buckets, sum, count) = state.withLock { $0 }
            let prefix = labels.isEmpty ? "" : labels + ","
            var out = ""
            var total = 0
            for (bound, n) in zip(bounds, buckets) {
                total += n
                out += "\(name)_bucket{\(prefix)le=\"\(bound)\"} \(total)\n"
            }
            out += "\(name)_bucket{\(prefix)le=\"+Inf\"} \(count)\n"
            let braces = labels.isEmpty ? "" : "{\(labels)}"
            return out + "\(name)_sum\(braces) \(sum)\n\(name)_count\(braces) \(count)\n"
        }
    }
}
