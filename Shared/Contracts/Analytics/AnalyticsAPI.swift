package import Base

/// What the analytics service answers.
package enum AnalyticsAPI: ServiceAPI {
    package static let service = "analytics"

    package static let query = Call<MetricQuery, MetricResult>(
        "analytics.query", allow: [.agents], "One metric over a period, in total and by a dimension.")
    package static let catalogue = Call<Empty, Page<MetricDefinition>>(
        "analytics.catalogue", allow: [.light], "Every metric with its formula (row 163).")
    package static let tickets = Call<MetricQuery, Page<String>>(
        "analytics.tickets", allow: [.agents], "The tickets behind a number (row 159).")
    package static let rebuild = Call<Empty, RebuildState>(
        "analytics.rebuild", allow: [.admins], "Drop the read model and read all feeds again; ask `state` for progress."
    )
    package static let state = Call<Empty, RebuildState>(
        "analytics.state", allow: [.staff], "How far the read model is behind the feeds.")
}

package enum Metric: String, Codable, Sendable, CaseIterable {
    case firstResponse, resolution, volume, solved, csat, slaAttainment, backlog
    /// CES 2.0 as the mean of 1 to 7 and as the share of 5 and more; NPS from −100 to 100.
    case ces, cesEase, nps
}

/// `from` inclusive, `to` exclusive.
package struct MetricQuery: Codable, Hashable, Sendable {
    package enum Dimension: String, Codable, Sendable, CaseIterable { case day, channel, agent, team, priority }
    package var metric: Metric
    package var from: Instant
    package var to: Instant
    package var by: Dimension?
    /// Business time instead of calendar time for durations.
    package var business: Bool?
    package var channel: Channel?
    package var agent: String?
    package var team: String?
    /// IANA zone of the days; the calendar's when nil.
    package var zone: String?

    package init(
        metric: Metric, from: Instant, to: Instant, by: Dimension? = nil, business: Bool? = nil,
        channel: Channel? = nil, agent: String? = nil, team: String? = nil, zone: String? = nil
    ) {
        (self.metric, self.from, self.to, self.by) = (metric, from, to, by)
        (self.business, self.channel, self.agent, self.team) = (business, channel, agent, team)
        self.zone = zone
    }
}

/// Durations are seconds; rates are 0...1; `n` is the sample size.
package struct MetricResult: Codable, Hashable, Sendable {
    package var metric: Metric
    package var total: MetricRow
    package var rows: [MetricRow]
    /// How old the data are.
    package var asOf: Instant

    package init(metric: Metric, total: MetricRow, rows: [MetricRow], asOf: Instant) {
        (self.metric, self.total, self.rows, self.asOf) = (metric, total, rows, asOf)
    }
}

package struct MetricRow: Codable, Hashable, Sendable {
    /// Day `2026-11-23`, channel, agent or team id; empty for the total.
    package var key: String
    /// The agent's or team's name.
    package var label: String?
    package var n: Int
    /// Count or rate; the mean for durations; nil without data.
    package var value: Double?
    package var median: Double?
    package var p90: Double?
    /// Of an NPS: it lies within this much of the value, 19 times in 20.
    package var margin: Double?

    package init(
        key: String, label: String? = nil, n: Int, value: Double? = nil, median: Double? = nil, p90: Double? = nil
    ) {
        (self.key, self.label, self.n, self.value) = (key, label, n, value)
        (self.median, self.p90) = (median, p90)
    }
}

package struct MetricDefinition: Codable, Hashable, Sendable {
    package var metric: Metric
    package var unit: String
    /// Formula and exclusions by language.
    package var formula: [String: String]
    package var version: Int

    package init(metric: Metric, unit: String, formula: [String: String], version: Int) {
        (self.metric, self.unit, self.formula, self.version) = (metric, unit, formula, version)
    }
}

package struct RebuildState: Codable, Hashable, Sendable {
    package var rebuilding: Bool
    package var processed: Int64
    package var total: Int64
    /// A digest over all facts: equal after a rebuild.
    package var digest: String?

    package init(rebuilding: Bool, processed: Int64, total: Int64, digest: String? = nil) {
        (self.rebuilding, self.processed, self.total, self.digest) = (rebuilding, processed, total, digest)
    }
}
