internal import Base
package import Contracts
package import Store

extension Reader {
    /// A survey by its token, `open` as it is now; 404 for a token that is not ours.
    func survey(_ token: String) throws -> Survey {
        guard let row = try first("SELECT body FROM surveys WHERE token = \(token)") else {
            throw Problem(
                status: 404, code: "survey.not_found", title: "Not Found",
                detail: "There is no such survey.")
        }
        var survey = try row.decode(Survey.self, "body")
        guard survey.state ?? .offered == .offered else {
            survey.open = false
            return survey
        }
        if survey.programme != nil {
            survey.open = now < survey.offeredAt + Desk.surveyLife
        } else {
            survey.open = try ticket(survey.ticket).map { $0.status != .closed } ?? false
        }
        return survey
    }

    /// What whoever has the link sees: no words any more once all is answered, the link may be seen by others.
    package func publicSurvey(_ token: String) throws -> Survey {
        var survey = try survey(token)
        guard survey.state ?? .offered == .offered || survey.state == .answered else {
            throw Problem(
                status: 404, code: "survey.not_found", title: "Not Found",
                detail: "There is no such survey.")
        }
        if survey.state == .answered { (survey.answers, survey.comment) = (nil, nil) }
        return survey
    }

    /// A ticket's surveys for staff: without links and words.
    package func surveys(_ request: ListSurveys) throws -> Page<Survey> {
        guard let ticket = try ticket(request.ticket) else {
            throw Problem.notFound("ticket", request.ticket)
        }
        let limit = min(max(request.limit ?? 50, 1), 100)
        let from = try request.after.map { Int(try PageCursor(parsing: $0, count: 1).int(0)) } ?? 0
        let found = try rows(
            """
            SELECT body FROM surveys WHERE ticket = \(ticket.id) ORDER BY sent DESC, token
            LIMIT \(limit + 1) OFFSET \(max(0, from))
            """)
        let items = try found.prefix(limit).map { row in
            var survey = try row.decode(Survey.self, "body")
            (survey.token, survey.comment) = ("", nil)
            survey.answers = survey.answers?.filter { $0.kind != .text }
            return survey
        }
        let after = found.count > limit ? PageCursor(.int(Int64(from + limit))).text : nil
        return Page(items: Array(items), after: after)
    }

    /// Whether a customer was asked since a moment, or will be; `byProgramme`: for the relationship.
    func wasAsked(_ customer: String, since: Instant, byProgramme: Bool = false) throws -> Bool {
        try first(
            """
            SELECT token FROM surveys WHERE customer = \(customer) AND sent > \(since) AND programme >= \(byProgramme)
            LIMIT 1
            """) != nil
    }

    private func settings<T: Decodable>(_ kind: String, as type: T.Type = T.self) throws -> [T] {
        try rows(
            """
            SELECT body FROM settings WHERE name > \(kind + ":") AND name < \(kind + ";") ORDER BY name LIMIT 1000
            """
        ).map { try $0.decode(type, "body") }
    }

    package func surveyForms() throws -> [SurveyForm] {
        try settings("survey-form", as: SurveyForm.self).sorted {
            ($0.position, $0.id) < ($1.position, $1.id)
        }
    }

    func surveyForm(_ id: String?) throws -> SurveyForm? {
        try id.flatMap { id in try surveyForms().first { $0.id == id } }
    }

    /// Built-in ones and those of the house: the latest versions, or all.
    package func surveyScales(latest: Bool) throws -> [SurveyScale] {
        let all = SurveyScale.standard + (try settings("survey-scale", as: SurveyScale.self))
        let sorted = all.sorted { ($0.id, $0.version) < ($1.id, $1.version) }
        guard latest else { return sorted }
        return sorted.filter { scale in
            !sorted.contains { $0.id == scale.id && $0.version > scale.version }
        }
    }

    package func surveyProgrammes() throws -> [SurveyProgramme] { try settings("survey-programme") }

    package func surveyCauses() throws -> [SurveyCause] { try settings("survey-cause") }

    func surveyCase(_ id: String) throws -> SurveyCase {
        guard let row = try first("SELECT body FROM survey_cases WHERE id = \(id)") else {
            throw Problem.notFound("survey_case", String(id.prefix(64)))
        }
        return try row.decode(SurveyCase.self, "body")
    }

    /// Bad ratings, those to be called back next first. Words that were hidden are only for who leads until they have
    /// looked.
    package func surveyCases(_ request: ListSurveyCases, caller: Caller) throws -> Page<SurveyCase> {
        let limit = min(max(request.limit ?? 50, 1), 100)
        var condition: SQL = "state = \(request.state ?? .open)"
        if let after = request.after {
            let cursor = try PageCursor(parsing: after, count: 2)
            condition += " AND (due, id) > (\(try cursor.int(0)), \(try cursor.string(1)))"
        }
        let found = try rows(
            "SELECT id, due, body FROM survey_cases WHERE \(condition) ORDER BY due, id LIMIT \(limit + 1)"
        )
        let page = Array(found.prefix(limit))
        let items = try page.map { row in
            var item = try row.decode(SurveyCase.self, "body")
            let leads =
                caller.kind != .agent || caller.has(.owner, .admin, .supervisor) || item.lead == caller.id
            if item.seenAt == nil, !leads { item.comment = nil }
            return item
        }
        guard found.count > limit, let last = page.last else { return Page(items: items) }
        return Page(
            items: items,
            after: PageCursor(.int(try last.int64("due")), .string(try last.string("id"))).text)
    }

    /// The Pareto of causes.
    package func surveyCauseCounts() throws -> [SurveyCauseCount] {
        let names = Dictionary(try surveyCauses().map { ($0.id, $0.name) }) { first, _ in first }
        let counts = try rows(
            """
            SELECT cause, COUNT(*) AS n FROM survey_cases WHERE state = 'done' GROUP BY cause
            ORDER BY n DESC, cause LIMIT 1000
            """
        ).map { (cause: try $0.string("cause"), count: try $0.int("n")) }
        let total = Double(max(1, counts.reduce(0) { $0 + $1.count }))
        var sum = 0
        return counts.map { item in
            sum += item.count
            return SurveyCauseCount(
                cause: item.cause, name: names[item.cause] ?? item.cause, count: item.count,
                share: Double(item.count) / total, cumulative: Double(sum) / total)
        }
    }
}

extension Transaction {
    /// `sent` is when the customer was asked, for their rest from surveys.
    func put(_ survey: Survey, of customer: String, sent: Instant) throws {
        try execute(
            """
            INSERT INTO surveys (token, ticket, answered, customer, sent, state, programme, body)
            VALUES (\(survey.token), \(survey.ticket), \(survey.answeredAt != nil), \(customer), \(sent),
                \(survey.state ?? .offered), \(survey.programme != nil), \(json: survey))
            ON CONFLICT (token) DO UPDATE SET answered = excluded.answered, sent = excluded.sent,
                state = excluded.state, body = excluded.body
            """)
    }

    func put(_ found: SurveyCase) throws {
        try execute(
            """
            INSERT INTO survey_cases (id, state, due, cause, body)
            VALUES (\(found.id), \(found.state), \(found.dueAt), \(found.cause ?? ""), \(json: found))
            ON CONFLICT (id) DO UPDATE SET state = excluded.state, cause = excluded.cause, body = excluded.body
            """)
    }
}
