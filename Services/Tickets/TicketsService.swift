internal import Base
internal import ServiceKit
internal import Store
internal import Text

/// `moat-tickets`: tickets, their conversations and promises, the staff and the ratings.
@main
struct TicketsService {
    static func main() async {
        await Service.main("tickets", migrations: Schema.migrations) { service, _ in
            try await register(on: service, randomness: .system)
        }
    }

    /// Which call is answered by whom, and which feeds are followed; a new store gets its first settings.
    static func register(on service: Service, randomness: Randomness) async throws {
        let tools = DeskTools(identifiers: service.identifiers, randomness: randomness, zone: zone)
        try await service.store.write { tx in
            try Desk.work(tx, tools, .itself) { try $0.bootstrap() }
        }
        try await ListIndex.complete(service.store)
        TicketCalls(store: service.store, tools: tools).register(on: service)
    }

    @Sendable private static func zone(_ name: String) -> BusinessHours.Zone? {
        guard let rules = TimeZoneRules(name) else { return nil }
        return { rules.offset(at: $0) }
    }
}
