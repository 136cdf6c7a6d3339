internal import Contracts
internal import ServiceKit

/// The analytics service: numbers that people trust, derived from the feeds and rebuilt from them at will.
@main
struct AnalyticsService {
    static func main() async {
        await Service.main(AnalyticsAPI.service, migrations: Schema.migrations) { service, _ in
            register(on: service)
        }
    }

    /// Which call is answered by whom, and which feeds are followed.
    static func register(on service: Service) {
        let reports = ReportCalls(store: service.store, time: service.time)
        service.answer(AnalyticsAPI.query, reports.query)
        service.answer(AnalyticsAPI.tickets, reports.tickets)
        service.answer(AnalyticsAPI.catalogue, reports.catalogue)

        let rebuild = RebuildCalls(store: service.store)
        service.answer(AnalyticsAPI.rebuild, rebuild.start)
        service.answer(AnalyticsAPI.state, rebuild.state)

        service.follow(TicketsAPI.self, consumer: RebuildCalls.consumer, types: FactChange.types) { event, tx in
            try FactTable(tx: tx).apply(event)
        }
    }
}
