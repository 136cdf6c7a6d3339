internal import Base
package import Contracts
internal import Text

/// What a ticket is found by: each term with where it stands (low four bits) and how often messages say it (high four).
package enum SearchTerms {
    package static let subject: UInt8 = 1
    package static let requester: UInt8 = 2
    package static let field: UInt8 = 4
    package static let message: UInt8 = 8
    static let places: UInt8 = 15

    /// Bytes of a message that are indexed, and terms of one ticket's change.
    static let textMaximum = 16_000

    /// The terms of what is not a message: number, subject, customer, tags and custom fields.
    package static func head(_ ticket: Ticket) -> [String: UInt8] {
        var terms: [String: UInt8] = [String(ticket.number): subject]
        add(ticket.subject, subject, to: &terms)
        let requester = ticket.requester
        for text in [requester.name, requester.address ?? ""] { add(text, SearchTerms.requester, to: &terms) }
        if HanText.isIn(requester.name) {
            for key in Pinyin.keys(requester.name, isName: true) { terms[key, default: 0] |= SearchTerms.requester }
        }
        for text in fieldTexts(ticket) { add(text, field, to: &terms) }
        return terms
    }

    /// The terms of a message's words.
    package static func terms(_ message: Message) -> [String: UInt8] {
        var terms: [String: UInt8] = [:]
        var counts: [String: UInt8] = [:]
        for token in tokens(message.text.cut(to: textMaximum)) {
            let count = min(15, counts[token, default: 0] + 1)
            counts[token] = count
            terms[token] = SearchTerms.message | count << 4
        }
        return terms
    }

    /// The different words of a text that mean something.
    static func words(_ text: String) -> Set<String> { Set(tokens(text).filter { !StopWords.contains($0) }) }

    /// Whether two states of a ticket have the same head.
    static func isSameHead(_ a: Ticket, _ b: Ticket) -> Bool {
        a.subject == b.subject && a.tags == b.tags && a.fields == b.fields && a.requester.name == b.requester.name
            && a.requester.address == b.requester.address
    }

    /// Tags and the texts and numbers of custom fields.
    static func fieldTexts(_ ticket: Ticket) -> [String] {
        let values = ticket.fields.sorted { $0.key < $1.key }.flatMap { Facet.entries($0.value) }
        return ticket.tags + values.compactMap { $0.string?.cut(to: textMaximum) ?? $0.int.map { String($0) } }
    }

    private static func add(_ text: String, _ place: UInt8, to terms: inout [String: UInt8]) {
        for token in tokens(text) { terms[token, default: 0] |= place }
    }

    private static func tokens(_ text: String) -> [String] {
        Tokenizer.distinct(text, for: .indexing).map(\.text).filter { !isLongHan($0) }
    }

    /// A dictionary word of three characters and more is there as its pairs already.
    static func isLongHan(_ term: String) -> Bool {
        let scalars = term.unicodeScalars
        guard let first = scalars.first, first.value >= 0x2E80 else { return false }
        return scalars.dropFirst(2).first != nil
    }
}

/// What somebody searches: every group must stand in a ticket, by one of its terms.
package struct SearchWords: Sendable {
    private(set) var groups: [[String]] = []
    /// The last word as typed so far, when it is Latin and may go on: the place of its group.
    private(set) var unfinished: (group: Int, prefix: String)?

    private static let textMaximum = 1_000
    private static let groupsMaximum = 16

    package init(_ text: String) {
        let text = String(text.prefix(SearchWords.textMaximum))
        let tokens = Tokenizer.tokens(text, for: .query).filter { !SearchTerms.isLongHan($0.text) }
        var chosen = tokens.filter { !StopWords.contains($0.text) }
        if chosen.isEmpty { chosen = tokens }
        var seen: Set<String> = []
        for token in chosen where groups.count < SearchWords.groupsMaximum && seen.insert(token.text).inserted {
            groups.append([token.text])
        }
        if let last = tokens.last, last.range.upperBound == text.utf8.count, last.text.utf8.count > 1,
            last.text.utf8.allSatisfy({ $0 < 0x80 }), last.text.contains(where: \.isLetter),
            let group = groups.firstIndex(of: [last.text])
        {
            unfinished = (group, last.text)
        }
    }

    mutating func widen(_ terms: [String]) {
        if let unfinished, !terms.isEmpty { groups[unfinished.group] = terms }
    }

    /// What is marked in a passage, with its weight.
    var marked: [String: Double] {
        Dictionary(groups.joined().map { ($0, $0.unicodeScalars.count > 1 ? 1 : 0.5) }) { first, _ in first }
    }
}
