internal import Base
internal import Conditions
package import Contracts
internal import Store

extension Desk {
    package static let surveyTimer = "survey"
    /// A survey about the relationship can be answered for so long.
    static let surveyLife = Instant.Span.days(30)

    /// Asks the customer of a solved ticket (row 150), at once or after the form's delay. While one is unanswered, the
    /// same is given again.
    package func offer(_ request: OfferSurvey) throws -> Survey {
        var work = try take(request.ticket)
        let open = try tx.first(
            """
            SELECT body FROM surveys WHERE ticket = \(request.ticket) AND answered = 0 AND programme = 0
                AND state IN ('offered', 'scheduled') LIMIT 1
            """)
        if let open, work.ticket.status != .closed {
            let survey = try open.decode(Survey.self, "body")
            // Whoever sends it by hand does not wait for it.
            guard survey.state == .scheduled, cause.agent != nil else { return survey }
            return try send(survey, in: &work)
        }
        guard work.ticket.status == .solved else {
            throw Problem.conflict("survey.not_solved", "Only a solved ticket is rated.")
        }
        let form = try form(request.form, for: work.ticket)
        var survey = try survey(form, about: work.ticket)
        guard cause.agent == nil else { return try send(survey, in: &work) }
        let since = now - .days(form.fatigueDays)
        if form.fatigueDays > 0, try tx.wasAsked(work.ticket.requester.id, since: since) {
            survey.state = .skipped
            survey.open = false
            return survey
        }
        let due = (work.ticket.solvedAt ?? now) + .seconds(form.delaySeconds)
        guard due > now else { return try send(survey, in: &work) }
        (survey.state, survey.sendsAt, survey.open) = (.scheduled, due, false)
        try save(work)
        try tx.put(survey, of: work.ticket.requester.id, sent: due)
        try tx.schedule(Timer(kind: Desk.surveyTimer, reference: survey.token, due: due))
        return survey
    }

    /// The survey goes out: channels follow the event.
    private func send(_ survey: Survey, in work: inout TicketCase) throws -> Survey {
        var survey = survey
        (survey.state, survey.offeredAt, survey.sendsAt, survey.open) = (.offered, now, nil, true)
        try tx.cancelTimers(kind: Desk.surveyTimer, reference: survey.token)
        try work.offer(survey)
        try save(work)
        try tx.put(survey, of: work.ticket.requester.id, sent: now)
        return survey
    }

    /// The delay is over.
    package func wakeSurvey(_ token: String) throws {
        let survey = try tx.survey(token)
        guard survey.state == .scheduled else { return }
        var work = try take(survey.ticket)
        guard work.ticket.status == .solved else { return try cancelSurveys(of: work.ticket) }
        _ = try send(survey, in: &work)
    }

    /// A reopened ticket asks nobody whether it was solved well (row 150).
    func cancelSurveys(of ticket: Ticket) throws {
        let rows = try tx.rows(
            "SELECT body FROM surveys WHERE ticket = \(ticket.id) AND state = 'scheduled' LIMIT 10")
        for row in rows {
            var survey = try row.decode(Survey.self, "body")
            (survey.state, survey.sendsAt, survey.open) = (.cancelled, nil, false)
            // The customer was not asked: nothing they have to rest from.
            try tx.put(survey, of: ticket.requester.id, sent: Instant(seconds: 0))
            try tx.cancelTimers(kind: Desk.surveyTimer, reference: survey.token)
            var work = try take(ticket.id)
            work.note(TicketsAPI.surveyCancelled, survey)
            try save(work)
        }
    }

    /// The form of this id, else the first enabled one whose condition holds (row 152), else the plain question.
    private func form(_ id: String?, for ticket: Ticket) throws -> SurveyForm {
        let forms = try tx.surveyForms()
        if let id {
            guard let form = forms.first(where: { $0.id == id }) else {
                throw Problem.notFound("survey_form", id)
            }
            return form
        }
        let facts = Evaluation(facts: PolicyFields.facts(of: ticket), now: now)
        return forms.first { $0.enabled && $0.condition.evaluate(in: facts) } ?? .standard
    }

    /// A survey by a form, ready to be sent.
    func survey(_ form: SurveyForm, about ticket: Ticket) throws -> Survey {
        var survey = Survey(
            token: token(), ticket: ticket.id, number: ticket.number, subject: ticket.subject,
            agentName: try ticket.assignee.flatMap { try tx.agent($0)?.name }, language: ticket.language,
            offeredAt: now, open: true, state: .offered)
        guard form.id != SurveyForm.standard.id || form.version > 0 else { return survey }
        let used = Set(form.pages.flatMap(\.questions).compactMap(\.scaleID))
        (survey.form, survey.formVersion, survey.pages) = (form.id, form.version, form.pages)
        survey.scales = try tx.surveyScales(latest: true).filter { used.contains($0.id) }
        survey.invitation = form.invitation
        return survey
    }

    /// 128 random bits in hexadecimal: cannot be guessed, and unlike a signature can be called back and used up.
    private func token() -> String {
        [tools.randomness.next(), tools.randomness.next()].map { value in
            let digits = String(value, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}

extension TicketCase {
    /// Notes what became of a survey; the ticket stays as it is.
    mutating func note(_ type: EventType<TicketEvent>, _ survey: Survey?) {
        record(type, survey: survey, substantial: false)
    }
}
