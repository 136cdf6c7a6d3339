package import Base
package import Conditions
package import Contracts

extension RoutingRules {
    /// What a routing rule may look at: the new ticket, its first message, and what the desk has learnt to make of
    /// them, as far as it is sure enough.
    package static let fields = FieldCatalogue(
        TicketFields.lasting + [
            .init("message.text", .text), .init("intent.category", .text), .init("intent.team", .text),
            .init("intent.priority", .choice, allowed: TicketFields.choices(Priority.self)),
            .init("intent.tags", .text, list: true),
        ])

    private static let ruleMaximum = 500
    private static let bytesMaximum = 400_000

    /// The first rule that holds (row 52), or nil.
    package func match(
        _ ticket: Ticket, text: String, intent: JSON? = nil, at now: Instant
    ) throws -> RoutingRule? {
        guard !rules.isEmpty else { return nil }
        var shown = ticket
        (shown.clocks, shown.lastMessage) = ([], nil)
        let facts: JSON = [
            "ticket": try JSON(encoding: shown), "message": ["text": .string(String(text.prefix(8_000)))],
            "intent": intent ?? .null,
        ]
        let context = Evaluation(facts: facts, now: now)
        return rules.first { $0.enabled ?? true && $0.condition.evaluate(in: context) }
    }

    /// Throws a 422 for the first rule or weight that cannot be used.
    package func check(teams: Set<String>, skills: Set<String>) throws {
        guard rules.count <= RoutingRules.ruleMaximum, Set(rules.map(\.id)).count == rules.count else {
            throw Problem.invalid("routing.rule", "There are 500 rules at most, each with an id of its own.")
        }
        // Their event has to fit into one message of the bus.
        guard try JSON(encoding: self).text.utf8.count <= RoutingRules.bytesMaximum else {
            throw Problem.invalid("routing.rule", "All rules together have 400,000 bytes at most.")
        }
        for (index, rule) in rules.enumerated() {
            guard !rule.id.isEmpty, !rule.name.trimmed.isEmpty, rule.name.count <= 200 else {
                throw Problem.invalid("routing.rule", "Rule \(index + 1) needs an id and a name of 200 characters.")
            }
            try RoutingRules.fields.check(rule.condition, at: "#/rules/\(index)/condition")
            guard !rule.condition.usesPrevious, !rule.condition.usesClock else {
                throw Problem.invalid("routing.rule", "Rule \(index + 1) asks for changes: a new ticket has none.")
            }
            guard teams.contains(rule.team) else {
                throw Problem.invalid("routing.team", "Rule \(index + 1): there is no team \(rule.team.prefix(64)).")
            }
            let needs = rule.skills ?? []
            guard needs.count <= 20, Set(needs.map(\.skill)).count == needs.count,
                needs.allSatisfy({ skills.contains($0.skill) && (1...5).contains($0.level) })
            else {
                throw Problem.invalid(
                    "routing.skill", "Rule \(index + 1) names an unknown skill, one twice, or a level beyond 1 to 5.")
            }
            guard (-100_000...100_000).contains(rule.boost ?? 0) else {
                throw Problem.invalid("routing.boost", "A boost lies between -100,000 and 100,000 points.")
            }
        }
        guard weights.values.allSatisfy({ (1...100).contains($0) }) else {
            throw Problem.invalid("routing.weight", "A channel's weight lies between 1 and 100.")
        }
    }
}

extension RoutingRule {
    /// What the rule makes of a new ticket.
    package func apply(to ticket: inout Ticket) {
        ticket.team = team
        if let priority { ticket.priority = priority }
        ticket.demand = Demand(rule: name, skills: skills ?? [], boost: boost ?? 0)
    }
}

extension QueuePolicy {
    /// Throws a 422 `queue.policy` that says what cannot be.
    package func check() throws {
        func refuse(_ detail: String) -> Problem { .invalid("queue.policy", detail) }
        guard (0.001...10_000).contains(slope) else {
            throw refuse("A minute of waiting is worth 0.001 to 10,000 points.")
        }
        guard points.values.allSatisfy({ (-100_000...100_000).contains($0) }) else {
            throw refuse("Points lie between -100,000 and 100,000.")
        }
        let spans = [
            ("relaxAfter", relaxAfter, 10...604_800), ("offerSeconds", offerSeconds, 5...86_400),
            ("silence.seconds", silence?.seconds, 10...31_536_000), ("stickySeconds", stickySeconds, 0...86_400),
            ("limit.seconds", limit?.seconds, 10...86_400), ("limit.count", limit?.count, 1...10_000),
        ]
        for (name, value, range) in spans {
            guard let value, !range.contains(value) else { continue }
            throw refuse("\(name) lies between \(range.lowerBound) and \(range.upperBound).")
        }
    }
}
