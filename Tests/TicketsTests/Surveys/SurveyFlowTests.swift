import Base
import Conditions
import Contracts
import Store
import TestSupport
import Testing
import Tickets

/// Rows 150 to 156 through the service: when who is asked what, and what a bad answer sets off.
@Suite struct SurveyFlowTests {
    private let rules = Caller.service("rules")

    private func house(_ change: @Sendable (inout SurveyForm) -> Void = { _ in }) async throws
        -> House
    {
        let house = try await House()
        try await house.hire("ann")
        try await house.hire("lea", roles: [.supervisor], capacity: 0)
        try await save(house, change)
        return house
    }

    @discardableResult
    private func save(_ house: House, _ change: @Sendable (inout SurveyForm) -> Void) async throws
        -> SurveyForm
    {
        var form = SurveyFormTests.form
        change(&form)
        return try await house.work(.system) { [form] in try $0.save(form) }
    }

    private func solved(_ house: House, _ key: String, from customer: String = "c1") async throws
        -> String
    {
        let opened = try await house.mail(key, from: customer) { $0.language = "zh" }
        _ = try await house.reply(opened.ticket, by: "ann", status: .solved)
        return opened.ticket
    }

    private func offer(
        _ house: House, _ ticket: String, by caller: Caller? = nil, form: String? = nil
    ) async throws
        -> Survey
    {
        try await house.work(caller ?? rules) { try $0.offer(OfferSurvey(ticket: ticket, form: form)) }
    }

    /// Moves the clock and fires the timers of one kind that came due.
    private func pass(
        _ house: House, _ span: Instant.Span, _ kind: String,
        _ fire: @escaping @Sendable (Timer, Desk) throws -> Void
    )
        async throws
    {
        house.time.advance(by: span)
        let tools = house.tools
        for _ in 0..<20 {
            let now = house.time.now()
            let fired = try await house.store.write { tx in
                let row = try tx.first(
                    "SELECT reference FROM store_timers WHERE kind = \(kind) AND due <= \(now) ORDER BY due LIMIT 1"
                )
                guard let reference = try row?.string("reference"),
                    let timer = try tx.timers(reference: reference).first(where: { $0.kind == kind })
                else { return false }
                try tx.cancelTimers(kind: kind, reference: reference)
                try Desk.work(tx, tools, .itself) { try fire(timer, $0) }
                return true
            }
            if !fired { return }
        }
    }

    private func answer(_ house: House, _ survey: Survey, _ csat: Int, _ more: [SurveyAnswer] = [])
        async throws -> Survey
    {
        let why = csat < 4 ? [SurveyAnswer(question: "why", chosen: ["slow"])] : []
        let request = AnswerSurvey(
            token: survey.token, answers: [SurveyAnswer(question: "csat", value: csat)] + why + more,
            complete: true)
        return try await house.work(.anonymous) { try $0.answer(request) }
    }

    @Test func `goes out after its delay, and not when the ticket is reopened before`() async throws {
        let house = try await house { $0.delaySeconds = 3_600 }
        let ticket = try await solved(house, "m1")
        let survey = try await offer(house, ticket)
        #expect(
            survey.state == .scheduled && survey.sendsAt == house.time.now() + .hours(1) && !survey.open)
        #expect(try await house.story(ticket).contains("survey.offered") == false)
        #expect(await code { _ = try await answer(house, survey, 5) } == "survey.closed")
        try await pass(house, .hours(1), Desk.surveyTimer) { try $1.wakeSurvey($0.reference) }
        #expect(try await house.story(ticket).contains("survey.offered"))
        #expect(try await answer(house, survey, 5).state == .answered)

        let second = try await solved(house, "m2", from: "c2")
        let cancelled = try await offer(house, second)
        try await house.mail("m3", from: "c2") { $0.ticket = second }
        #expect(try await house.ticket(second).status == .open)
        #expect(try await house.story(second).contains("survey.cancelled"))
        try await pass(house, .hours(2), Desk.surveyTimer) { try $1.wakeSurvey($0.reference) }
        #expect(try await house.story(second).contains("survey.offered") == false)
        #expect(await code { _ = try await answer(house, cancelled, 5) } == "survey.closed")
    }

    @Test func `a customer rests from surveys, but not from one that a person sends`() async throws {
        let house = try await house { $0.fatigueDays = 30 }
        let first = try await offer(house, solved(house, "m1"))
        #expect(first.state == .offered)
        let ticket = try await solved(house, "m2")
        #expect(try await offer(house, ticket).state == .skipped)
        #expect(try await offer(house, solved(house, "m3", from: "c2")).state == .offered)
        #expect(try await offer(house, ticket, by: .agent("ann"), form: "depth").state == .offered)
        house.time.advance(by: .days(31))
        #expect(try await offer(house, solved(house, "m4")).state == .offered)
    }

    @Test func `the first form that holds is sent, as it was then, and its link works once`()
        async throws
    {
        let house = try await house { $0.condition = .test("ticket.channel", .equal, "mail") }
        try await house.work(.system) { desk in
            var chat = SurveyFormTests.form
            (chat.id, chat.position, chat.condition) = (
                "chat", 1, .test("ticket.channel", .equal, "chat")
            )
            _ = try desk.save(chat)
        }
        let ticket = try await solved(house, "m1")
        let survey = try await offer(house, ticket)
        #expect(
            survey.form == "depth" && survey.pages == SurveyFormTests.form.pages
                && survey.scales?.count == 3)
        // What the scale means now is not what it meant for this one.
        try await house.work(.system) {
            _ = try $0.save(SurveyScale(id: "csat5", lowest: 1, highest: 5, good: [5], bad: [1]))
        }
        let half = try await house.work(.anonymous) {
            try $0.answer(
                AnswerSurvey(token: survey.token, answers: [SurveyAnswer(question: "csat", value: 4)]))
        }
        #expect(half.state == .offered && half.open)
        let done = try await answer(
            house, survey, 4,
            [SurveyAnswer(question: "ces", value: 6), SurveyAnswer(question: "nps", value: 9)])
        #expect(done.state == .answered && !done.open)
        #expect(done.answers?.first?.scaleVersion == 1)
        let rating = try #require(try await house.ticket(ticket).rating)
        #expect(
            rating.score == 4 && rating.scale == 5 && rating.scaleID == "csat5"
                && rating.scaleVersion == 1)
        #expect(await code { _ = try await answer(house, survey, 1) } == "survey.answered")
        let told = try #require(
            try await house.events(ticket).last { $0.type == TicketsAPI.surveyAnswered.name })
        #expect(
            try told.decode(TicketsAPI.surveyAnswered).survey?.answers?.compactMap(\.value) == [4, 6, 9])
        #expect(
            await code { _ = try await offer(house, solved(house, "m2"), form: "none") }
                == "survey_form.not_found")
    }

    @Test func `a bad rating is told, hidden until the lead saw it, called back and explained`()
        async throws
    {
        let house = try await house { $0.hidesBadComments = true }
        try await house.work(.system) { _ = try $0.save(SurveyCause(id: "late", name: "Too late")) }
        let ticket = try await solved(house, "m1")
        let survey = try await offer(house, ticket)
        _ = try await answer(house, survey, 2, [SurveyAnswer(question: "words", text: "never again")])
        let rating = try await house.ticket(ticket).rating
        #expect(rating?.score == 2 && rating?.comment == nil)
        for event in try await house.events(ticket) {
            #expect(!event.data.text.contains("never again"), "\(event.type)")
        }
        #expect(try await house.story(ticket).contains("survey.bad"))
        let ann = Caller(kind: .agent, id: "ann", roles: [.agent])
        let lea = Caller(kind: .agent, id: "lea", roles: [.supervisor])
        let page = try await house.store.read { try $0.surveyCases(ListSurveyCases(), caller: ann) }
        let found = try #require(page.items.first)
        #expect(
            found.comment == nil && found.agent == "ann" && found.dueAt == house.time.now() + .days(1))
        #expect(
            await code { _ = try await house.work(ann) { try $0.seeCase(found.id) } }
                == "survey_case.lead")
        let early = CloseSurveyCase(id: found.id, cause: "late")
        #expect(
            await code { _ = try await house.work(ann) { try $0.close(early) } } == "survey_case.unseen")
        try await pass(house, .days(1), Desk.surveyCaseTimer) { try $1.wakeCase($0.reference) }
        #expect(try await house.story(ticket).contains("survey.overdue"))
        #expect(try await house.work(lea) { try $0.seeCase(found.id) }.comment == "never again")
        #expect(try await house.ticket(ticket).rating?.comment == "never again")
        let wrong = CloseSurveyCase(id: found.id, cause: "moon")
        #expect(
            await code { _ = try await house.work(lea) { try $0.close(wrong) } } == "survey_case.cause")
        let closed = try await house.work(lea) {
            try $0.close(CloseSurveyCase(id: found.id, cause: "late", defect: "BUG-7"))
        }
        #expect(closed.state == .done && closed.defect == "BUG-7")
        #expect(
            await code { _ = try await house.work(lea) { try $0.close(early) } } == "survey_case.done")
        let pareto = try await house.store.read { try $0.surveyCauseCounts() }
        #expect(
            pareto == [
                SurveyCauseCount(cause: "late", name: "Too late", count: 1, share: 1, cumulative: 1)
            ])
    }

    @Test func `whoever thinks better of a tap takes the case back`() async throws {
        let house = try await House()
        try await house.hire("ann")
        let survey = try await offer(house, solved(house, "m1"))
        let tap: @Sendable (Int) -> AnswerSurvey = { AnswerSurvey(token: survey.token, score: $0) }
        let count = {
            try await house.store.read { try $0.surveyCases(ListSurveyCases(), caller: .system) }.items
                .count
        }
        _ = try await house.work(.anonymous) { try $0.answer(tap(1)) }
        _ = try await house.work(.anonymous) { try $0.answer(tap(2)) }
        #expect(try await count() == 1)
        _ = try await house.work(.anonymous) { try $0.answer(tap(5)) }
        #expect(try await count() == 0)
        #expect(
            await code { _ = try await house.work { try $0.answer(AnswerSurvey(token: survey.token)) } }
                == "survey.empty")
    }

    @Test func `a programme asks its segment again and again, nobody twice in 90 days`() async throws {
        let house = try await house()
        for index in 0..<12 {
            try await house.mail("m\(index)", from: "c\(index)") {
                $0.requester.tier = index < 8 ? "vip" : "standard"
            }
        }
        let first = house.time.now() + .hours(1)
        var programme = SurveyProgramme(
            id: "nps", name: "NPS", form: "depth", condition: .test("ticket.requester.tier", .equal, "vip"),
            everyDays: 30,
            nextAt: first)
        let wrongs: [((inout SurveyProgramme) -> Void, String)] = [
            ({ $0.restDays = 30 }, "survey_programme.days"), ({ $0.sample = 0 }, "survey_programme.sample"),
            ({ $0.form = "none" }, "survey_programme.form"), ({ $0.id = "A B" }, "survey_programme.id"),
        ]
        for (change, expected) in wrongs {
            var wrong = programme
            change(&wrong)
            let refused = await code { [wrong] in _ = try await house.work(.system) { try $0.save(wrong) } }
            #expect(refused == expected)
        }
        programme = try await house.work(.system) { [programme] in try $0.save(programme) }
        @Sendable func sent() async throws -> Int? {
            try await house.store.read { try $0.surveyProgrammes() }.first?.lastSent
        }
        try await pass(house, .hours(1), Desk.programmeTimer) { try $1.runProgramme($0) }
        #expect(try await sent() == 8)
        try await pass(house, .days(30), Desk.programmeTimer) { try $1.runProgramme($0) }
        #expect(try await sent() == 0)
        try await pass(house, .days(61), Desk.programmeTimer) { try $1.runProgramme($0) }
        try await pass(house, .days(30), Desk.programmeTimer) { try $1.runProgramme($0) }
        #expect(
            try await house.store.read { try $0.surveyProgrammes() }.first?.nextAt ?? first > first
                + .days(90))
        let surveys = try await house.store.read { db in
            try db.rows("SELECT customer, sent FROM surveys WHERE programme = 1 ORDER BY customer, sent")
                .map {
                    (try $0.string("customer"), try $0.instant("sent"))
                }
        }
        #expect(surveys.count == 16)
        for (one, next) in zip(surveys, surveys.dropFirst()) where one.0 == next.0 {
            #expect(next.1 - one.1 >= .days(90))
        }
    }
}
