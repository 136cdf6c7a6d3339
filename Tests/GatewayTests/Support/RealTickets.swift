@testable import Tickets
import Base
import ServiceKit
import Store

/// The tickets service itself, for what is tested from the door to the store.
enum RealTickets {
    static let migrations = Schema.migrations

    static func register(on service: Service) async throws {
        try await TicketsService.register(on: service, randomness: .system)
    }
}
