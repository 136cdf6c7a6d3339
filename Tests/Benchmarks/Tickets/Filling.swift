import Base
import Contracts
import Store
import Tickets

/// Fills a store in bulk: the same rows as the service would write, many to a commit, while the next are made.
struct Filling {
    let store: Store
    let crowd: Crowd
    let count: Int

    func run() async throws {
        let maker = Maker(crowd: crowd, count: count)
        var batch = try await maker.next()
        while !batch.isEmpty {
            async let following = maker.next()
            let rows = batch
            try await store.write { tx in for row in rows { try row.put(tx) } }
            batch = try await following
        }
        try await index(await maker.postings)
        let total = count
        try await store.write { tx in
            try tx.execute("INSERT INTO counters (name, value) VALUES ('ticket', \(total))")
            try tx.execute("INSERT INTO counters (name, value) VALUES ('listed', \(Int64.max / 4))")
        }
    }

    /// In the order of the table, so that it grows at its end.
    private func index(_ postings: [String: [(block: Int, entries: PostingBlock)]]) async throws {
        print("  \(postings.count) terms…")
        let terms = postings.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        var waiting: [SQL] = []
        func flush() async throws {
            let rows = waiting
            waiting = []
            try await store.write { tx in
                var rest = rows[...]
                while !rest.isEmpty {
                    let part = Array(rest.prefix(100))
                    rest = rest.dropFirst(100)
                    try tx.execute(
                        "INSERT INTO search_terms (term, block, entries) VALUES \(part.joined(separator: ", "))")
                }
            }
        }
        for term in terms {
            for (block, entries) in postings[term] ?? [] {
                waiting.append("(\(term), \(block), \(entries.bytes))")
                if waiting.count == 20_000 { try await flush() }
            }
        }
        try await flush()
    }
}

/// A ticket as it is written.
struct TicketRows {
    var ticket: Ticket
    var body: String
    var row: ListRow
    var facets: [String]
    var messages: [(id: String, body: String)]

    func put(_ tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO tickets (id, number, status, unsolved, pausing, waiting, queued, rank, channel, requester,
                assignee, team, created, updated, due, version, seen_version, parked, body)
            VALUES (\(ticket.id), \(ticket.number), \(ticket.status), 0, 0, 0, 0, 0, \(ticket.channel),
                \(ticket.requester.id), \(ticket.assignee), \(ticket.team), \(ticket.createdAt), \(ticket.updatedAt), 0,
                3, 3, 0, \(body))
            """)
        try tx.execute(
            """
            INSERT INTO list_rows (\(unsafeSQL: row.values.map(\.column).joined(separator: ", ")))
            VALUES (\(list: row.values.map(\.value)))
            """)
        for facet in facets {
            try tx.execute(
                "INSERT INTO list_facets (ticket, facet, updated) VALUES (\(ticket.id), \(facet), \(ticket.updatedAt))")
        }
        for (position, message) in messages.enumerated() {
            try tx.execute(
                """
                INSERT INTO messages (id, ticket, position, body)
                VALUES (\(message.id), \(ticket.id), \(position + 1), \(message.body))
                """)
        }
    }
}

/// Makes tickets and keeps what they are found by.
actor Maker {
    private let crowd: Crowd
    private let count: Int
    private var first = 1
    private(set) var postings: [String: [(block: Int, entries: PostingBlock)]] = [:]

    init(crowd: Crowd, count: Int) { (self.crowd, self.count) = (crowd, count) }

    func next() throws -> [TicketRows] {
        guard first <= count else { return [] }
        if first % 100_000 == 1 { print("  \(first - 1) tickets…") }
        defer { first += 2_000 }
        return try (first...min(count, first + 1_999)).map { number in
            let member = crowd.member(number, of: count)
            note(member)
            let ticket = member.ticket
            let messages = member.texts.enumerated().map { position, text in
                let id = "\(ticket.id)m\(position)"
                return (id, text.pieces[0] + id + text.pieces[1] + ticket.id + text.pieces[2])
            }
            return TicketRows(
                ticket: ticket, body: String(decoding: try JSON.encode(ticket), as: UTF8.self), row: ListRow(ticket),
                facets: ListRow.facets(ticket).sorted(), messages: messages)
        }
    }

    private func note(_ member: Crowd.Member) {
        var all: [String: UInt8] = [String(member.ticket.number): SearchTerms.subject]
        for terms in member.terms {
            all.merge(terms) { ($0 | $1) & 15 | max($0 >> 4, $1 >> 4) << 4 }
        }
        let number = member.ticket.number
        let (block, offset) = (PostingBlock.block(of: number), PostingBlock.offset(of: number))
        for (term, marks) in all { Maker.append(offset, marks, block, to: &postings[term, default: []]) }
    }

    private static func append(
        _ offset: Int, _ marks: UInt8, _ block: Int, to blocks: inout [(block: Int, entries: PostingBlock)]
    ) {
        if blocks.last?.block != block { blocks.append((block, PostingBlock())) }
        blocks[blocks.count - 1].entries.append(offset, marks)
    }
}
