internal import Base
internal import Contracts

/// A fact as a report needs it: when, whose, how much.
struct Sample: Hashable, Sendable {
    var at: Instant
    var key: String
    var value: Double
}

/// Turns samples into a row of numbers. Median and P90 by linear interpolation between the closest ranks.
enum Summary {
    /// Durations: mean, median, P90.
    static func duration(_ key: String, _ values: [Double]) -> MetricRow {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return MetricRow(key: key, n: 0) }
        return MetricRow(
            key: key, n: sorted.count, value: sorted.reduce(0, +) / Double(sorted.count),
            median: quantile(sorted, 0.5), p90: quantile(sorted, 0.9))
    }

    /// Rates: the share of values that are good.
    static func rate(_ key: String, _ values: [Double], good: (Double) -> Bool) -> MetricRow {
        guard !values.isEmpty else { return MetricRow(key: key, n: 0) }
        return MetricRow(key: key, n: values.count, value: Double(values.filter(good).count) / Double(values.count))
    }

    /// NPS: the share of 9 and 10 minus that of 0 to 6, in hundredths, with the margin of a difference of shares.
    static func net(_ key: String, _ values: [Double]) -> MetricRow {
        guard !values.isEmpty else { return MetricRow(key: key, n: 0) }
        let count = Double(values.count)
        let promoters = Double(values.filter { $0 >= 9 }.count) / count
        let detractors = Double(values.filter { $0 <= 6 }.count) / count
        let net = promoters - detractors
        var row = MetricRow(key: key, n: values.count, value: net * 100)
        row.margin = 1.96 * ((promoters + detractors - net * net) / count).squareRoot() * 100
        return row
    }

    /// Counts.
    static func count(_ key: String, _ values: [Double]) -> MetricRow {
        MetricRow(key: key, n: values.count, value: Double(values.count))
    }

    /// The running total of values (backlog).
    static func sum(_ key: String, _ values: [Double]) -> MetricRow {
        let total = values.reduce(0, +)
        return MetricRow(key: key, n: Int(total), value: total)
    }

    /// The q-quantile (0...1) of sorted values.
    static func quantile(_ sorted: [Double], _ q: Double) -> Double {
        let position = q * Double(sorted.count - 1)
        let low = Int(position)
        let high = min(low + 1, sorted.count - 1)
        return sorted[low] + (sorted[high] - sorted[low]) * (position - Double(low))
    }
}

extension Metric {
    /// The facts it is made of.
    var kind: Fact.Kind {
        switch self {
        case .firstResponse: .firstResponse
        case .resolution, .solved: .resolution
        case .volume: .volume
        case .csat: .rating
        case .slaAttainment: .target
        case .backlog: .backlog
        case .ces, .cesEase: .effort
        case .nps: .recommendation
        }
    }

    /// The row of a group of samples (requirements section 2: rows 1, 4, 13, 15, 16, 25).
    func row(_ key: String, _ values: [Double]) -> MetricRow {
        switch self {
        case .firstResponse, .resolution: Summary.duration(key, values)
        case .volume, .solved: Summary.count(key, values)
        case .csat: Summary.rate(key, values) { $0 >= 4 }
        case .slaAttainment: Summary.rate(key, values) { $0 == 1 }
        case .backlog: Summary.sum(key, values)
        case .ces: Summary.duration(key, values)
        case .cesEase: Summary.rate(key, values) { $0 >= 5 }
        case .nps: Summary.net(key, values)
        }
    }
}
