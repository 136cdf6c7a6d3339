internal import Base
package import Contracts
package import Store
internal import Text

extension Desk {
    package static let intentTimer = "intent-training"
    package static let intentHistoryTimer = "intent-history"
    /// Examples that a training learns; older ones go.
    private static let examplesMaximum = 20_000
    /// New examples after which everything is learnt anew: so many, or a fifth of all.
    private static let trainingStep = 50
    /// Solved tickets of an older store read in one transaction.
    private static let historyPage = 200

    /// What a new ticket seems to be about; kept, so that it can be compared with what people make of it.
    func propose(for ticket: Ticket, text: String, _ settings: IntentSettings) throws -> IntentProposal? {
        guard settings.enabled,
            let proposal = tools.intent.proposal(TextFeatures(ticket.subject, text), at: now)
        else { return nil }
        try tx.put(KeptIntent(proposal: proposal), of: ticket.id)
        return proposal
    }

    /// Gives a new ticket what the settings let it get by itself; `taken` is what somebody else has decided.
    func apply(
        _ proposal: IntentProposal, to ticket: inout Ticket, except taken: Set<IntentAspect>, _ settings: IntentSettings
    ) throws {
        var applied: [IntentAspect] = []
        for aspect in settings.applied where !taken.contains(aspect) {
            let labels = proposal.labels(aspect, settings)
            guard let label = labels.first else { continue }
            switch aspect {
            case .category where ticket.fields[settings.categoryField] == nil:
                ticket.fields[settings.categoryField] = .string(label)
            case .team where try tx.team(label) != nil: ticket.team = label
            case .priority: ticket.priority = Priority(rawValue: label) ?? ticket.priority
            case .tags: ticket.tags = Tags.cleaned(ticket.tags + labels)
            default: continue
            }
            applied.append(aspect)
        }
        guard !applied.isEmpty else { return }
        var kept = proposal
        kept.applied = applied
        try tx.put(KeptIntent(proposal: kept), of: ticket.id)
    }

    /// Learns from what happened to a ticket: what somebody corrected is an example of that, and a solved ticket is one
    /// of everything. What was proposed when it came is judged by it first.
    func learn(from work: TicketCase) throws {
        var aspects: Set<IntentAspect> = []
        var fields: Set<String> = []
        for happening in work.happenings {
            if happening.type == TicketsAPI.solved.name { aspects = Set(IntentAspect.allCases) }
            guard happening.type == TicketsAPI.changed.name, !happening.isSpontaneous, cause.agent != nil else {
                continue
            }
            fields.formUnion(happening.data.changes.map(\.field))
        }
        guard !aspects.isEmpty || !fields.isEmpty else { return }
        let settings = try tx.intentSettings()
        aspects.formUnion(
            IntentAspect.allCases.filter { aspect in
                fields.contains(aspect == .category ? "fields." + settings.categoryField : aspect.rawValue)
            })
        guard settings.enabled, !aspects.isEmpty else { return }
        let truth = work.ticket.labels(aspects, settings)
        guard !truth.isEmpty else { return }
        try judge(work.ticket.id, truth)
        try addExample(work.ticket, truth)
    }

    private func judge(_ ticket: String, _ truth: [IntentAspect: [String]]) throws {
        guard var kept = try tx.keptIntent(of: ticket) else { return }
        // What was judged before was not the last word.
        for outcome in kept.outcomes where truth[outcome.aspect] != nil { try tx.tally(outcome, -1) }
        kept.outcomes.removeAll { truth[$0.aspect] != nil }
        let outcomes = IntentOutcome.outcomes(of: kept.proposal, truth: truth)
        for outcome in outcomes { try tx.tally(outcome, 1) }
        kept.outcomes += outcomes
        try tx.put(kept, of: ticket)
    }

    private func addExample(_ ticket: Ticket, _ truth: [IntentAspect: [String]]) throws {
        let position = try tx.nextNumber("intent")
        let labels = Dictionary(uniqueKeysWithValues: truth.map { ($0.key.rawValue, $0.value) })
        try tx.execute(
            """
            INSERT INTO intent_examples (position, ticket, features, labels)
            VALUES (\(position), \(ticket.id), \(try tx.intentText(of: ticket).bytes), \(json: labels))
            """)
        let last = try tx.intentTraining().through
        let step = max(Desk.trainingStep, last / 5)
        // Not at each one beyond it: a timer set anew would never come while tickets are solved.
        guard (position - last) % step == 0 else { return }
        try tx.schedule(Timer(kind: Desk.intentTimer, reference: "intent", due: now + .seconds(30)))
    }

    /// Every copy learns anew from the youngest examples; the others go.
    package func beginTraining() throws {
        let (last, training) = (try tx.lastIntentExample(), try tx.intentTraining())
        let next = IntentTraining(
            number: training.number + 1, from: max(1, last - Desk.examplesMaximum + 1), through: last, at: now)
        try tx.execute("DELETE FROM intent_examples WHERE position < \(next.from)")
        try tx.putSetting("intent-training", version: next.number, next)
    }

    /// An administrator wants the desk to learn anew.
    package func trainIntent() throws -> IntentReport {
        guard try tx.intentSettings().enabled else {
            throw Problem(status: 409, code: "intent.off", title: "Conflict", detail: "Learning is switched off.")
        }
        guard try tx.lastIntentExample() >= 20 else {
            throw Problem(
                status: 409, code: "intent.examples", title: "Conflict",
                detail: "There is too little to learn from: 20 solved or corrected tickets at least.")
        }
        try beginTraining()
        return try tx.intentReport(bytes: tools.intent.bytes)
    }

    package func save(_ settings: IntentSettings) throws -> IntentSettings {
        let current = try tx.intentSettings()
        try expect("intent", current.version, settings.version)
        guard settings.thresholds.values.allSatisfy({ (0.5...1).contains($0) }) else {
            throw Problem.invalid("intent.threshold", "A threshold lies between 0.5 and 1.")
        }
        guard !settings.categoryField.trimmed.isEmpty, settings.categoryField.count <= 100 else {
            throw Problem.invalid("intent.field", "The category's field has a name of 1 to 100 characters.")
        }
        var saved = settings
        saved.version = current.version + 1
        try tx.putSetting("intent", version: saved.version, saved)
        try append(TicketsAPI.intentChanged, subject: "intent/settings", saved)
        return saved
    }

    /// An older store: what was solved before the desk learnt is learnt from now, page by page.
    package func recallHistory() throws {
        guard try tx.first("SELECT name FROM settings WHERE name = 'intent-history'") == nil else { return }
        try tx.putSetting("intent-history", version: 1, true)
        let last = try tx.first("SELECT MAX(number) AS n FROM tickets")?.optionalInt("n") ?? 0
        guard last > 0 else { return }
        let from = max(0, last - Desk.examplesMaximum)
        try tx.schedule(
            Timer(kind: Desk.intentHistoryTimer, reference: "intent", due: now, payload: ["after": .int(Int64(from))]))
    }

    package func recallHistory(_ timer: Timer) throws {
        let after = Int(timer.payload["after"]?.int ?? 0)
        let rows = try tx.rows(
            "SELECT number, body FROM tickets WHERE number > \(after) ORDER BY number LIMIT \(Desk.historyPage)")
        let settings = try tx.intentSettings()
        for row in rows {
            let ticket = try row.decode(Ticket.self, "body")
            guard !ticket.status.isUnsolved else { continue }
            let truth = ticket.labels(Set(IntentAspect.allCases), settings)
            if !truth.isEmpty { try addExample(ticket, truth) }
        }
        guard rows.count == Desk.historyPage, let last = try rows.last?.int("number") else {
            return try tx.schedule(Timer(kind: Desk.intentTimer, reference: "intent", due: now))
        }
        try tx.schedule(
            Timer(kind: Desk.intentHistoryTimer, reference: "intent", due: now, payload: ["after": .int(Int64(last))]))
    }
}

extension IntentProposal {
    /// The guesses that are sure enough: of an exclusive aspect the first at most.
    func labels(_ aspect: IntentAspect, _ settings: IntentSettings) -> [String] {
        let sure = self[aspect].filter { $0.confidence >= settings.threshold(aspect) }.map(\.label)
        return aspect == .tags ? sure : Array(sure.prefix(1))
    }

    /// What routing rules may ask of it: only what is sure enough.
    func facts(_ settings: IntentSettings) -> JSON {
        var facts: [String: JSON] = ["tags": .array(labels(.tags, settings).map(JSON.string))]
        for aspect in [IntentAspect.category, .team, .priority] {
            facts[aspect.rawValue] = JSON(labels(aspect, settings).first)
        }
        return .object(facts)
    }
}

extension Ticket {
    /// What is right of these aspects; nothing for one that nobody has said.
    func labels(_ aspects: Set<IntentAspect>, _ settings: IntentSettings) -> [IntentAspect: [String]] {
        var labels: [IntentAspect: [String]] = [:]
        for aspect in aspects {
            switch aspect {
            case .category:
                guard let category = fields[settings.categoryField]?.string, !category.isEmpty else { continue }
                labels[.category] = [String(category.prefix(200))]
            case .team: labels[.team] = team.map { [$0] }
            case .priority: labels[.priority] = [priority.rawValue]
            case .tags: labels[.tags] = tags.filter { $0 != "automatic" }
            }
        }
        return labels
    }
}
