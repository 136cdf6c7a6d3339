internal import Synchronization

/// The numbers a process shows at `/metrics`, in Prometheus text format. Names begin with `moat_` (or `process_`) and
/// end in their unit (`_seconds`, `_bytes`), counters in `_total`. A series is made once at start and kept by whoever
/// counts; asked for again under the same name and labels it is the same one. Counting is one atomic addition.
package final class Metrics: Sendable {
    package enum Kind: String, Sendable { case counter, gauge, histogram }

    private enum Series: Sendable {
        case counter(Counter)
        case gauge(Gauge)
        case histogram(Histogram)
        case computed(@Sendable () -> Double)
    }
    private struct Family: Sendable {
        var kind: Kind
        var help: String
        var order: [String] = []
        var series: [String: Series] = [:]
    }
    private let families = Locked<[String: Family]>([:])
    private let common: [String: String]

    /// With a service's name every series has the label `service`.
    package init(service: String? = nil) { common = service.map { ["service": $0] } ?? [:] }

    /// A number that only grows.
    package func counter(_ name: String, help: String, labels: [String: String] = [:]) -> Counter {
        let series = keep(name, .counter, help, labels, .counter(Counter()))
        guard case .counter(let counter) = series else { preconditionFailure("\(name) is no counter") }
        return counter
    }

    /// A number that goes up and down.
    package func gauge(_ name: String, help: String, labels: [String: String] = [:]) -> Gauge {
        let series = keep(name, .gauge, help, labels, .gauge(Gauge()))
        guard case .gauge(let gauge) = series else { preconditionFailure("\(name) is no gauge") }
        return gauge
    }

    /// A number that is asked for at each scrape. Asked for again, the new question takes the old one's place.
    package func computed(
        _ name: String, help: String, labels: [String: String] = [:], kind: Kind = .gauge,
        value: @escaping @Sendable () -> Double
    ) {
        precondition(kind != .histogram, "a distribution is not one number")
        _ = keep(name, kind, help, labels, .computed(value), replacing: true)
    }

    /// A distribution, by default of seconds from 0.5 ms to 10 s.
    package func histogram(
        _ name: String, help: String, labels: [String: String] = [:],
        bounds: [Double] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    ) -> Histogram {
        let series = keep(name, .histogram, help, labels, .histogram(Histogram(bounds: bounds)))
        guard case .histogram(let histogram) = series else { preconditionFailure("\(name) is no histogram") }
        return histogram
    }

    /// All series in Prometheus text format 0.0.4.
    package func text() -> String {
        let families = families.withLock { $0 }
        var out = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            out += "# HELP \(name) \(family.help)\n# TYPE \(name) \(family.kind)\n"
            for labels in family.order {
                switch family.series[labels] {
                case .counter(let counter): out += "\(name)\(braced(labels)) \(counter.value)\n"
                case .gauge(let gauge): out += "\(name)\(braced(labels)) \(gauge.value)\n"
                case .computed(let value): out += "\(name)\(braced(labels)) \(Metrics.number(value()))\n"
                case .histogram(let histogram): out += histogram.text(name: name, labels: labels)
                case nil: break
                }
            }
        }
        return out
    }

    private func keep(
        _ name: String, _ kind: Kind, _ help: String, _ labels: [String: String], _ series: Series,
        replacing: Bool = false
    ) -> Series {
        let labels = common.merging(labels) { _, own in own }.sorted { $0.key < $1.key }
            .map { "\($0.key)=\"\(Metrics.escaped($0.value))\"" }.joined(separator: ",")
        return families.withLock { families in
            var family = families[name] ?? Family(kind: kind, help: help)
            if let known = family.series[labels], !replacing { return known }
            if family.series.updateValue(series, forKey: labels) == nil { family.order.append(labels) }
            families[name] = family
            return series
        }
    }

    private func braced(_ labels: String) -> String { labels.isEmpty ? "" : "{\(labels)}" }

    private static func escaped(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 == 34 || $0 == 92 || $0 == 10 }) else { return value }
        return value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    private static func number(_ value: Double) -> String {
        if let whole = Int64(exactly: value) { return String(whole) }
        if value.isNaN { return "NaN" }
        return value.isInfinite ? (value > 0 ? "+Inf" : "-Inf") : "\(value)"
    }

    package final class Counter: Sendable {
        private let count = Atomic<Int>(0)
        package var value: Int { count.load(ordering: .relaxed) }
        package func add(_ n: Int = 1) { count.wrappingAdd(n, ordering: .relaxed) }
    }

    package final class Gauge: Sendable {
        private let current = Atomic<Int>(0)
        package init() {}
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

        /// How many were observed, and their sum.
        package var total: (count: Int, sum: Double) { state.withLock { ($0.count, $0.sum) } }

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
            return out + "\(name)_sum\(braces) \(Metrics.number(sum))\n\(name)_count\(braces) \(count)\n"
        }
    }
}
