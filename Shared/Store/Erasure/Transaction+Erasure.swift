package import Base
internal import Contracts

extension Transaction {
    /// Rewrites the data of a subject's events, for erasure: the only way in which the past changes. Followers that
    /// have read an event are not told: tell them by an event of its own. Returns the ids of those that changed.
    package func rewriteEvents(subject: String, _ change: (JSON) throws -> JSON) throws -> [String] {
        var (ids, after): ([String], Int64) = ([], 0)
        while true {
            let page = try rows(
                """
                SELECT sequence, id, data FROM store_journal WHERE subject = \(subject) AND sequence > \(after)
                ORDER BY sequence LIMIT 100
                """)
            for row in page {
                after = try row.int64("sequence")
                let data = try row.json("data")
                let clean = try change(data)
                if clean == data { continue }
                try execute("UPDATE store_journal SET data = \(clean) WHERE sequence = \(after)")
                ids.append(try row.string("id"))
            }
            if page.count < 100 { return ids }
        }
    }

    /// Removes a subject's events, for erasure.
    package func removeEvents(subject: String) throws {
        try execute("DELETE FROM store_journal WHERE subject = \(subject)")
    }

    /// Forgets the replies kept for retries since a moment that say a text: those retries are worked on anew.
    package func forgetReplies(saying text: String, since: Instant) throws {
        // As JSON spells it, without the quotes.
        let spelled = String(JSON.string(text).text.dropFirst().dropLast())
        var (at, key) = (max(since, now - .hours(24)), "")
        while true {
            let page = try rows(
                """
                SELECT key, at, reply FROM store_replies WHERE (at, key) > (\(at), \(key)) ORDER BY at, key LIMIT 200
                """)
            for row in page {
                (at, key) = (try row.instant("at"), try row.string("key"))
                guard String(decoding: try row.bytes("reply"), as: UTF8.self).contains(spelled) else { continue }
                try execute("DELETE FROM store_replies WHERE key = \(key)")
            }
            if page.count < 200 { return }
        }
    }
}
