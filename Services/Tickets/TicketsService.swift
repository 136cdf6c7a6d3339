internal import Base
internal import ServiceKit
internal import Store

/// `moat-tickets`: tickets, their conversations and promises, the staff and the ratings.
@main
struct TicketsService {
    static func main() async {
        await Service.main("tickets", migrations: Schema.migrations) { service, _ in
            let tools = DeskTools(
                identifiers: service.identifiers, randomness: .system, zone: { TimeZones.zone($0) })
            try await service.store.write { tx in
                try Desk.work(tx, tools, .itself) { try $0.bootstrap() }
            }
            TicketCalls(store: service.store, tools: tools).register(on: service)
        }
    }
}

/// Zones without changes of the clock, until the zone rules of `Text` are there.
enum TimeZones {
    static func zone(_ name: String) -> BusinessHours.Zone? {
        switch name {
        case "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore": { _ in 8 * 3_600 }
        case "UTC", "Etc/UTC": { _ in 0 }
        default: nil
        }
    }
}
