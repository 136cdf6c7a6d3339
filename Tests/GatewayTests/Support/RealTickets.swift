import Base
import ServiceKit
import Store
import Tickets

/// The tickets service itself, for what is tested from the door to the store.
enum RealTickets {
    static let migrations = Schema.migrations

    static func register(on service: Service) async throws {
        let tools = DeskTools(identifiers: service.identifiers, randomness: .system, zone: zone)
        try await service.store.write { tx in try Desk.work(tx, tools, .itself) { try $0.bootstrap() } }
        TicketCalls(store: service.store, tools: tools).register(on: service)
    }

    @Sendable private static func zone(_ name: String) -> BusinessHours.Zone? {
        guard name == "Asia/Shanghai" else { return nil }
        return { _ in 8 * 3_600 }
    }
}
