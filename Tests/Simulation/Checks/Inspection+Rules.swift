import Base
import Conditions
import Contracts
import Store

extension Inspection {
    private struct Run {
        let id: String
        let rule: String
        let chain: String
        let outcome: RuleRun.Outcome
        let problem: String?
    }

    private func runs() async throws -> [Run] {
        try await rows(RulesAPI.service, "SELECT chain, run FROM runs ORDER BY id").map { row in
            let run = try row.decode(RuleRun.self, "run")
            return Run(
                id: run.id, rule: run.rule, chain: try row.string("chain"), outcome: run.outcome, problem: run.problem)
        }
    }

    private func rules() async throws -> [Rule] {
        try await rows(RulesAPI.service, "SELECT rule FROM rules ORDER BY position, id")
            .map { try $0.decode(Rule.self, "rule") }
    }

    /// Every rule has acted on, or waits after, every event that is its business, and acted once at most in a chain.
    func checkRuns(_ feed: [Told]) async throws {
        let (runs, rules) = (try await runs(), try await rules())
        let byID = Dictionary(uniqueKeysWithValues: runs.map { ($0.id, $0) })
        let byName = Dictionary(uniqueKeysWithValues: rules.map { ($0.name, $0.id) })
        for (event, data) in feed.map({ ($0.event, $0.data) }) where event.replayed != true {
            // What is so until a rule acts; what the later ones see is another thing.
            let told = Evaluation(facts: try JSON(encoding: data), now: event.time)
            for rule in rules where rule.trigger.on.contains(event.type) {
                let run = byID["\(event.id):\(rule.id)"]
                if run == nil, rule.condition.evaluate(in: told) {
                    find("rules: \(rule.name) did nothing about \(event.type) \(event.sequence)")
                }
                if run?.outcome == .matched || run?.outcome == .failed { break }
            }
            // What the one has changed the other must see.
            guard event.type == TicketsAPI.opened.name, let mark = byName["mark"], let greet = byName["greeting"]
            else { continue }
            if byID["\(event.id):\(mark)"]?.outcome == .matched, byID["\(event.id):\(greet)"] == nil {
                find("rules: greeting has not seen what mark changed at event \(event.sequence)")
            }
        }
        for run in runs where run.problem?.contains("idempotency key") ?? false {
            find("rules: run \(run.id) asked for two things under one key")
        }
        let acted = Dictionary(grouping: runs.filter { $0.outcome == .matched }) { "\($0.chain) \($0.rule)" }
        for (key, runs) in acted.sorted(by: { $0.key < $1.key }) where runs.count > 1 {
            find("rules: \(key) acted \(runs.count) times")
        }
    }

    /// What a rule is said to have done it has done once, and nothing else.
    func checkEffects(_ feed: [Told]) async throws {
        let (runs, rules) = (try await runs(), try await rules())
        for (type, kind) in [(TicketsAPI.noted, RuleAction.Kind.note), (TicketsAPI.replied, .reply)] {
            let events = feed.of(type).map(\.event).filter { $0.actor?.kind == .rule }
            let done = Dictionary(grouping: events) { "\($0.causation ?? "") \($0.actor?.id ?? "")" }
            var explained: Set<String> = []
            for run in runs where run.outcome == .matched || run.outcome == .failed {
                let key = "\(run.chain) \(run.rule)"
                explained.insert(key)
                guard let rule = rules.first(where: { $0.id == run.rule }) else { continue }
                let wanted = rule.actions.count { $0.kind == kind }
                let found = done[key]?.count ?? 0
                let fits = run.outcome == .matched ? found == wanted : found <= wanted
                expect(fits, "rules: \(rule.name) did \(kind.rawValue) \(found) times in \(run.id)")
            }
            for key in done.keys.sorted() where !explained.contains(key) {
                find("rules: \(kind.rawValue) by \(key), which did not run")
            }
        }
        let notices = try await rows(RulesAPI.service, "SELECT id FROM notifications ORDER BY id")
        let told = try await events(of: RulesAPI.service).filter { $0.type == RulesAPI.notified.name }
        expect(notices.count == told.count, "rules: \(notices.count) notices, \(told.count) told of")
    }

    /// Nobody waits for a time that has gone by, nor without a timer.
    func checkWaiting() async throws {
        let waiting = try await rows(RulesAPI.service, "SELECT rule, ticket FROM waiting")
        let timers = try await rows(RulesAPI.service, "SELECT reference FROM store_timers WHERE kind = 'rule.wait'")
        expect(waiting.isEmpty, "rules: \(waiting.count) rules still wait a month later")
        expect(timers.isEmpty, "rules: \(timers.count) timers a month later")
        let runs = try await rows(RulesAPI.service, "SELECT run FROM runs ORDER BY id")
            .map { try $0.decode(RuleRun.self, "run") }
        let ends = Dictionary(grouping: runs.filter { $0.event == "timer" }) { "\($0.rule) \($0.ticket)" }
        let starts = Dictionary(grouping: runs.filter { $0.outcome == .scheduled }) { "\($0.rule) \($0.ticket)" }
        for (key, ended) in ends.sorted(by: { $0.key < $1.key }) where ended.count > starts[key]?.count ?? 0 {
            find("rules: \(key) waited \(starts[key]?.count ?? 0) times and ended \(ended.count) times")
        }
    }

    /// A customer is asked once for a solution, and the answer that was acknowledged last counts.
    func checkSurveys(_ feed: [Told]) async throws {
        let offered = feed.of(TicketsAPI.surveyOffered)
        let tokens = offered.compactMap(\.data.survey?.token)
        expect(Set(tokens).count == tokens.count, "surveys: one was offered twice")
        let kept = try await rows(TicketsAPI.service, "SELECT token, ticket, body FROM surveys ORDER BY token")
        expect(try kept.map { try $0.string("token") } == tokens.sorted(), "surveys: offered and kept differ")
        let chains = offered.map { "\($0.event.causation ?? "") \($0.data.ticket.id)" }
        expect(Set(chains).count == chains.count, "surveys: one solution led to two")
        let asked = Set(offered.map(\.data.ticket.id))
        let solved = feed.of(TicketsAPI.solved).filter { $0.data.ticket.requester.address != nil }
        let refused = Set(try await runs().filter { $0.outcome != .matched }.map(\.id))
        for entry in solved
        where !asked.contains(entry.data.ticket.id) && !refused.contains("\(entry.event.id):ready-survey") {
            find("surveys: nobody asked about ticket \(entry.data.ticket.number)")
        }
        let open = try Dictionary(grouping: kept.filter { try $0.decode(Survey.self, "body").answeredAt == nil }) {
            try $0.string("ticket")
        }
        for (ticket, surveys) in open.sorted(by: { $0.key < $1.key }) where surveys.count > 1 {
            find("surveys: \(surveys.count) wait for an answer about \(ticket)")
        }
        let scores = world.ledger.scores
        for row in kept {
            let (token, survey) = (try row.string("token"), try row.decode(Survey.self, "body"))
            guard let score = scores[token] else { continue }
            expect(survey.score == score, "surveys: \(token) was answered \(score) and says \(survey.score ?? 0)")
        }
    }
}
