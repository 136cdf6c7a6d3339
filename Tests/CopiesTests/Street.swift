@testable import Analytics
@testable import Channels
@testable import Customers
@testable import Knowledge
@testable import Rules
@testable import Tickets
import Base
import Contracts
import ServiceKit
import Store
import TestSupport

/// Three copies of every service side by side, those of one service on one store, on a real bus. Their clock stands
/// still but for what the test moves it.
struct Street: Sendable {
    static let boss = Caller(kind: .agent, id: "boss", name: "Boss", roles: [.admin])
    static let agents = ["ann", "ben", "cyd", "dov"]
    /// Who follows what, by the name of the cursor.
    private static let followers = [
        "customers": ["tickets/main"], "rules": ["tickets/main"], "analytics": ["tickets/facts"],
        "knowledge": ["tickets/main"], "channels": ["tickets/delivery"],
        "tickets": ["customers/main", "channels/main"],
    ]

    /// Long ago: what the test's own caller, on the real clock, wants answered by some time is never too late.
    let time = ManualTime(Instant(seconds: 1_590_976_800))
    /// By copy, then the services by name.
    let copies: [[String: Service]]
    private let house: ServiceHouse
    private let folder = TemporaryFolder()

    init(_ place: SharedPlace) async throws {
        house = try await ServiceHouse(time: time)
        var urls: [String: String] = [:]
        for name in Self.followers.keys { urls[name] = try await place.url(name, in: folder) }
        var copies: [[String: Service]] = []
        for _ in 1...3 {
            var services: [String: Service] = [:]
            for (name, url) in urls { services[name] = try await Self.open(name, url, in: house) }
            copies.append(services)
        }
        self.copies = copies
    }

    private static func open(_ name: String, _ url: String, in house: ServiceHouse) async throws -> Service {
        func service(_ migrations: [Migration]) async throws -> Service {
            try await house.service(name, migrations: migrations, storeURL: url)
        }
        switch name {
        case "tickets":
            let service = try await service(Tickets.Schema.migrations)
            try await TicketsService.register(on: service, randomness: .system)
            return service
        case "customers":
            let service = try await service(Customers.Schema.migrations)
            try await CustomersService.register(on: service)
            return service
        case "rules":
            let service = try await service(Rules.Schema.migrations)
            try await RulesService.register(on: service)
            return service
        case "analytics":
            let service = try await service(Analytics.Schema.migrations)
            AnalyticsService.register(on: service)
            return service
        case "knowledge":
            let service = try await service(Knowledge.Schema.migrations)
            try await KnowledgeService.register(on: service)
            return service
        default:
            let service = try await service(Channels.Schema.migrations)
            try await ChannelsService.register(on: service, publicURL: "https://help.example")
            return service
        }
    }

    /// Runs these copies while the test runs.
    func run(_ numbers: ClosedRange<Int>, _ body: @Sendable (BusCaller) async throws -> Void) async throws {
        try await house.run(numbers.flatMap { copies[$0 - 1].values }, body)
    }

    func close() async {
        for service in copies.flatMap(\.values) { await service.store.close() }
    }

    // MARK: - What tests see

    func store(_ service: String) throws -> Store {
        guard let service = copies[0][service] else { throw TestSupportError("There is no service \(service).") }
        return service.store
    }

    func number(_ sql: SQL, in service: String) async throws -> Int {
        try await store(service).read { try $0.first(sql)?.int("n") ?? -1 }
    }

    /// How often something happened to each ticket.
    func times(
        _ type: EventType<TicketEvent>, where isMeant: @Sendable (TicketEvent) -> Bool = { _ in true }
    ) async throws -> [String: Int] {
        let events = try await store("tickets").read { db in
            try db.rows("SELECT subject, data FROM store_journal WHERE type = \(type.name) LIMIT 10000")
                .map { (try $0.string("subject"), try $0.decode(TicketEvent.self, "data")) }
        }
        return events.filter { isMeant($0.1) }.reduce(into: [:]) { $0[$1.0, default: 0] += 1 }
    }

    func notes(_ text: String) async throws -> [String: Int] {
        try await times(TicketsAPI.noted) { $0.message?.text.hasPrefix(text) ?? false }
    }

    /// Waits until something is so. The clock creeps on meanwhile, slowly enough that nobody's lease ends: a call
    /// that found nobody is made again after a pause on this clock.
    func soon(_ what: String, _ isSo: () async throws -> Bool) async throws {
        try await eventually(what, within: .seconds(300)) {
            if try await isSo() { return true }
            time.advance(by: .milliseconds(5))
            return false
        }
    }

    /// Waits until every feed is read to its end and no timer is due.
    func settle() async throws {
        try await soon("all feeds are read, and no timer is due") {
            let before = try await ends()
            for (service, cursors) in Self.followers {
                for cursor in cursors {
                    let position = try await store(service).read { try $0.cursor(of: cursor) }
                    guard let source = cursor.split(separator: "/").first, before[String(source)] == position else {
                        return false
                    }
                }
                let due = try await number(
                    "SELECT COUNT(*) AS n FROM store_timers WHERE due <= \(time.now())", in: service)
                if due > 0 { return false }
            }
            // What the last ones did in answer to what they read is news again.
            return try await ends() == before
        }
    }

    private func ends() async throws -> [String: Int64] {
        var ends: [String: Int64] = [:]
        for name in Self.followers.keys { ends[name] = try await store(name).read { try $0.journalEnd() } }
        return ends
    }
}
