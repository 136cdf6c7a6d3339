import Base
import Conditions
import Contracts
import FoundationEssentials
import Store
import TestSupport
import Testing
import Tickets

/// Policies and calendars as they are kept, changed and applied.
@Suite struct TermsTests {
    private var gold: SLAPolicy {
        var policy = Defaults.policy
        (policy.id, policy.name, policy.version, policy.position) = ("gold", "Gold", 0, nil)
        policy.condition = .test("ticket.tags", .anyOf, ["gold"])
        policy[.firstResponse, .normal] = 1_800
        return policy
    }

    @Test func `a new policy is tried before the one for everybody, and the order can be changed`() async throws {
        let house = try await House()
        let saved = try await house.save(gold)
        #expect(saved.version == 1 && saved.position == 1)
        let opened = try await house.mail("m1")
        try await house.update(opened.ticket) { $0.addTags = ["gold"] }
        #expect(try await house.ticket(opened.ticket).policy == "gold")
        let turned = try await house.work(.system) { try $0.order(SLAPolicyOrder(ids: ["default", "gold"])) }
        #expect(turned.ids == ["default", "gold"])
        try await house.update(opened.ticket) { $0.addTags = ["x"] }
        #expect(try await house.ticket(opened.ticket).policy == "default")
        for ids in [["gold"], ["gold", "gold"], ["gold", "default", "x"]] {
            #expect(
                await code { _ = try await house.work(.system) { try $0.order(SLAPolicyOrder(ids: ids)) } }
                    == "policy.sequence")
        }
        let stale = SLAPolicyOrder(ids: ["gold", "default"], version: 1)
        #expect(await code { _ = try await house.work(.system) { try $0.order(stale) } } == "policies.stale")
    }

    @Test func `a policy that goes leaves its tickets to the next that fits`() async throws {
        let house = try await House()
        let saved = try await house.save(gold)
        let opened = try await house.mail("m1")
        try await house.update(opened.ticket) { $0.addTags = ["gold"] }
        let wrong = RemoveVersion(id: "gold", version: 7)
        #expect(await code { _ = try await house.work(.system) { try $0.removePolicy(wrong) } } == "policy.stale")
        _ = try await house.work(.system) { try $0.removePolicy(RemoveVersion(id: "gold", version: saved.version)) }
        #expect(
            await code { _ = try await house.work(.system) { try $0.removePolicy(RemoveVersion(id: "gold")) } }
                == "policy.not_found")
        try await house.update(opened.ticket) { $0.addTags = ["x"] }
        let ticket = try await house.ticket(opened.ticket)
        #expect(ticket.policy == "default" && ticket.clock(.firstResponse)?.target == 4 * 3_600)
    }

    @Test func `a refused change leaves the terms as they were, also in the cache`() async throws {
        let house = try await House()
        let (gold, time) = (gold, house.time.now())
        _ = try? await house.work(.system) { desk -> String in
            _ = try desk.save(gold)
            _ = try desk.intake(
                IntakeMessage(
                    channel: .mail, key: "k", requester: Requester(id: "c", name: "c"), text: "x", at: time))
            throw Problem.conflict("test", "undone")
        }
        var silver = gold
        (silver.id, silver.condition) = ("silver", .always)
        _ = try await house.save(silver)
        let opened = try await house.mail("m1")
        #expect(try await house.ticket(opened.ticket).policy == "silver")
    }

    /// What each mistake is called; everything said here is in the documentation of the route.
    @Test func `each mistake in a policy has its code`() async throws {
        let house = try await House()
        var seen: Set<String> = []
        func refuse(_ expected: String, _ change: (inout SLAPolicy) -> Void) async {
            var policy = gold
            change(&policy)
            let found = await code { [policy] in _ = try await house.save(policy) }
            #expect(found == expected)
            if let found { seen.insert(found) }
        }
        await refuse("policy.name") { $0.name = " " }
        await refuse("policy.empty") { $0.targets = [.resolution: [:]] }
        await refuse("policy.size") {
            $0.condition = .test("ticket.tags", .anyOf, .array(Array(repeating: "x", count: 9_000)))
        }
        await refuse("policy.target") { $0[.nextReply, .low] = 14 }
        await refuse("policy.target") { $0[.nextReply, .low] = .max }
        await refuse("policy.order") { $0[.firstResponse, .low] = 49 * 3_600 }
        await refuse("policy.calendar") { $0.calendar = "nowhere" }
        await refuse("policy.sparse") { $0[.resolution, .low] = 31_000_000 }
        await refuse("policy.paused") { $0.pausedIn = [.solved] }
        await refuse("policy.paused") { $0.pausedIn = [.new, .open, .pending, .hold] }
        await refuse("policy.warning") { $0.warnings = [SLAWarning()] }
        await refuse("policy.warning") { $0.warnings = [SLAWarning(percent: 100)] }
        await refuse("policy.warning") { $0.warnings = [SLAWarning(percent: 50, secondsBefore: 60)] }
        await refuse("policy.escalation") {
            $0.escalations = [SLAEscalation(to: .assignee, after: 60), SLAEscalation(to: .manager, after: 0)]
        }
        await refuse("policy.condition") { $0.condition = .test("ticket.team", .changed) }
        await refuse("condition.invalid") { $0.condition = .test("ticket.colour", .equal, "red") }
        await refuse("policy.stale") { $0.version = 3 }
        let documented = Set(TicketsAPI.savePolicy.problems.keys)
        #expect(documented.subtracting(seen) == ["policy.count"])
        #expect(seen.isSubset(of: documented))
        #expect(try await house.store.read { try $0.rows("SELECT id FROM policies").count } == 1)
    }

    @Test func `each mistake in a calendar has its code`() async throws {
        let house = try await House()
        var seen: Set<String> = []
        func refuse(_ expected: String, _ change: (inout BusinessCalendar) -> Void) async {
            var calendar = Defaults.calendar
            (calendar.id, calendar.version) = ("new", 0)
            change(&calendar)
            let found = await code { [calendar] in _ = try await house.save(calendar) }
            #expect(found == expected)
            if let found { seen.insert(found) }
        }
        await refuse("calendar.name") { $0.name = "" }
        await refuse("calendar.zone") { $0.zone = "Mars/Olympus" }
        await refuse("calendar.week") { $0.week = Array(repeating: [], count: 7) }
        await refuse("calendar.week") { $0.week.removeLast() }
        await refuse("calendar.hours") { $0.week[0] = [.init(from: 60, to: 60)] }
        await refuse("calendar.hours") { $0.week[0] = [.init(from: 0, to: .max)] }
        await refuse("calendar.hours") { $0.week[0] = [.init(from: .min, to: 5)] }
        await refuse("calendar.date") { $0.days = [.init(date: "2026-02-30", name: "", hours: [])] }
        await refuse("calendar.date") { $0.days = [.init(date: "2026-02-03", to: "2026-02-01", name: "", hours: [])] }
        await refuse("calendar.date") { $0.days = [.init(date: "2026-02-03", to: "2036-02-01", name: "", hours: [])] }
        await refuse("calendar.days") {
            $0.days = Array(repeating: .init(date: "2026-01-01", to: "2026-12-31", name: "", hours: []), count: 11)
        }
        await refuse("calendar.sparse") { $0.week = [[.init(from: 0, to: 1)]] + Array(repeating: [], count: 6) }
        await refuse("calendar.stale") { ($0.id, $0.version) = ("default", 9) }
        let documented = Set(TicketsAPI.saveCalendar.problems.keys)
        #expect(documented.subtracting(seen) == ["calendar.count"])
        #expect(seen.isSubset(of: documented))
    }

    @Test func `a calendar in use stays, one that nobody goes by goes`() async throws {
        let house = try await House()
        var night = Defaults.calendar
        (night.id, night.version) = ("", 0)
        night.week = Array(repeating: [.init(from: 1_320, to: 1_800)], count: 7)
        let saved = try await house.save(night)
        let remove = RemoveVersion(id: saved.id, version: 1)
        let team = try await house.work(.system) { [id = saved.id] in
            try $0.save(Team(id: "guard", name: "Guard", calendar: id))
        }
        #expect(await code { _ = try await house.work(.system) { try $0.removeCalendar(remove) } } == "calendar.used")
        let opened = try await house.mail("m1")
        try await house.update(opened.ticket) { $0.team = "guard" }
        #expect(try await house.ticket(opened.ticket).clock(.firstResponse)?.dueAt == shanghai("2026-11-24 02:00"))
        _ = try await house.work(.system) { [version = team.version] in
            try $0.save(Team(id: "guard", name: "Guard", version: version))
        }
        _ = try await house.work(.system) { try $0.removeCalendar(remove) }
        // What ran under it is still counted by it.
        try await house.pass(.hours(14), for: opened.ticket)
        try await house.update(opened.ticket) { $0.addTags = ["x"] }
        #expect(
            try await house.ticket(opened.ticket).clock(.firstResponse)?.slices?.map(\.counted).reduce(0, +) == 7_200)
        let standard = RemoveVersion(id: "default")
        #expect(
            await code { _ = try await house.work(.system) { try $0.removeCalendar(standard) } } == "calendar.default")
        let nowhere = Team(id: "guard", name: "Guard", calendar: saved.id)
        #expect(await code { _ = try await house.work(.system) { try $0.save(nowhere) } } == "team.calendar")
    }

    @Test func `days are imported whole or not at all`() async throws {
        let house = try await House()
        let event = { (date: String, more: String) in "BEGIN:VEVENT\nSUMMARY:国庆\nDTSTART:\(date)\n\(more)END:VEVENT\n" }
        let good =
            "BEGIN:VCALENDAR\n" + event("20261123", "") + event("20261128", "CATEGORIES:WORKDAY\n")
            + "END:VCALENDAR\n"
        let look = ImportDays(id: "default", ics: good, preview: true, version: 1)
        let shown = try await house.work(.system) { try $0.importDays(look) }
        #expect(shown.added.map(\.hours.count) == [0, 1] && shown.version == 1)
        let bad = ImportDays(id: "default", ics: good.replacing("20261128", with: "20261131"))
        let problem = await #expect(throws: Problem.self) {
            _ = try await house.work(.system) { try $0.importDays(bad) }
        }
        #expect(problem?.code == "calendar.ics" && problem?.errors?.map(\.pointer) == ["#/ics/8"])
        let first = try await house.mail("m1")
        #expect(try await house.ticket(first.ticket).clock(.firstResponse)?.dueAt == shanghai("2026-11-23 14:00"))
        let take = ImportDays(id: "default", ics: good)
        let taken = try await house.work(.system) { try $0.importDays(take) }
        #expect(taken.version == 2 && taken.calendar.days.count == 2)
        #expect(try await house.work(.system) { try $0.importDays(take) }.calendar.days.count == 2)
        let second = try await house.mail("m2")
        #expect(try await house.ticket(second.ticket).clock(.firstResponse)?.dueAt == shanghai("2026-11-24 13:00"))
    }

    @Test func `a changed calendar does not rewrite what has passed`() async throws {
        let house = try await House()
        let opened = try await house.mail("m1")
        house.time.advance(by: .hours(2))
        var calendar = Defaults.calendar
        calendar.week = Array(repeating: [.init(from: 13 * 60, to: 22 * 60)], count: 7)
        _ = try await house.save(calendar)
        house.time.advance(by: .hours(2))
        try await house.update(opened.ticket) { $0.status = .hold }
        #expect(try await house.ticket(opened.ticket).clock(.resolution)?.elapsed == 3 * 3_600)
    }

    @Test func `applying is shown before, confirmed by version, and done in steps`() async throws {
        let house = try await House()
        var tickets: [String] = []
        for index in 0..<3 { tickets.append(try await house.mail("m\(index)", from: "c\(index)").ticket) }
        var policy = gold
        policy.condition = .test("ticket.channel", .equal, "mail")
        policy[.firstResponse, .normal] = 15
        policy[.resolution, .normal] = nil
        _ = try await house.save(policy)
        house.time.advance(by: .minutes(10))
        let tools = house.tools
        let preview = try await house.store.read { try $0.preview(try tools.terms(in: $0)) }
        #expect(preview.examined == 3 && preview.changed == 3 && preview.complete && preview.breached == 3)
        #expect(preview.cancelled == 3 && preview.retargeted == 3)
        #expect(preview.moves == [.init(from: "default", to: "gold", tickets: 3)])
        let example = try #require(preview.examples.first)
        #expect(example.shifts.first?.targetAfter == 15 && example.shifts.first?.targetBefore == 4 * 3_600)
        #expect(try await house.ticket(tickets[0]).policy == "default", "a preview changes nothing")
        let stale = ConfirmSLA(version: preview.version - 1)
        #expect(await code { _ = try await house.work(.system) { try $0.applyTerms(stale) } } == "terms.stale")
        let confirm = ConfirmSLA(version: preview.version)
        #expect(try await house.work(.system) { try $0.applyTerms(confirm) }.state == .running)
        #expect(await code { _ = try await house.work(.system) { try $0.applyTerms(confirm) } } == "terms.running")
        try await house.apply()
        let done = try await house.store.read { try $0.application() }
        #expect(done.state == .done && done.examined == 3 && done.changed == 3 && done.by == "system")
        #expect(try await house.ticket(tickets[2]).policy == "gold")
        try await house.pass(.minutes(1), for: tickets[2])
        #expect(try await house.story(tickets[2]).suffix(1) == ["sla.breached"])
    }

    @Test func `an escalation finds its people, and whoever is missing is stood in for`() async throws {
        let house = try await House()
        try await house.hire("boss", roles: [.admin], presence: .offline)
        try await house.hire("lead", roles: [.supervisor], presence: .offline, manager: "boss")
        try await house.hire("ann", manager: "lead")
        _ = try await house.work(.system) { try $0.save(Team(id: "support", name: "Support", lead: "lead")) }
        var policy = Defaults.policy
        policy.version = 0
        policy.escalations = [
            SLAEscalation(to: .assignee, after: 0), SLAEscalation(to: .teamLead, after: 60),
            SLAEscalation(to: .manager, after: 120), SLAEscalation(to: .seniorManager, after: 180),
        ]
        _ = try await house.save(policy)
        let opened = try await house.mail("m1")
        try await house.pass(.hours(5), for: opened.ticket)
        let steps = try await house.events(opened.ticket).filter { $0.type == TicketsAPI.slaEscalated.name }
            .map { try $0.decode(TicketsAPI.slaEscalated).escalation?.agents ?? [] }
        #expect(steps == [["ann"], ["lead"], ["lead"], ["boss"]])
        var lead = try #require(try await house.agent("lead"))
        lead.active = false
        _ = try await house.save(lead)
        try await house.update(opened.ticket, by: .system) { $0.assignee = "" }
        let second = try await house.mail("m2", from: "c2")
        try await house.update(second.ticket, by: .system) { $0.assignee = "" }
        try await house.pass(.days(1), for: second.ticket)
        let late = try await house.events(second.ticket).filter { $0.type == TicketsAPI.slaEscalated.name }
            .map { try $0.decode(TicketsAPI.slaEscalated).escalation?.agents ?? [] }
        #expect(late.first == ["boss"], "nobody has it, the lead has left, the next one up is there")
    }

    @Test func `the log tells every instance, in pages`() async throws {
        let house = try await House()
        try await house.hire("ann")
        let opened = try await house.mail("m1")
        _ = try await house.reply(opened.ticket, by: "ann", status: .pending)
        try await house.pass(.hours(1), for: opened.ticket)
        _ = try await house.mail("m2") { $0.ticket = opened.ticket }
        try await house.pass(.days(9), for: opened.ticket)
        _ = try await house.reply(opened.ticket, by: "ann", status: .solved)
        var entries: [SLALogEntry] = []
        var after: String?
        repeat {
            let request = ListSLALog(ticket: opened.ticket, limit: 3, after: after)
            let page = try await house.store.read { try $0.slaLog(request) }
            entries += page.items
            after = page.after
        } while after != nil
        let told = entries.map { "\($0.metric.rawValue) \($0.kind.rawValue)" }
        #expect(
            told == [
                "firstResponse activate", "resolution activate", "firstResponse fulfill", "resolution pause",
                "resolution resume", "resolution warn", "resolution breach", "resolution fulfill",
            ])
        #expect(entries.last?.late == true && entries[2].late == false && entries.allSatisfy { $0.instance == 1 })
        let none = ListSLALog(ticket: "none")
        #expect(await code { _ = try await house.store.read { try $0.slaLog(none) } } == "ticket.not_found")
    }

    @Test func `a ticket that waits for the customer who has written is found`() async throws {
        let house = try await House()
        try await house.hire("ann")
        let parked = try await house.mail("m1")
        try await house.update(parked.ticket) { $0.status = .pending }
        let answered = try await house.mail("m2", from: "c2")
        _ = try await house.reply(answered.ticket, by: "ann", status: .pending)
        #expect(try await house.store.read { try $0.parked(PageRequest()) }.items.map(\.id) == [parked.ticket])
    }
}
