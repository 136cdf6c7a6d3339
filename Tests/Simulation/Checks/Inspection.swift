import Base
import Contracts
import Store

/// Looks into the stores of a company that has come to rest, and says what is not as it must be.
struct Inspection: Sendable {
    private let company: Company
    var world: World { company.world }

    init(_ company: Company) { self.company = company }

    func look() async {
        do {
            let events = try await events(of: TicketsAPI.service)
            try await checkFeeds(events)
            // Decoded once: that is most of the work of looking.
            let feed = try events.filter { $0.subject.hasPrefix("ticket/") }.map { event in
                Told(event: event, data: try event.decode(TicketsAPI.opened))
            }
            try await checkLetters(feed)
            try await checkDeeds()
            try await checkTickets(feed)
            try await checkTimers(feed)
            try await checkRequesters()
            try await checkDesks()
            try await checkQueues()
            try await checkTimeline(feed)
            try await checkRuns(feed)
            try await checkEffects(feed)
            try await checkWaiting()
            try await checkSurveys(feed)
            try await checkPost(feed)
            try await checkFacts(feed)
        } catch {
            world.find("the inspection failed: \(error)")
        }
    }

    /// A store of a service.
    func store(_ service: String) throws -> Store {
        guard let store = company.archive[service] else { throw Problem.notFound("store", service) }
        return store
    }

    func rows(_ service: String, _ sql: SQL) async throws -> [Row] {
        try await store(service).read { try $0.rows(sql) }
    }

    func find(_ finding: String) { world.find(finding) }

    /// Something there must be.
    func expect(_ isSo: Bool, _ finding: @autoclosure () -> String) { if !isSo { find(finding()) } }

    /// A whole journal.
    func events(of service: String) async throws -> [Event] {
        var all: [Event] = []
        while true {
            let after = all.last?.sequence ?? 0
            let page = try await store(service).feed(after: after, limit: 1_000)
            if page.events.isEmpty { return all }
            all += page.events
        }
    }

    // MARK: Rest

    /// Who follows whom under which name.
    private static let followers = [
        ("tickets", "channels", "main"), ("tickets", "customers", "main"), ("customers", "tickets", "main"),
        ("rules", "tickets", "main"), ("analytics", "tickets", "facts"), ("channels", "tickets", "delivery"),
    ]

    /// What still has to happen; nil when nothing has.
    func restless() async throws -> String? {
        for (reader, writer, consumer) in Self.followers {
            let end = try await store(writer).read { try $0.journalEnd() }
            let cursor = try await store(reader).read { try $0.cursor(of: "\(writer)/\(consumer)") }
            if cursor < end { return "\(reader) has read \(cursor) of \(end) events of \(writer)" }
        }
        let now = world.time.now()
        for service in company.archive.keys.sorted() {
            let due = try await rows(
                service, "SELECT kind, reference FROM store_timers WHERE available <= \(now) ORDER BY kind, reference")
            if let first = due.first { return "\(service) has \(due.count) timers due: \(try first.string("kind"))" }
        }
        return nil
    }

    // MARK: Feeds

    /// Journals are in order and whole, and nobody has set an event aside.
    private func checkFeeds(_ feed: [Event]) async throws {
        expect(Set(feed.map(\.id)).count == feed.count, "tickets: two events have one id")
        for (before, after) in zip(feed, feed.dropFirst()) where after.sequence <= before.sequence {
            find("tickets: event \(after.sequence) follows \(before.sequence)")
        }
        for service in company.archive.keys.sorted() {
            for row in try await rows(service, "SELECT feed, sequence, problem FROM parked_events") {
                find("\(service): event \(try row.int("sequence")) is parked: \(try row.string("problem"))")
            }
        }
    }
}

/// An event about a ticket and what it tells.
struct Told: Sendable {
    let event: Event
    let data: TicketEvent
}

extension [Told] {
    /// Those of a type.
    func of(_ type: EventType<TicketEvent>) -> [Told] { filter { $0.event.type == type.name } }
}
