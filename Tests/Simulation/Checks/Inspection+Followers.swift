import Base
import Contracts
import Store

extension Inspection {
    /// Each event that a customer's timeline shows stands in it once, under its customer.
    func checkTimeline(_ feed: [Told]) async throws {
        let shown = [
            TicketsAPI.opened, TicketsAPI.received, TicketsAPI.replied, TicketsAPI.solved, TicketsAPI.reopened,
            TicketsAPI.rated,
        ].map(\.name)
        var expected: [String: String] = [:]
        var open: [String: Bool] = [:]
        for told in feed {
            let (event, ticket) = (told.event, told.data.ticket)
            open[ticket.id] = ticket.status != .solved && ticket.status != .closed
            if shown.contains(event.type) { expected[event.id] = ticket.requester.id }
        }
        let entries = try await rows(
            CustomersAPI.service, "SELECT id, customer FROM timeline WHERE source = '/moat/tickets' ORDER BY id")
        expect(entries.count == expected.count, "timeline: \(entries.count) entries of \(expected.count) events")
        for row in entries where expected[try row.string("id")] != (try row.string("customer")) {
            find("timeline: entry \(try row.string("id")) is not its customer's")
        }
        let facts = try await rows(CustomersAPI.service, "SELECT ticket, open FROM ticket_facts ORDER BY ticket")
        expect(facts.count == open.count, "timeline: \(facts.count) tickets are counted, \(open.count) there are")
        for row in facts where open[try row.string("ticket")] != (try row.bool("open")) {
            find("timeline: ticket \(try row.string("ticket")) is counted as what it is not")
        }
    }

    /// Every answer and every survey went out once, and what became of the answers is known.
    func checkPost(_ feed: [Told]) async throws {
        let sent = Set(try await rows(ChannelsAPI.service, "SELECT id FROM sent").map { try $0.string("id") })
        let replies = feed.of(TicketsAPI.replied).compactMap { $0.data.message }.filter { $0.delivery != nil }
        let surveys = feed.of(TicketsAPI.surveyOffered).map(\.event)
        expect(
            sent == Set(replies.map(\.id) + surveys.map(\.id)),
            "post: \(sent.count) sent of \(replies.count) answers and \(surveys.count) surveys")
        let reports = try await events(of: ChannelsAPI.service)
        expect(reports.count == replies.count, "post: \(reports.count) reports of \(replies.count) answers")
        for message in try await messages() where message.delivery.map({ $0.state != .sent }) ?? false {
            find("post: message \(message.id) was sent and is \(message.delivery?.state.rawValue ?? "")")
        }
    }

    /// What can be counted in the feed is counted so.
    func checkFacts(_ feed: [Told]) async throws {
        func facts(_ kind: String) async throws -> [String] {
            try await rows(AnalyticsAPI.service, "SELECT ref FROM facts WHERE kind = \(kind) ORDER BY ref")
                .map { try $0.string("ref") }
        }
        let opened = feed.of(TicketsAPI.opened).map(\.data.ticket.id).sorted()
        expect(try await facts("volume") == opened, "analytics: not every ticket is counted once")
        let rated = Set(feed.of(TicketsAPI.rated).map(\.data.ticket.id)).sorted()
        expect(try await facts("rating") == rated, "analytics: not every rating is counted once")
        let ended = feed.of(TicketsAPI.slaMet) + feed.of(TicketsAPI.slaBreached)
        let targets = Set(
            ended.compactMap { entry in
                entry.data.clock.map { "\(entry.data.ticket.id)/\($0.metric.rawValue)/\($0.instance)" }
            })
        expect(try await facts("target") == targets.sorted(), "analytics: not every promise is counted once")
        let backlog = try await rows(
            AnalyticsAPI.service, "SELECT COALESCE(SUM(calendar), 0) AS n FROM facts WHERE kind = 'backlog'")
        let unsolved = try await tickets().count { $0.status != .solved && $0.status != .closed }
        let counted = try backlog.first?.double("n") ?? -1
        expect(counted == Double(unsolved), "analytics: \(unsolved) tickets are unsolved, \(counted) counted")
    }
}
