@testable import Customers
import ServiceKit
import TestSupport

/// The customers service itself, for what is tested from the door to the store.
enum RealCustomers {
    static func start(in house: ServiceHouse) async throws -> Service {
        let service = try await house.service("customers", migrations: Schema.migrations)
        try await CustomersService.register(on: service)
        return service
    }
}
