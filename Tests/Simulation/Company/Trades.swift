@testable import Analytics
@testable import Customers
@testable import Rules
@testable import Tickets
import Base
import Contracts
import ServiceKit
import Store

extension Trade {
    static let tickets = Trade(service: TicketsAPI.service, migrations: Tickets.Schema.migrations) { service, world in
        try await TicketsService.register(on: service, randomness: .seeded(world.chance.next()))
        if world.plan.sabotage == .acknowledgesBeforeCommit { promiseTooMuch(service) }
    }
    static let customers = Trade(service: CustomersAPI.service, migrations: Customers.Schema.migrations) {
        service, _ in
        try await CustomersService.register(on: service)
    }
    static let rules = Trade(service: RulesAPI.service, migrations: Rules.Schema.migrations) { service, world in
        try await RulesService.register(on: service)
        if world.plan.sabotage == .actsTwice { actAgain(service) }
    }
    static let analytics = Trade(service: AnalyticsAPI.service, migrations: Analytics.Schema.migrations) {
        service, _ in
        AnalyticsService.register(on: service)
    }

    /// The post office stands for the channels service: it sends answers and surveys out, once, and reports answers.
    static let channels = Trade(
        service: ChannelsAPI.service,
        migrations: [
            Migration(1, "sent", "CREATE TABLE sent (id TEXT PRIMARY KEY, token TEXT, at BIGINT NOT NULL)")
        ]
    ) { service, world in
        service.react(to: TicketsAPI.self, consumer: "delivery") { event in
            guard let data = try? event.decode(TicketsAPI.opened) else { return }
            try await service.store.write { tx in try send(event, data, tx) }
            if event.type == TicketsAPI.surveyOffered.name, let survey = data.survey {
                world.ledger.note(survey: survey.token)
            }
        }
    }

    private static func send(_ event: Event, _ data: TicketEvent, _ tx: Transaction) throws {
        let (message, survey) = (data.message, data.survey)
        switch event.type {
        case TicketsAPI.replied.name where message?.delivery != nil:
            guard let message else { return }
            let isNew = try tx.execute(
                "INSERT INTO sent (id, at) VALUES (\(message.id), \(tx.now)) ON CONFLICT DO NOTHING")
            guard isNew > 0 else { return }
            let report = DeliveryReport(
                ticket: data.ticket.id, message: message.id, channel: message.channel, attempts: 1)
            try tx.append(
                EventDraft(
                    ChannelsAPI.delivered, subject: "message/\(message.id)", data: report,
                    actor: Actor(.service(ChannelsAPI.service)), causation: event.id))
        case TicketsAPI.surveyOffered.name:
            try tx.execute(
                """
                INSERT INTO sent (id, token, at) VALUES (\(event.id), \(survey?.token), \(tx.now))
                ON CONFLICT DO NOTHING
                """)
        default: return
        }
    }
}

// What the sabotages do.
extension Trade {
    /// Shares the queue group of the real door.
    private static func promiseTooMuch(_ service: Service) {
        service.answer(TicketsAPI.intake) { request, _ in
            IntakeResult(ticket: "promised", number: 0, message: "promised:\(request.key)", outcome: .opened)
        }
    }

    private static func actAgain(_ service: Service) {
        service.react(to: TicketsAPI.self, consumer: "again") { event in
            guard event.type == TicketsAPI.opened.name, let data = try? event.decode(TicketsAPI.opened) else { return }
            let caller = Caller(kind: .rule, id: Company.greeting)
            let note = WriteMessage(ticket: data.ticket.id, text: "noted \(data.ticket.number)")
            _ = try await service.caller.call(
                TicketsAPI.note, note, as: caller, CallOptions(causation: event.id))
        }
    }
}
