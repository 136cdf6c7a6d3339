package import Base

/// What the desk learns to tell from a customer's first words.
package enum IntentAspect: String, Codable, CodingKeyRepresentable, Sendable, CaseIterable {
    case category, team, priority, tags
}

/// What is done with what the desk has learnt.
package struct IntentSettings: Codable, Hashable, Sendable {
    /// Whether it learns and proposes.
    package var enabled: Bool
    /// From which confidence (0.5...1) a proposal counts for routing; 0.8 when absent.
    package var thresholds: [IntentAspect: Double]
    /// What a new ticket gets by itself when the confidence is high enough and no routing rule says otherwise.
    package var applied: [IntentAspect]
    /// The custom field that holds a ticket's category.
    package var categoryField: String
    package var version: Int

    package init(
        enabled: Bool = true, thresholds: [IntentAspect: Double] = [:], applied: [IntentAspect] = [],
        categoryField: String = "category", version: Int = 0
    ) {
        (self.enabled, self.thresholds, self.applied) = (enabled, thresholds, applied)
        (self.categoryField, self.version) = (categoryField, version)
    }

    package func threshold(_ aspect: IntentAspect) -> Double { thresholds[aspect] ?? 0.8 }
}

/// A label and how probable it is, 0...1.
package struct IntentGuess: Codable, Hashable, Sendable {
    package var label: String
    package var confidence: Double

    package init(label: String, confidence: Double) {
        (self.label, self.confidence) = (label, confidence)
    }
}

/// What a text seems to ask for: the likeliest of each aspect first, none of an aspect that too little is known of.
package struct IntentProposal: Codable, Hashable, Sendable {
    package var category: [IntentGuess] = []
    package var team: [IntentGuess] = []
    package var priority: [IntentGuess] = []
    package var tags: [IntentGuess] = []
    /// What the ticket got by it.
    package var applied: [IntentAspect]?
    /// When it was made: as the ticket came, or at this moment for an older one.
    package var at: Instant

    package init(at: Instant) { self.at = at }

    package subscript(aspect: IntentAspect) -> [IntentGuess] {
        get {
            switch aspect {
            case .category: category
            case .team: team
            case .priority: priority
            case .tags: tags
            }
        }
        set {
            switch aspect {
            case .category: category = newValue
            case .team: team = newValue
            case .priority: priority = newValue
            case .tags: tags = newValue
            }
        }
    }
}

package struct TryIntent: Codable, Hashable, Sendable {
    package var subject: String?
    package var text: String

    package init(subject: String? = nil, text: String) {
        (self.subject, self.text) = (subject, text)
    }
}

/// How often proposals of one aspect were right. Of tags each one that was proposed or right is counted by itself.
package struct IntentAccuracy: Codable, Hashable, Sendable {
    /// Of all proposals the share with this confidence or more, and how many of those were right.
    package struct Level: Codable, Hashable, Sendable {
        package var threshold: Double
        package var coverage: Double
        package var accuracy: Double

        package init(threshold: Double, coverage: Double, accuracy: Double) {
            (self.threshold, self.coverage, self.accuracy) = (threshold, coverage, accuracy)
        }
    }

    /// `count` were this label, `found` of them proposed so; it was proposed `proposed` times.
    package struct Label: Codable, Hashable, Sendable {
        package var label: String
        package var count: Int
        package var found: Int
        package var proposed: Int

        package init(label: String, count: Int, found: Int, proposed: Int) {
            (self.label, self.count, self.found, self.proposed) = (label, count, found, proposed)
        }
    }

    package var aspect: IntentAspect
    package var count: Int
    package var accuracy: Double
    package var levels: [Level]
    /// The most frequent first, at most 100.
    package var labels: [Label]

    package init(aspect: IntentAspect, count: Int, accuracy: Double, levels: [Level], labels: [Label]) {
        (self.aspect, self.count, self.accuracy) = (aspect, count, accuracy)
        (self.levels, self.labels) = (levels, labels)
    }
}

/// How well the desk knows what customers want.
package struct IntentReport: Codable, Hashable, Sendable {
    /// Examples kept (at most 20,000), and the last training over all of them.
    package var examples: Int
    package var trainedAt: Instant?
    package var trainedOn: Int?
    /// A tenth of the examples, proposed by what was learnt from the others; absent until the training is over.
    package var heldOut: [IntentAccuracy]?
    /// What was proposed as tickets came, against what people made of them: each is first proposed, then learnt.
    package var live: [IntentAccuracy]
    /// Memory that the weights take in each copy of the service.
    package var bytes: Int

    package init(
        examples: Int, trainedAt: Instant? = nil, trainedOn: Int? = nil, heldOut: [IntentAccuracy]? = nil,
        live: [IntentAccuracy] = [], bytes: Int = 0
    ) {
        (self.examples, self.trainedAt, self.trainedOn) = (examples, trainedAt, trainedOn)
        (self.heldOut, self.live, self.bytes) = (heldOut, live, bytes)
    }
}

extension TicketsAPI {
    package static let intentSettings = Call<Empty, IntentSettings>(
        "tickets.intent.settings", allow: .staff, "Read what is done with proposed categories, teams, priorities, tags."
    )
    package static let saveIntentSettings = Call<IntentSettings, IntentSettings>(
        "tickets.intent.settings.save", allow: .admins,
        "Change what is done with proposals, and from which confidence.",
        problems: [
            "intent.stale": "somebody changed the settings since",
            "intent.threshold": "a threshold beyond 0.5 to 1",
            "intent.field": "no name of a custom field, or one too long",
        ])
    package static let intent = Call<ByID, IntentProposal>(
        "tickets.intent.of", allow: .staff, "What a ticket seems to be about, as it was proposed when it came.",
        problems: ["ticket.not_found": "there is no such ticket"])
    package static let tryIntent = Call<TryIntent, IntentProposal>(
        "tickets.intent.try", allow: .staff, "What would be proposed for a text.",
        problems: ["intent.text": "no text, or more than 150,000 bytes"])
    package static let intentReport = Call<Empty, IntentReport>(
        "tickets.intent.report", allow: .staff, "How often proposals are right, by aspect, label and confidence.")
    package static let trainIntent = Call<Empty, IntentReport>(
        "tickets.intent.train", allow: .admins,
        "Learn anew from all examples; the report tells the accuracy when it is done.",
        problems: ["intent.off": "learning is switched off", "intent.examples": "fewer than 20 examples"])

    package static let intentChanged = EventType<IntentSettings>("moat.tickets.intent.changed")
}
