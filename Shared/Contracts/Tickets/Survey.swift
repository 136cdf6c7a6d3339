package import Base

package struct OfferSurvey: Codable, Hashable, Sendable {
    package var ticket: String

    package init(ticket: String) {
        self.ticket = ticket
    }
}

package struct SurveyToken: Codable, Hashable, Sendable {
    package var token: String

    package init(token: String) {
        self.token = token
    }
}

/// A CSAT question to one customer about one ticket; `url` is the path of its page.
package struct Survey: Codable, Hashable, Sendable {
    package var token: String
    package var ticket: String
    package var number: Int
    package var subject: String
    package var agentName: String?
    package var language: String?
    package var offeredAt: Instant
    package var score: Int?
    package var comment: String?
    package var answeredAt: Instant?
    /// False once the ticket is closed.
    package var open: Bool

    package init(
        token: String, ticket: String, number: Int, subject: String, agentName: String? = nil,
        language: String? = nil, offeredAt: Instant, score: Int? = nil, comment: String? = nil,
        answeredAt: Instant? = nil, open: Bool
    ) {
        (self.token, self.ticket, self.number, self.subject) = (token, ticket, number, subject)
        (self.agentName, self.language, self.offeredAt, self.score) = (agentName, language, offeredAt, score)
        (self.comment, self.answeredAt, self.open) = (comment, answeredAt, open)
    }
}

package struct AnswerSurvey: Codable, Hashable, Sendable {
    package var token: String
    /// 1...5
    package var score: Int
    package var comment: String?

    package init(token: String, score: Int, comment: String? = nil) {
        (self.token, self.score, self.comment) = (token, score, comment)
    }
}
