internal import Base
internal import Contracts

/// Groups samples by a query's dimension.
struct Report {
    let query: MetricQuery
    let days: Days
    /// Names of agents or teams, by id.
    let names: [String: String]

    /// Backlog counts everything up to its moment; all else what ended in the period.
    func result(_ samples: [Sample], asOf: Instant) -> MetricResult {
        let total = query.metric.row("", samples.map(\.value))
        guard let dimension = query.by else {
            return MetricResult(metric: query.metric, total: total, rows: [], asOf: asOf)
        }
        let rows = dimension == .day ? daily(samples, asOf: asOf) : grouped(samples)
        return MetricResult(metric: query.metric, total: total, rows: rows, asOf: asOf)
    }

    private func grouped(_ samples: [Sample]) -> [MetricRow] {
        Dictionary(grouping: samples, by: \.key).map { key, group in
            var row = query.metric.row(key, group.map(\.value))
            row.label = names[key]
            return row
        }
        .sorted { ($0.n, $1.key) > ($1.n, $0.key) }
    }

    /// A row for every day, empty ones too, so that a trend has no holes; backlog at the end of each day.
    private func daily(_ samples: [Sample], asOf: Instant) -> [MetricRow] {
        let keys = days.keys(from: query.from, to: min(query.to, max(query.from, asOf)))
        let groups = Dictionary(grouping: samples) { days.key($0.at) }
        guard query.metric == .backlog else {
            return keys.map { query.metric.row($0, groups[$0]?.map(\.value) ?? []) }
        }
        var running = samples.filter { $0.at < query.from }.map(\.value).reduce(0, +)
        return keys.map { key in
            running += groups[key]?.filter { $0.at >= query.from }.map(\.value).reduce(0, +) ?? 0
            return Summary.sum(key, [running])
        }
    }
}
