internal import Base
package import Contracts
internal import Store

extension Desk {
    private static let callbackTime = Instant.Span.days(1)

    /// The customer answers: a score, of which the last before the ticket is closed counts; or a form, which with
    /// `complete` is final.
    package func answer(_ request: AnswerSurvey) throws -> Survey {
        var survey = try tx.survey(request.token)
        guard survey.state != .answered else {
            throw Problem.conflict("survey.answered", "This survey has been answered.")
        }
        guard survey.state ?? .offered == .offered, survey.open else {
            throw Problem.conflict("survey.closed", "This survey can no longer be answered.")
        }
        guard let given = request.answers else {
            guard let score = request.score else {
                throw Problem.invalid("survey.empty", "There is neither a score nor an answer.")
            }
            return try answer(score, request.comment, &survey)
        }
        return try answer(given, complete: request.complete ?? false, &survey)
    }

    /// A tap: on the plain question, or on the link of a score in the message.
    private func answer(_ score: Int, _ comment: String?, _ survey: inout Survey) throws -> Survey {
        guard survey.pages == nil, (1...5).contains(score) else {
            throw Problem.invalid("survey.score", "A score is a whole number from 1 to 5.")
        }
        guard comment?.count ?? 0 <= 5_000 else {
            throw Problem.invalid("survey.comment", "A comment has 5,000 characters at most.")
        }
        let words = comment?.trimmed
        (survey.score, survey.comment) = (score, words.flatMap { $0.isEmpty ? nil : $0 })
        (survey.answeredAt, survey.open) = (now, true)
        var work = try take(survey.ticket)
        try rate(&work, survey, score, scale: .csat5, hides: false)
        return try keep(survey, work)
    }

    private func answer(_ given: [SurveyAnswer], complete: Bool, _ survey: inout Survey) throws
        -> Survey
    {
        guard given.count <= 100 else {
            throw Problem.invalid("survey.question", "There are more answers than questions.")
        }
        let reply = try SurveyReply(
            given, on: survey.pages ?? SurveyForm.standard.pages,
            scales: survey.scales ?? SurveyScale.standard,
            complete: complete)
        survey.answers = reply.answers
        (survey.comment, survey.score, survey.answeredAt) = (reply.comment, reply.rating?.value, now)
        if complete { (survey.state, survey.open) = (.answered, false) }
        var work = try take(survey.ticket)
        guard complete else { return try keep(survey, work) }
        let hides = try tx.surveyForm(survey.form)?.hidesBadComments ?? false
        if survey.programme == nil, let rating = reply.rating, let value = rating.value,
            let scale = (survey.scales ?? SurveyScale.standard).first(where: { $0.id == rating.scale })
        {
            try rate(&work, survey, value, scale: scale, hides: hides)
        }
        // Events are for everybody who reads the feed: words go only where they may be seen.
        var told = survey
        told.answers = reply.answers.filter { $0.kind != .text }
        told.comment = nil
        work.note(TicketsAPI.surveyAnswered, told)
        return try keep(survey, work)
    }

    private func keep(_ survey: Survey, _ work: TicketCase) throws -> Survey {
        try save(work)
        try tx.put(survey, of: work.ticket.requester.id, sent: survey.offeredAt)
        return survey
    }

    /// The rating of a ticket; a bad one becomes a case for the team's lead.
    private func rate(
        _ work: inout TicketCase, _ survey: Survey, _ value: Int, scale: SurveyScale, hides: Bool
    ) throws {
        let isBad = scale.bad.contains(value)
        var rating = Rating(
            score: value, scale: scale.highest, comment: isBad && hides ? nil : survey.comment, at: now,
            agent: work.ticket.assignee)
        (rating.scaleID, rating.scaleVersion) = (scale.id, scale.version)
        var told = survey
        if isBad, hides { (told.comment, told.answers) = (nil, nil) }
        try work.rate(rating, survey: told)
        let known = try tx.first("SELECT body FROM survey_cases WHERE id = \(survey.token)")
        if let known {
            var open = try known.decode(SurveyCase.self, "body")
            guard open.state == .open else { return }
            // Thought better of it, or worse: the case knows what was said last.
            (open.value, open.comment, open.version) = (value, survey.comment, open.version + 1)
            return try isBad ? tx.put(open) : withdraw(open)
        }
        guard isBad else { return }
        let lead = try work.ticket.team.flatMap { try tx.team($0)?.lead }
        let found = SurveyCase(
            id: survey.token, ticket: work.ticket.id, number: work.ticket.number,
            agent: work.ticket.assignee,
            team: work.ticket.team, lead: lead, value: value, scale: scale.id, comment: survey.comment,
            at: now,
            dueAt: now + Desk.callbackTime)
        try tx.put(found)
        try tx.schedule(Timer(kind: Desk.surveyCaseTimer, reference: found.id, due: found.dueAt))
        work.note(TicketsAPI.surveyBad, nil)
    }

    private func withdraw(_ known: SurveyCase) throws {
        try tx.execute("DELETE FROM survey_cases WHERE id = \(known.id)")
        try tx.cancelTimers(kind: Desk.surveyCaseTimer, reference: known.id)
    }
}
