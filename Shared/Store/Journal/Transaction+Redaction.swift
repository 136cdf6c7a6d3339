package import Base

extension Transaction {
    private static let redactionStep = 500

    /// Writes the data of a subject's events anew: what must be forgotten goes, the event stays where it is.
    /// `redact` gets the type and the data and gives nil for what may stay. Returns how many were written.
    @discardableResult
    package func redactEvents(subject: String, _ redact: (String, JSON) throws -> JSON?) throws -> Int {
        var (after, count) = (Int64(0), 0)
        while true {
            let page = try rows(
                """
                SELECT sequence, type, data FROM store_journal
                WHERE subject = \(subject) AND sequence > \(after) ORDER BY sequence
                LIMIT \(Transaction.redactionStep)
                """)
            for row in page {
                after = try row.int64("sequence")
                guard let data = try redact(row.string("type"), row.json("data")) else { continue }
                try execute("UPDATE store_journal SET data = \(data) WHERE sequence = \(after)")
                count += 1
            }
            if page.count < Transaction.redactionStep { return count }
        }
    }

    /// Forgets the replies kept for retries, and the events put aside, that hold one of some texts.
    package func forgetCopies(holding texts: [String]) throws {
        let needles = texts.filter { !$0.isEmpty }
        func holds(_ text: String) -> Bool { needles.contains { text.contains($0) } }
        var after = ""
        while true {
            let page = try rows(
                """
                SELECT key, reply FROM store_replies WHERE key > \(after) ORDER BY key
                LIMIT \(Transaction.redactionStep)
                """)
            for row in page {
                after = try row.string("key")
                guard holds(String(decoding: try row.bytes("reply"), as: UTF8.self)) else { continue }
                try execute("DELETE FROM store_replies WHERE key = \(after)")
            }
            if page.count < Transaction.redactionStep { break }
        }
        for row in try rows("SELECT feed, sequence, event FROM parked_events LIMIT 10000")
        where holds(try row.string("event")) {
            let (feed, sequence) = (try row.string("feed"), try row.int64("sequence"))
            try execute("DELETE FROM parked_events WHERE feed = \(feed) AND sequence = \(sequence)")
        }
    }
}
