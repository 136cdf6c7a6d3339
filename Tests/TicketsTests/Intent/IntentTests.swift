import Base
import Conditions
import Contracts
import Store
import TestSupport
import Testing
import Text
import Tickets

/// What the desk learns from what people make of tickets, and what it does with it.
@Suite struct IntentTests {
    private static let refunds = [
        "I want my money back", "kindly refund the charge", "退款什么时候到账", "refund me the money",
    ]
    private static let parcels = ["where is my parcel", "the courier is late", "快递还没有到", "my parcel did not arrive"]

    private func house() async throws -> House {
        let house = try await House()
        try await house.work(.system) { _ = try $0.save(Team(id: "billing", name: "Billing")) }
        try await house.hire("ann", teams: ["support", "billing"])
        return house
    }

    /// Solved tickets of the past: refunds at billing and urgent, parcels at support.
    private func teach(_ house: House, _ count: Int = 30) async throws {
        for index in 0..<count {
            let isRefund = index % 2 == 0
            let words = isRefund ? IntentTests.refunds : IntentTests.parcels
            let at = house.time.now() - .days(1)
            let request = ReplayTicket(
                key: "past-\(index)", subject: words[index / 2 % 4], channel: .mail,
                requester: Requester(id: "c\(index)", name: "C"), priority: isRefund ? .urgent : .normal,
                team: isRefund ? "billing" : "support", tags: isRefund ? ["money"] : [],
                steps: [
                    .init(kind: .received, at: at, text: words[(index / 2 + 1) % 4]),
                    .init(kind: .replied, at: at + .seconds(60), text: "ok", agent: "ann", status: .solved),
                ])
            try await house.work(.system, isReplay: true) { _ = try $0.replay(request) }
        }
        try await house.tools.intent.catchUp(house.store)
    }

    private func settings(_ house: House, _ settings: IntentSettings) async throws {
        try await house.work(.system) { _ = try $0.save(settings) }
    }

    private func report(_ house: House) async throws -> IntentReport {
        let calls = TicketCalls(store: house.store, tools: house.tools)
        return try await calls.intentReport()
    }

    private func proposal(_ house: House, _ text: String) -> IntentProposal? {
        house.tools.intent.proposal(TextFeatures(text, ""), at: house.time.now())
    }

    @Test func `learns from the past and says what a new ticket is about, and applies nothing by itself`() async throws
    {
        let house = try await house()
        #expect(proposal(house, "refund the money") == nil)
        try await teach(house)
        let ticket = try await house.open("refund the money")
        #expect(ticket.team == "support" && ticket.priority == .normal && ticket.tags.isEmpty)
        let told = try #require(try await house.explain(ticket.id).intent)
        #expect(told.team.first?.label == "billing" && told.team.first?.confidence ?? 0 > 0.8)
        #expect(told.priority.first?.label == "urgent" && told.tags.first?.label == "money" && told.applied == nil)
        #expect(told.category.isEmpty, "nobody ever said a category")
        #expect(proposal(house, "快递到了吗")?.team.first?.label == "support")
    }

    @Test func `what an administrator allows is applied above the threshold, after the rules`() async throws {
        let house = try await house()
        try await teach(house)
        try await settings(
            house,
            IntentSettings(thresholds: [.team: 0.7, .priority: 0.7, .tags: 0.7], applied: [.team, .priority, .tags]))
        let ticket = try await house.open("refund the money")
        #expect(ticket.team == "billing" && ticket.priority == .urgent && ticket.tags == ["money"])
        #expect(try await house.explain(ticket.id).intent?.applied == [.team, .priority, .tags])
        let chosen = try await house.open("refund the money", priority: .low)
        #expect(chosen.priority == .low && chosen.team == "billing")
        let unclear = try await house.open("zyzzyva")
        #expect(unclear.team == "support" && unclear.priority == .normal)
        try await house.rules([
            RoutingRule(id: "a", name: "Money", condition: .test("intent.tags", .contains, "money"), team: "support")
        ])
        let ruled = try await house.open("refund the money")
        #expect(ruled.team == "support" && ruled.demand?.rule == "Money" && ruled.priority == .urgent)
        #expect(try await house.open("where is the parcel").demand?.rule == nil)
        // Above every confidence: rules do not see it any more.
        try await settings(house, IntentSettings(thresholds: [.tags: 1, .team: 1, .priority: 1], applied: [.team]))
        let unsure = try await house.open("refund the money or the parcel")
        #expect(unsure.demand?.rule == nil && unsure.team == "support")
    }

    @Test func `each correction is first compared with the proposal, then learnt`() async throws {
        let house = try await house()
        try await teach(house)
        let ticket = try await house.open("voucher code does not work")
        try await house.update(ticket.id) { $0.team = "billing" }
        try await house.update(ticket.id) { $0.fields = ["category": "voucher"] }
        var live = try await report(house).live
        #expect(live.map(\.aspect) == [.team] && live.first?.count == 1)
        // Said otherwise later: the last word counts, once.
        let first = try #require(live.first)
        try await house.tools.intent.catchUp(house.store)
        try await house.update(ticket.id) { $0.team = "support" }
        live = try await report(house).live
        #expect(live.first?.count == 1 && live.first?.accuracy == 1 - first.accuracy)
        let before =
            proposal(house, "voucher code does not work")?.team.first { $0.label == "support" }?.confidence ?? 0
        try await house.tools.intent.catchUp(house.store)
        let after = proposal(house, "voucher code does not work")?.team.first { $0.label == "support" }?.confidence ?? 0
        #expect(after > before)
        // Solving says that everything is right as it is.
        _ = try await house.reply(ticket.id, by: "ann", status: .solved)
        live = try await report(house).live
        #expect(Set(live.map(\.aspect)).isSuperset(of: [.team, .priority]))
    }

    @Test func `what a service or rule changes is no correction, and what is rolled back is not learnt`() async throws {
        let house = try await house()
        let ticket = try await house.open("voucher")
        try await house.update(ticket.id, by: .service("rules")) { $0.addTags = ["x"] }
        await #expect(throws: Problem.self) {
            try await house.work(.agent("ann")) { desk in
                _ = try desk.update(UpdateTicket(id: ticket.id, tags: ["y"]))
                throw Problem.notFound("thing", "x")
            }
        }
        #expect(try await report(house).examples == 0)
        try await house.update(ticket.id) { $0.addTags = ["z"] }
        #expect(try await report(house).examples == 1)
        try await settings(house, IntentSettings(enabled: false))
        try await house.update(ticket.id) { $0.addTags = ["zz"] }
        #expect(try await report(house).examples == 1)
    }

    @Test func `a training tells the accuracy on what it has not seen, and every copy comes to know the same`()
        async throws
    {
        let house = try await house()
        try await teach(house, 60)
        let other = IntentModel()
        try await other.catchUp(house.store)
        #expect(other.proposal(TextFeatures("refund", ""), at: house.time.now()) == proposal(house, "refund"))
        try await house.work(.system) { _ = try $0.trainIntent() }
        #expect(try await report(house).heldOut == nil)
        try await house.tools.intent.catchUp(house.store)
        let trained = try await report(house)
        #expect(trained.trainedOn == 60 && trained.examples == 60)
        let team = try #require(trained.heldOut?.first { $0.aspect == .team })
        #expect(team.count == 6 && team.accuracy > 0.9)
        #expect(team.labels.map(\.count).reduce(0, +) == 6 && team.levels.first?.threshold == 0.5)
        // Learns after the training too; a copy that starts now reads both.
        let ticket = try await house.open("refund")
        try await house.update(ticket.id) { $0.addTags = ["late"] }
        try await house.tools.intent.catchUp(house.store)
        let late = IntentModel()
        try await late.catchUp(house.store)
        try await other.catchUp(house.store)
        let known = proposal(house, "refund the parcel")
        #expect(late.proposal(TextFeatures("refund the parcel", ""), at: house.time.now()) == known)
        #expect(other.proposal(TextFeatures("refund the parcel", ""), at: house.time.now()) == known)
        #expect(house.tools.intent.bytes == 8 * (1 << 20 + 500))
    }

    @Test func `an older store is learnt from at the first start`() async throws {
        let house = try await house()
        try await teach(house)
        try await house.store.write { tx in
            try tx.execute("DELETE FROM intent_examples")
            try tx.execute("DELETE FROM settings WHERE name IN ('intent-history', 'intent-training')")
        }
        try await house.work { try $0.bootstrap() }
        let timer = try #require(
            try await house.store.read { try $0.timers(reference: "intent") }.first {
                $0.kind == Desk.intentHistoryTimer
            })
        try await house.work { try $0.recallHistory(timer) }
        #expect(try await report(house).examples == 30)
        try await house.work { try $0.beginTraining() }
        let copy = IntentModel()
        try await copy.catchUp(house.store)
        #expect(copy.proposal(TextFeatures("refund", ""), at: house.time.now())?.team.first?.label == "billing")
    }

    @Test func `bad settings and too little to learn from are refused`() async throws {
        let house = try await house()
        for (settings, code) in [
            (IntentSettings(thresholds: [.team: 0.3]), "intent.threshold"),
            (IntentSettings(categoryField: " "), "intent.field"), (IntentSettings(version: 7), "intent.stale"),
        ] {
            await #expect(throws: Problem.self, "\(code)") { try await self.settings(house, settings) }
        }
        await #expect(throws: Problem.self) { try await house.work(.system) { _ = try $0.trainIntent() } }
    }

    @Test func `tallies count tags one by one and know coverage and accuracy at each level`() {
        var proposal = IntentProposal(at: Instant(seconds: 0))
        proposal.tags = [IntentGuess(label: "a", confidence: 0.9), IntentGuess(label: "b", confidence: 0.6)]
        proposal.team = [IntentGuess(label: "t", confidence: 0.95), IntentGuess(label: "u", confidence: 0.05)]
        var tally = IntentTally()
        for outcome in IntentOutcome.outcomes(of: proposal, truth: [.tags: ["a", "c"], .team: ["t"]]) {
            tally.add(outcome)
        }
        proposal.team = [IntentGuess(label: "t", confidence: 0.55)]
        for outcome in IntentOutcome.outcomes(of: proposal, truth: [.team: ["u"]]) { tally.add(outcome) }
        let found = Dictionary(uniqueKeysWithValues: tally.report().map { ($0.aspect, $0) })
        let team = found[.team]
        #expect(team?.count == 2 && team?.accuracy == 0.5)
        #expect(team?.levels.first { $0.threshold == 0.9 } == .init(threshold: 0.9, coverage: 0.5, accuracy: 1))
        #expect(team?.labels.first { $0.label == "t" } == .init(label: "t", count: 1, found: 1, proposed: 2))
        #expect(found[.tags]?.count == 3)
        #expect(found[.tags]?.levels.first { $0.threshold == 0.8 }?.accuracy == 1)
        #expect(found[.tags]?.labels.map(\.label) == ["a", "c", "b"])
    }
}
