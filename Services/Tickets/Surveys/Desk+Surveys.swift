internal import Base
package import Contracts
internal import Store

extension Desk {
    /// Asks the customer of a solved ticket for a rating. While one is unanswered, the same is given again.
    package func offer(_ request: OfferSurvey) throws -> Survey {
        var work = try take(request.ticket)
        let open = try tx.first(
            "SELECT body FROM surveys WHERE ticket = \(request.ticket) AND answered = 0 LIMIT 1")
        if let open, work.ticket.status != .closed { return try open.decode(Survey.self, "body") }
        let ticket = work.ticket
        let survey = Survey(
            token: token(), ticket: ticket.id, number: ticket.number, subject: ticket.subject,
            agentName: try ticket.assignee.flatMap { try tx.agent($0)?.name }, language: ticket.language,
            offeredAt: now, open: true)
        try work.offer(survey)
        try save(work)
        try put(survey)
        return survey
    }

    /// The customer answers: 1 to 5; the last answer before the ticket is closed counts.
    package func answer(_ request: AnswerSurvey) throws -> Survey {
        guard (1...5).contains(request.score) else {
            throw Problem.invalid("survey.score", "A score is a whole number from 1 to 5.")
        }
        guard request.comment?.count ?? 0 <= 5_000 else {
            throw Problem.invalid("survey.comment", "A comment has 5,000 characters at most.")
        }
        var survey = try tx.survey(request.token)
        var work = try take(survey.ticket)
        let comment = request.comment?.trimmed
        (survey.score, survey.comment) = (request.score, comment.flatMap { $0.isEmpty ? nil : $0 })
        (survey.answeredAt, survey.open) = (now, true)
        let rating = Rating(
            score: request.score, comment: survey.comment, at: now, agent: work.ticket.assignee)
        try work.rate(rating, survey: survey)
        try save(work)
        try put(survey)
        return survey
    }

    private func put(_ survey: Survey) throws {
        try tx.execute(
            """
            INSERT INTO surveys (token, ticket, answered, body)
            VALUES (\(survey.token), \(survey.ticket), \(survey.answeredAt != nil), \(json: survey))
            ON CONFLICT (token) DO UPDATE SET answered = excluded.answered, body = excluded.body
            """)
    }

    /// 128 random bits in hexadecimal: cannot be guessed.
    private func token() -> String {
        [tools.randomness.next(), tools.randomness.next()].map { value in
            let digits = String(value, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}

extension Reader {
    /// A survey by its token, `open` as it is now; 404 for a token that is not ours.
    func survey(_ token: String) throws -> Survey {
        guard let row = try first("SELECT body FROM surveys WHERE token = \(token)") else {
            throw Problem(status: 404, code: "survey.not_found", title: "Not Found", detail: "There is no such survey.")
        }
        var survey = try row.decode(Survey.self, "body")
        survey.open = try ticket(survey.ticket).map { $0.status != .closed } ?? false
        return survey
    }
}
