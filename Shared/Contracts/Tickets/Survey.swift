package import Base

/// Asks for a survey about a ticket. A person who sends one by hand may choose the form; then neither its delay nor the
/// rest a customer has from surveys counts.
package struct OfferSurvey: Codable, Hashable, Sendable {
    package var ticket: String
    /// The form; by the forms' conditions when absent.
    package var form: String?

    package init(ticket: String, form: String? = nil) {
        (self.ticket, self.form) = (ticket, form)
    }
}

package struct SurveyToken: Codable, Hashable, Sendable {
    package var token: String

    package init(token: String) {
        self.token = token
    }
}

/// An answer to one question: a number, chosen options or words. Of a number the scale it was given on is kept.
package struct SurveyAnswer: Codable, Hashable, Sendable {
    package var question: String
    package var value: Int?
    package var chosen: [String]?
    package var text: String?
    package var kind: SurveyQuestion.Kind?
    package var scale: String?
    package var scaleVersion: Int?

    package init(
        question: String, value: Int? = nil, chosen: [String]? = nil, text: String? = nil,
        kind: SurveyQuestion.Kind? = nil, scale: String? = nil, scaleVersion: Int? = nil
    ) {
        (self.question, self.value, self.chosen, self.text) = (question, value, chosen, text)
        (self.kind, self.scale, self.scaleVersion) = (kind, scale, scaleVersion)
    }
}

/// Questions to one customer about one ticket, behind one link that cannot be guessed.
package struct Survey: Codable, Hashable, Sendable {
    /// `scheduled` goes out later; `cancelled`: the ticket was reopened before; `skipped`: the customer was asked not
    /// long ago, nothing goes out; `answered` completely, which happens once.
    package enum State: String, Codable, Sendable, CaseIterable {
        case scheduled, offered, answered, cancelled, skipped
    }

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
    /// False once the ticket is closed, and when all is answered.
    package var open: Bool
    /// Absent of surveys from before there were forms.
    package var state: State?
    /// When a scheduled one goes out.
    package var sendsAt: Instant?
    package var form: String?
    package var formVersion: Int?
    /// The form's pages as they were when it was sent, with the scales of its numbers.
    package var pages: [SurveyPage]?
    package var scales: [SurveyScale]?
    package var answers: [SurveyAnswer]?
    package var invitation: [String: String]?
    /// Asks for the relationship, not for this ticket, which only says where the customer is reached (row 154).
    package var programme: String?

    package init(
        token: String, ticket: String, number: Int, subject: String, agentName: String? = nil,
        language: String? = nil, offeredAt: Instant, score: Int? = nil, comment: String? = nil,
        answeredAt: Instant? = nil, open: Bool, state: State? = nil
    ) {
        (self.token, self.ticket, self.number, self.subject) = (token, ticket, number, subject)
        (self.agentName, self.language, self.offeredAt, self.score) = (
            agentName, language, offeredAt, score
        )
        (self.comment, self.answeredAt, self.open, self.state) = (comment, answeredAt, open, state)
    }
}

/// A tap on a score, which may be changed until the ticket is closed; or the answers to a form's questions, which with
/// `complete` are final.
package struct AnswerSurvey: Codable, Hashable, Sendable {
    package var token: String
    /// 1...5
    package var score: Int?
    package var comment: String?
    package var answers: [SurveyAnswer]?
    package var complete: Bool?

    package init(
        token: String, score: Int? = nil, comment: String? = nil, answers: [SurveyAnswer]? = nil,
        complete: Bool? = nil
    ) {
        (self.token, self.score, self.comment) = (token, score, comment)
        (self.answers, self.complete) = (answers, complete)
    }
}

package struct ListSurveys: Codable, Hashable, Sendable {
    package var ticket: String
    package var limit: Int?
    package var after: String?

    package init(ticket: String, limit: Int? = nil, after: String? = nil) {
        (self.ticket, self.limit, self.after) = (ticket, limit, after)
    }
}
