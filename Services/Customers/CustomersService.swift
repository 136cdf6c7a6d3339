internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

/// The customers service: who is behind every contact.
@main
struct CustomersService {
    static func main() async {
        await Service.main(CustomersAPI.service, migrations: Schema.migrations) { service, _ in
            try await register(on: service)
        }
    }

    /// Which call is answered by whom, and which feeds are followed.
    static func register(on service: Service) async throws {
        let calls = CustomerCalls(store: service.store, identifiers: service.identifiers)
        try await calls.prepare()
        calls.register(on: service)
    }
}
