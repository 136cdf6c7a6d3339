internal import Base
internal import Conditions
package import Contracts
internal import Glibc
package import Store
internal import Text

extension Reader {
    /// Found tickets that are looked at for one page, when a view lets few of them through.
    private static let candidatesMaximum = 5_000
    /// The newest tickets with all words that are ranked.
    private static let rankedMaximum = 20_000

    /// A page of the tickets with all words, with the passage where they stand.
    package func search(_ request: SearchTickets, caller: Caller) throws -> Page<TicketHit> {
        let words = SearchWords(request.q)
        let limit = min(max(request.limit ?? 20, 1), 50)
        var condition: Condition = caller.grants == nil ? .always : try viewer(caller).resolve(.always)
        if let name = request.view {
            guard let view = try view(name, for: caller) else {
                throw Problem.malformed("list.view", "There is no view \(name.prefix(64)).")
            }
            condition = try viewer(caller).resolve(view.condition)
        }
        let order = request.order ?? .newest
        let cursor = try request.after.map { try SearchPlace($0, order) }
        let ranked = try ranked(words, order, after: cursor)
        var found: [(place: SearchPlace, row: Row)] = []
        var looked = 0
        while looked < ranked.count, looked < Reader.candidatesMaximum, found.count <= limit {
            let part = ranked[looked..<min(looked + 200, ranked.count)]
            looked += part.count
            found += try allowed(part, by: condition)
        }
        let shown = try Reader.page(of: found.map(\.row), limit: limit)
        let items = try hits(try shown.map { try $0.decode(Ticket.self, "body") }, words)
        if let last = shown.indices.last, found.count > shown.count {
            return Page(items: items, after: found[last].place.cursor(order))
        }
        guard looked > 0, looked < ranked.count || looked == Reader.candidatesMaximum else { return Page(items: items) }
        return Page(items: items, after: ranked[looked - 1].cursor(order))
    }

    /// What was found in its order, from a place on.
    private func ranked(_ words: SearchWords, _ order: SearchTickets.Order, after: SearchPlace?) throws
        -> [SearchPlace]
    {
        guard order == .relevance else {
            return try matches(words, below: after?.number, limit: Reader.candidatesMaximum).numbers
                .map { SearchPlace(score: 0, number: $0) }
        }
        let found = try matches(words, limit: Reader.rankedMaximum)
        let rarity = found.frequencies.map { log(1 + Double(found.looked) / Double(1 + $0)) }
        let all = zip(found.numbers, found.marks).map { number, marks in
            let score = zip(marks, rarity).reduce(0.0) { $0 + $1.1 * Reader.worth($1.0) }
            return SearchPlace(score: Int(score * 1_000), number: number)
        }
        return all.filter { place in after.map { place < $0 } ?? true }.sorted(by: >)
    }

    /// What a term's places in a ticket say: a repeated word less and less (BM25), the subject more.
    private static func worth(_ marks: UInt8) -> Double {
        let often = Double(marks >> 4)
        var worth = often * 2.2 / (often + 1.2)
        if marks & SearchTerms.subject != 0 { worth += 1.6 }
        if marks & SearchTerms.requester != 0 { worth += 1.2 }
        if marks & SearchTerms.field != 0 { worth += 1 }
        return worth
    }

    /// Those of the found tickets that a condition lets through, in their order.
    private func allowed(_ places: ArraySlice<SearchPlace>, by condition: Condition) throws -> [(SearchPlace, Row)] {
        let filter = TicketFilter(condition, now: now)
        let lets: SQL = filter.sql.map { "AND (\($0))" } ?? ""
        let rows = try rows(
            """
            SELECT s.number AS number, t.body AS body FROM list_rows s JOIN tickets t ON t.id = s.ticket
            WHERE s.number IN (\(list: places.map(\.number))) \(lets)
            """)
        var byNumber: [Int: Row] = [:]
        for row in rows
        where
            try filter.isExact
            || condition.evaluate(in: Evaluation(facts: ViewFields.facts(try row.json("body")), now: now))
        {
            byNumber[try row.int("number")] = row
        }
        return places.compactMap { place in byNumber[place.number].map { (place, $0) } }
    }
}

/// A place in what was found: by score, then the newest first.
private struct SearchPlace: Comparable {
    var score: Int
    var number: Int

    static func < (a: SearchPlace, b: SearchPlace) -> Bool { (a.score, a.number) < (b.score, b.number) }

    func cursor(_ order: SearchTickets.Order) -> String {
        PageCursor(.string(order.rawValue), .int(Int64(score)), .int(Int64(number))).text
    }

    init(score: Int, number: Int) { (self.score, self.number) = (score, number) }

    /// The place of a cursor; 400 for one of another order.
    init(_ cursor: String, _ order: SearchTickets.Order) throws {
        let cursor = try PageCursor(parsing: cursor, count: 3)
        guard try cursor.string(0) == order.rawValue else {
            throw Problem.malformed("page.cursor", "The page cursor belongs to another order.")
        }
        self.init(score: Int(try cursor.int(1)), number: Int(clamping: try cursor.int(2)))
    }
}

extension Reader {
    /// Messages of one ticket, and of one page, that are looked through for the words.
    private static let messagesLooked = 10
    private static let passagesLooked = 100

    private func hits(_ tickets: [Ticket], _ words: SearchWords) throws -> [TicketHit] {
        var words = words
        try widen(&words)
        let terms = words.marked
        var left = Reader.passagesLooked
        return try tickets.map { try hit($0, terms, &left) }
    }

    /// The passage that says most of what was searched; the subject when no message says more.
    private func hit(_ ticket: Ticket, _ terms: [String: Double], _ left: inout Int) throws -> TicketHit {
        let all = terms.values.reduce(0, +)
        var best = (
            worth: Reader.said(ticket.subject, terms), place: TicketHit.Place.subject, text: ticket.subject,
            message: String?.none
        )
        if best.worth < all, left > 0 {
            let rows = try rows(
                """
                SELECT body FROM messages WHERE ticket = \(ticket.id) ORDER BY position DESC
                LIMIT \(Reader.messagesLooked)
                """)
            for row in rows where left > 0 {
                let message = try row.decode(Message.self, "body")
                left -= 1
                let worth = Reader.said(message.text.cut(to: SearchTerms.textMaximum), terms)
                if worth > best.worth { best = (worth, .message, message.text, message.id) }
                if worth >= all { break }
            }
        }
        if best.worth < all {
            let requester = [ticket.requester.name, ticket.requester.address ?? ""].joined(separator: " ")
            for (place, text) in [
                (TicketHit.Place.requester, requester),
                (.field, SearchTerms.fieldTexts(ticket).joined(separator: " · ")),
            ] {
                let worth = Reader.said(text, terms)
                if worth > best.worth { best = (worth, place, text, nil) }
            }
        }
        let passage = Passage(of: best.text, terms: terms)
        return TicketHit(
            ticket: ticket, place: best.place, message: best.message, passage: passage.text, marks: passage.marks)
    }

    /// How much of what was searched a text says.
    private static func said(_ text: String, _ terms: [String: Double]) -> Double {
        var left = terms
        return Tokenizer.distinct(text, for: .indexing).reduce(0) { $0 + (left.removeValue(forKey: $1.text) ?? 0) }
    }
}
