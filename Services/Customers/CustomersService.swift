internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

/// The customers service: who is behind every contact.
@main
struct CustomersService {
    static func main() async {
        await Service.main(CustomersAPI.service, migrations: Schema.migrations) { service, _ in
            register(on: service)
        }
    }

    /// Which call is answered by whom, and which feeds are followed.
    static func register(on service: Service) {
        let profiles = CustomerCalls(store: service.store, time: service.time, identifiers: service.identifiers)
        service.answer(CustomersAPI.identify, profiles.identify)
        service.answer(CustomersAPI.get, profiles.get)
        service.answer(CustomersAPI.list, profiles.list)
        service.answer(CustomersAPI.create, profiles.create)
        service.answer(CustomersAPI.update, profiles.update)
        service.answer(CustomersAPI.addIdentity, profiles.addIdentity)
        service.answer(CustomersAPI.join, profiles.join)
        service.answer(CustomersAPI.bringIn, profiles.bringIn)

        let timeline = TimelineCalls(store: service.store, time: service.time)
        service.answer(CustomersAPI.timeline, timeline.list)
        service.follow(TicketsAPI.self, apply: timeline.apply)
    }
}
