@testable import Channels
import Base
import Contracts
import ServiceKit
import Store
import TestSupport

/// The real channels service on a real bus, between neighbours that only note what they are asked.
struct LiveHouse: Sendable {
    let house: ServiceHouse
    let channels: Service
    let tickets: Service
    let customers: Service
    let taken: Notes<IntakeMessage>

    init(privateWebhooks: Bool = false) async throws {
        house = try await ServiceHouse()
        let taken = Notes<IntakeMessage>()
        self.taken = taken
        tickets = try await house.service("tickets")
        tickets.answer(TicketsAPI.intake) { message, _ in
            taken.add(message)
            return IntakeResult(ticket: "t1", number: 1, message: "m1", outcome: .opened)
        }
        tickets.answer(TicketsAPI.messages) { _, _ in
            Page(items: [Samples.message("m0", .incoming, externalID: "first@example.com")])
        }
        customers = try await house.service("customers")
        customers.answer(CustomersAPI.identify) { request, context in
            let now = Instant(seconds: 1_795_420_800)
            return Customer(
                id: "c-\(request.identity.value)", name: request.name ?? "?", createdAt: now, updatedAt: now)
        }
        customers.answer(CustomersAPI.addIdentity) { request, _ in throw Problem.conflict("identity.taken", "No.") }
        channels = try await house.service("channels", migrations: Schema.migrations)
        try await ChannelsService.register(
            on: channels, publicURL: "https://help.example", allowsPrivateWebhooks: privateWebhooks)
    }

    func run(_ body: @Sendable (BusCaller) async throws -> Void) async throws {
        try await house.run([tickets, customers, channels], body)
        for service in [tickets, customers, channels] { await service.store.close() }
    }

    /// The channels service as a process of its own, on this bus, with its store in a folder.
    func channelsProcess(_ folder: String) async throws -> ServerProcess {
        let port = try freePort()
        return try await ServerProcess.start(
            [
                "BUS_URL=\(house.broker.url)", "STORE_URL=file://\(folder)", "HEALTH_HOST=127.0.0.1",
                "HEALTH_PORT=\(port)", Installation.programs + "/moat-channels",
            ], port: port)
    }

    /// An agent answers a customer.
    func reply(_ id: String, to address: String) async throws {
        let data = TicketEvent(ticket: Samples.ticket(address), message: Samples.message(id))
        try await tickets.store.write { tx in
            _ = try tx.append(EventDraft(TicketsAPI.replied, subject: "ticket/0198-abc", data: data))
        }
    }

    /// What became of outgoing messages, by message.
    func reports() async throws -> [String: DeliveryReport] {
        let events = try await channels.store.feed(after: 0, limit: 1_000).events
        return try events.filter { $0.type != ChannelsAPI.received.name }.reduce(into: [:]) { all, event in
            let report = try event.decode(ChannelsAPI.delivered)
            all[report.message] = report
        }
    }
}
