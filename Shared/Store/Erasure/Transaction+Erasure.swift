package import Base
internal import Contracts

extension Transaction {
    private static let erasureStep = 200

    /// Rewrites the data of a subject's events, for erasure: the only way in which the past changes. `change` gets the
    /// type and the data and gives nil for what may stay. Followers that have read an event are not told: tell them by
    /// an event of its own. Returns the ids of those that changed.
    @discardableResult
    package func rewriteEvents(subject: String, _ change: (String, JSON) throws -> JSON?) throws -> [String] {
        var (ids, after): ([String], Int64) = ([], 0)
        while true {
            let page = try rows(
                """
                SELECT sequence, id, type, data FROM store_journal WHERE subject = \(subject) AND sequence > \(after)
                ORDER BY sequence LIMIT \(Transaction.erasureStep)
                """)
            for row in page {
                after = try row.int64("sequence")
                let data = try row.json("data")
                guard let clean = try change(row.string("type"), data), clean != data else { continue }
                try execute("UPDATE store_journal SET data = \(clean) WHERE sequence = \(after)")
                ids.append(try row.string("id"))
            }
            if page.count < Transaction.erasureStep { return ids }
        }
    }

    /// Takes the names of those who caused a subject's events out of it, for erasure; who they were stays, by id.
    package func forgetActors(_ ids: Set<String>, subject: String) throws {
        for row in try rows(
            "SELECT sequence, actor FROM store_journal WHERE subject = \(subject) AND actor IS NOT NULL")
        {
            guard var actor = try row.optionalDecode(Actor.self, "actor"), ids.contains(actor.id), actor.name != nil
            else {
                continue
            }
            actor.name = nil
            try execute(
                "UPDATE store_journal SET actor = \(json: actor) WHERE sequence = \(try row.int64("sequence"))")
        }
    }

    /// Removes a subject's events, for erasure.
    package func removeEvents(subject: String) throws {
        try execute("DELETE FROM store_journal WHERE subject = \(subject)")
    }

    /// Forgets the replies kept for retries since a moment that say one of some texts (those retries are worked on
    /// anew), and the events put aside that do.
    package func forgetCopies(saying texts: [String], since: Instant? = nil) throws {
        // As JSON spells them, without the quotes.
        let needles = texts.filter { !$0.isEmpty }.map { String(JSON.string($0).text.dropFirst().dropLast()) }
        func says(_ text: String) -> Bool { needles.contains { text.contains($0) } }
        let oldest = now - .hours(24)
        var (at, key) = (max(since ?? oldest, oldest), "")
        while true {
            let page = try rows(
                """
                SELECT key, at, reply FROM store_replies WHERE (at, key) > (\(at), \(key)) ORDER BY at, key
                LIMIT \(Transaction.erasureStep)
                """)
            for row in page {
                (at, key) = (try row.instant("at"), try row.string("key"))
                guard says(String(decoding: try row.bytes("reply"), as: UTF8.self)) else { continue }
                try execute("DELETE FROM store_replies WHERE key = \(key)")
            }
            if page.count < Transaction.erasureStep { break }
        }
        for row in try rows("SELECT feed, sequence, event FROM parked_events LIMIT 10000")
        where says(try row.string("event")) {
            let (feed, sequence) = (try row.string("feed"), try row.int64("sequence"))
            try execute("DELETE FROM parked_events WHERE feed = \(feed) AND sequence = \(sequence)")
        }
    }
}
