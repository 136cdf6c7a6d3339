@testable import Analytics
import Base
import Contracts
import ServiceKit
import Store
import TestSupport

/// The analytics service without a bus: a store in memory that is fed by hand.
final class Ledger: Sendable {
    let time: ManualTime
    let store: Store
    let reports: ReportCalls
    let rebuilds: RebuildCalls
    let context = CallContext(caller: .system)

    init(at now: Instant = Tale.monday + .days(40)) async throws {
        time = ManualTime(now)
        store = try await TestStore.open(service: "analytics", migrations: Schema.migrations, time: time)
        reports = ReportCalls(store: store, time: time)
        rebuilds = RebuildCalls(store: store)
    }

    /// Takes the events that the cursor has not seen yet, as the follower does, a page at a time.
    func follow(_ events: [Event], page: Int = 100) async throws {
        let name = "tickets/facts"
        while true {
            let done = try await store.write { tx in
                let from = try tx.cursor(of: name)
                let next = events.filter { $0.sequence > from }.prefix(page)
                guard let last = next.last else { return true }
                try tx.moveCursor(of: name, from: from, to: last.sequence)
                for event in next { try FactTable(tx: tx).apply(event) }
                return false
            }
            if done { return }
        }
    }

    func ask(
        _ metric: Metric, from: Instant = Tale.monday - .days(1), to: Instant = Tale.monday + .days(30),
        _ change: (inout MetricQuery) -> Void = { _ in }
    ) async throws -> MetricResult {
        try await reports.query(query(metric, from: from, to: to, change), context)
    }

    func tickets(_ metric: Metric, _ change: (inout MetricQuery) -> Void = { _ in }) async throws -> [String] {
        let query = query(metric, from: Tale.monday - .days(1), to: Tale.monday + .days(30), change)
        return try await reports.tickets(query, context).items
    }

    private func query(
        _ metric: Metric, from: Instant, to: Instant, _ change: (inout MetricQuery) -> Void
    ) -> MetricQuery {
        var query = MetricQuery(metric: metric, from: from, to: to)
        change(&query)
        return query
    }

    func digest() async throws -> String? { try await rebuilds.state(Empty(), context).digest }
}

extension [Event] {
    /// One journal of several tickets, in the order of time.
    static func journal(_ tales: [Tale]) -> [Event] {
        let events = tales.flatMap(\.events).enumerated()
            .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
        return events.enumerated().map { index, item in
            var event = item.element
            event.sequence = Int64(index + 1)
            return event
        }
    }
}
