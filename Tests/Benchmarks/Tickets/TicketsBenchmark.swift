import Base
import BenchmarkTable
import Conditions
import Contracts
import Foundation
import Store
import Tickets

/// Views, counts, search and long tickets over many tickets: p95 and p50 of each beside its budget (requirements 200).
/// `TicketsBenchmark [tickets] [store URL] [brief]`; brief: only what is together. Exits 1 when a budget is missed. Run
/// it by `Tests/Benchmarks/Tickets/run`.
@main struct TicketsBenchmark {
    static func main() async throws {
        let arguments = CommandLine.arguments
        let count = arguments.count > 1 ? Int(arguments[1]) ?? 1_000_000 : 1_000_000
        let folder = "\(NSTemporaryDirectory())/moat-tickets-benchmark-\(ProcessInfo.processInfo.processIdentifier)"
        let url = arguments.count > 2 ? arguments[2] : "file://\(folder)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try await Store.open(url, service: "tickets", migrations: Schema.migrations, time: SystemTime())
        let crowd = try Crowd(seed: 1)
        if try await store.read({ try $0.first("SELECT id FROM tickets LIMIT 1") }) == nil {
            let began = SystemTime().now()
            try await Filling(store: store, crowd: crowd, count: count).run()
            try await long(store)
            print("\(count) tickets in \(Int((SystemTime().now() - began).seconds)) s")
        }
        let bench = Bench(store: store, count: count, isBrief: arguments.last == "brief")
        try await bench.views()
        try await bench.counts()
        try await bench.search()
        try await bench.read()
        try await bench.open()
        await store.close()
        exit(bench.isMissed ? 1 : 0)
    }

    /// A ticket with 2,000 messages.
    private static func long(_ store: Store) async throws {
        let text = Array(repeating: "the parcel is late 物流太慢", count: 20).joined(separator: " ")
        try await store.write { tx in
            for position in 3...2_000 {
                let message = Crowd.message(text, ticket: String(format: 1), id: "long\(position)", at: Crowd.start)
                try tx.execute(
                    """
                    INSERT INTO messages (id, ticket, position, body)
                    VALUES (\(message.id), \(message.ticket), \(position), \(json: message))
                    """)
            }
        }
    }
}

/// Asks again and again and notes how long it took.
final class Bench {
    let store: Store
    private(set) var isMissed = false
    private let size: String
    private let isBrief: Bool
    private let boss = Caller(kind: .agent, id: "agent-3", roles: [.supervisor])

    init(store: Store, count: Int, isBrief: Bool) {
        (self.store, self.isBrief) = (store, isBrief)
        size = count % 1_000 == 0 ? "\(count / 1_000)k tickets" : "\(count) tickets"
    }

    static let unsolved: Condition = .test("ticket.status", .anyOf, ["new", "open", "pending", "hold"])
    static let conditions: [(name: String, condition: Condition)] = [
        ("everything", .always), ("unsolved", unsolved),
        ("mine", .all([unsolved, .test("ticket.assignee", .equal, "@me")])),
        ("unassigned", .all([unsolved, .test("ticket.assignee", .absent)])),
        ("team", .all([unsolved, .test("ticket.team", .equal, "team-3")])),
        ("urgent", .all([unsolved, .test("ticket.priority", .anyOf, ["urgent", "high"])])),
        ("a tag", .test("ticket.tags", .equal, "tag50")), ("a frequent tag", .test("ticket.tags", .equal, "refund")),
        ("tag, unsolved", .all([unsolved, .test("ticket.tags", .anyOf, ["vip", "complaint"])])),
        ("field", .all([.test("ticket.fields.product", .equal, "product-7"), unsolved])),
        (
            "field and tag",
            .all([
                .test("ticket.fields.product", .equal, "product-7"), .test("ticket.tags", .equal, "bug"),
            ])
        ),
        (
            "solved by one",
            .all([
                .test("ticket.status", .anyOf, ["solved", "closed"]), .test("ticket.assignee", .equal, "agent-9"),
            ])
        ),
        (
            "vip waits",
            .all([
                unsolved, .test("ticket.requester.tier", .equal, "vip"), .test("ticket.waitingSince", .before, "2h"),
            ])
        ),
        (
            "not",
            .all([
                unsolved,
                .not(
                    .any([
                        .test("ticket.channel", .equal, "mail"), .test("ticket.tags", .anyOf, ["bug", "refund"]),
                    ])),
            ])
        ),
        ("text in the subject", .all([unsolved, .test("ticket.subject", .contains, "printer")])),
        ("amount", .all([unsolved, .test("ticket.fields.amount", .greater, 990)])),
        (
            "solved in a month",
            .all([
                .test("ticket.solvedAt", .between, ["2025-03-01T00:00:00Z", "2025-04-01T00:00:00Z"]),
                .test("ticket.priority", .equal, "urgent"),
            ])
        ),
    ]

    /// `isAll`: of everything that was asked, and so shown even in brief.
    private func report(_ name: String, _ times: [Double], budget: Double, isAll: Bool = false) {
        let sorted = times.sorted()
        let (half, most) = (sorted[sorted.count / 2], sorted[min(sorted.count - 1, sorted.count * 95 / 100)])
        let row = Row(
            "\(size): \(name), p95", most, "ms", .atMost(budget), beside: "p50 \(String(format: "%.1f", half)) ms")
        if !row.isMet { isMissed = true }
        if isAll || !isBrief || !row.isMet { row.show() }
    }

    /// Milliseconds that a read and the JSON of its answer take.
    private func time<T: Encodable & Sendable>(_ body: @escaping @Sendable (Reader) throws -> T) async throws
        -> (Double, T)
    {
        let began = ContinuousClock.now
        let value = try await store.read(body)
        _ = try JSON.encode(value)
        let took = (ContinuousClock.now - began).components
        return (Double(took.seconds) * 1_000 + Double(took.attoseconds) / 1e15, value)
    }

    func views() async throws {
        var all: [Double] = []
        let viewer = Viewer(id: boss.id, teams: ["team-3"], isSupervisor: true)
        for (name, condition) in Bench.conditions {
            let resolved = viewer.resolve(condition)
            var (times, most): ([Double], Int) = ([], 0)
            for sort in TicketSort.allCases {
                var after: String?
                for _ in 0..<6 {
                    let place = after
                    let (took, page) = try await time {
                        try $0.tickets(resolved, sort: sort, after: place, limit: 50)
                    }
                    times.append(took)
                    most = max(most, page.items.count)
                    after = page.after
                }
            }
            report("\(name) (\(most))", times, budget: 100)
            all += times
        }
        report("a page of a view", all, budget: 100, isAll: true)
    }

    func counts() async throws {
        let viewer = Viewer(id: boss.id, teams: ["team-3"], isSupervisor: true)
        for (name, condition) in Bench.conditions {
            let resolved = viewer.resolve(condition)
            var (times, shown): ([Double], String) = ([], "")
            for _ in 0..<10 {
                let (took, count) = try await time { db in
                    let count = try db.count(resolved)
                    return [count.count, count.isMore ? 1 : 0]
                }
                times.append(took)
                shown = "\(count[0])\(count[1] == 1 ? "+" : "")"
            }
            report("\(name): \(shown)", times, budget: 100)
        }
        let caller = boss
        var times: [Double] = []
        for _ in 0..<20 { times.append(try await time { try $0.counts(CountTickets(), caller: caller) }.0) }
        report("the counts of seven views at once", times, budget: 100, isAll: true)
    }

    func search() async throws {
        let random = Randomness.seeded(7)
        func pick(_ words: [String]) -> String { words[random.below(words.count)] }
        let kinds: [(String, () -> String)] = [
            ("one frequent word", { pick(Crowd.english) }), ("一个词", { pick(Crowd.chinese) }),
            ("two words", { "\(pick(Crowd.english)) \(pick(Crowd.english))" }),
            ("两个词", { "\(pick(Crowd.chinese)) \(pick(Crowd.chinese))" }),
            ("three words", { (0..<3).map { _ in pick(Crowd.english) }.joined(separator: " ") }),
            ("two languages", { "\(pick(Crowd.english)) \(pick(Crowd.chinese))" }),
            ("a rare word", { pick(Crowd.rare) }),
            ("rare and frequent", { "\(pick(Crowd.rare)) \(pick(Crowd.english))" }),
            ("a name", { pick(Crowd.surnames) + pick(Crowd.given) }),
            ("an address", { "c\(random.below(50_000))@example.org" }),
            ("a number", { String(random.below(100_000)) }),
            ("a word being typed", { String(pick(Crowd.rare).prefix(5)) }),
            ("nothing", { "xylophone \(pick(Crowd.english))" }),
        ]
        let caller = boss
        for order in SearchTickets.Order.allCases {
            var all: [Double] = []
            for (name, make) in kinds {
                var times: [Double] = []
                for round in 0..<20 {
                    let request = SearchTickets(q: make(), order: order, view: round % 4 == 3 ? "open" : nil)
                    times.append(try await time { try $0.search(request, caller: caller) }.0)
                }
                report("\(name), \(order.rawValue)", times, budget: 200)
                all += times
            }
            report("a page of a search, by \(order.rawValue)", all, budget: 200, isAll: true)
        }
    }

    func read() async throws {
        var (times, after): ([Double], String?) = ([], nil)
        for _ in 0..<60 {
            let place = after
            let (took, page) = try await time { db in
                _ = try db.ticket(named: "1")
                return try db.messages(ListMessages(ticket: String(format: 1), limit: 50, after: place))
            }
            times.append(took)
            after = page.after
        }
        report("a ticket of 2,000 messages opened", times, budget: 50, isAll: true)
    }

    /// Last, since it adds to the store: one after another, each with a commit of its own.
    func open() async throws {
        let randomness = Randomness.system
        let identifiers = Identifiers.uuidV7(time: SystemTime(), randomness: randomness)
        let tools = DeskTools(identifiers: identifiers, randomness: randomness) { _ in { _ in 28_800 } }
        try await store.write { tx in try Desk.work(tx, tools, .itself) { try $0.bootstrap() } }
        let cause = Cause(caller: boss)
        var times: [Double] = []
        for number in 1...200 {
            let request = OpenTicket(
                subject: "Where is parcel \(number)?", text: "It should have been here on Friday.",
                requester: Requester(id: "c\(number)", name: "Li"))
            let began = ContinuousClock.now
            _ = try await store.write { tx in try Desk.work(tx, tools, cause) { try $0.open(request) } }
            let took = (ContinuousClock.now - began).components
            times.append(Double(took.seconds) * 1_000 + Double(took.attoseconds) / 1e15)
        }
        report("a ticket opened, durable", times, budget: 50, isAll: true)
    }
}
