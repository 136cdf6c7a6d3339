internal import Base
package import Contracts
package import Store
internal import Text

/// Which examples a training learns: every copy does the same with it.
struct IntentTraining: Codable, Sendable {
    var number = 0
    var from = 1
    var through = 0
    var at: Instant?
}

/// An example and its place in the order of learning.
struct KeptExample: Sendable {
    var position: Int
    var ticket: String
    var example: ClassifierExample
}

/// What was proposed for a ticket, and what has been made of it.
struct KeptIntent: Codable {
    var proposal: IntentProposal
    var outcomes: [IntentOutcome] = []
}

extension Reader {
    package func intentSettings() throws -> IntentSettings {
        try first("SELECT body FROM settings WHERE name = 'intent'")?.decode(IntentSettings.self, "body")
            ?? IntentSettings()
    }

    func intentTraining() throws -> IntentTraining {
        try first("SELECT body FROM settings WHERE name = 'intent-training'")?.decode(IntentTraining.self, "body")
            ?? IntentTraining()
    }

    func intentExamples(after position: Int, limit: Int) throws -> [KeptExample] {
        try rows(
            """
            SELECT position, ticket, features, labels FROM intent_examples WHERE position > \(position)
            ORDER BY position LIMIT \(limit)
            """
        ).map { row in
            KeptExample(
                position: try row.int("position"), ticket: try row.string("ticket"),
                example: ClassifierExample(
                    text: TextFeatures(bytes: try row.bytes("features")),
                    labels: try row.decode([String: [String]].self, "labels")))
        }
    }

    /// The position of the last example.
    func lastIntentExample() throws -> Int {
        try first("SELECT position FROM intent_examples ORDER BY position DESC LIMIT 1")?.int("position") ?? 0
    }

    func keptIntent(of ticket: String) throws -> KeptIntent? {
        try first("SELECT body FROM intents WHERE ticket = \(ticket)")?.decode(KeptIntent.self, "body")
    }

    /// How a ticket began: its subject is not always what the customer wrote.
    func intentText(of ticket: Ticket) throws -> TextFeatures {
        let row = try first(
            "SELECT body FROM messages WHERE ticket = \(ticket.id) ORDER BY position LIMIT 1")
        return TextFeatures(ticket.subject, try row?.decode(Message.self, "body").text ?? "")
    }

    func intentReport(bytes: Int) throws -> IntentReport {
        var tally = IntentTally()
        for row in try rows("SELECT aspect, truth, guess, bucket, n FROM intent_tallies") {
            guard let aspect = IntentAspect(rawValue: try row.string("aspect")) else { continue }
            let confidence = (Double(try row.int("bucket")) + 0.5) / Double(IntentOutcome.buckets)
            tally.add(
                IntentOutcome(
                    aspect: aspect, truth: try row.string("truth"), guess: try row.string("guess"),
                    confidence: confidence), try row.int("n"))
        }
        let training = try intentTraining()
        let kept = try first("SELECT COUNT(*) AS n FROM intent_examples")?.int("n") ?? 0
        let heldOut = try first(
            "SELECT body FROM settings WHERE name = 'intent-report' AND version = \(training.number)")
        return IntentReport(
            examples: kept, trainedAt: training.at,
            trainedOn: training.number == 0 ? nil : training.through - training.from + 1,
            heldOut: try heldOut?.decode([IntentAccuracy].self, "body"), live: tally.report(), bytes: bytes)
    }
}

extension Transaction {
    /// Keeps how well a training went; the copies come to the same.
    func put(_ report: [IntentAccuracy], of training: IntentTraining) throws {
        try putSetting("intent-report", version: training.number, report)
    }

    func put(_ intent: KeptIntent, of ticket: String) throws {
        try execute(
            """
            INSERT INTO intents (ticket, body) VALUES (\(ticket), \(json: intent))
            ON CONFLICT (ticket) DO UPDATE SET body = excluded.body
            """)
    }

    func tally(_ outcome: IntentOutcome, _ count: Int) throws {
        try execute(
            """
            INSERT INTO intent_tallies (aspect, truth, guess, bucket, n)
            VALUES (\(outcome.aspect), \(outcome.truth), \(outcome.guess), \(outcome.bucket), \(count))
            ON CONFLICT (aspect, truth, guess, bucket) DO UPDATE SET n = intent_tallies.n + excluded.n
            """)
    }
}
