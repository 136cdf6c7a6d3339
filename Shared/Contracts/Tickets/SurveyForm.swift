package import Conditions

/// What the numbers of an answer mean (row 151). A change of meaning is a new version; an answer keeps the one it was
/// given under, and whether it is good is read from that.
package struct SurveyScale: Codable, Hashable, Sendable {
    package var id: String
    package var version: Int
    package var lowest: Int
    package var highest: Int
    /// What is neither good nor bad is neutral: in the denominator only.
    package var good: [Int]
    package var bad: [Int]

    package init(id: String, version: Int = 1, lowest: Int, highest: Int, good: [Int], bad: [Int]) {
        (self.id, self.version, self.lowest, self.highest) = (id, version, lowest, highest)
        (self.good, self.bad) = (good, bad)
    }

    /// One to five; a three counts as bad.
    package static let csat5 = SurveyScale(id: "csat5", lowest: 1, highest: 5, good: [4, 5], bad: [1, 2, 3])

    /// The scales of every house: CSAT of 2, 3 and 5 steps (three of five counts as bad), CES 2.0, NPS.
    package static let standard: [SurveyScale] = [
        SurveyScale(id: "csat2", lowest: 1, highest: 2, good: [2], bad: [1]),
        SurveyScale(id: "csat3", lowest: 1, highest: 3, good: [3], bad: [1, 2]),
        .csat5,
        SurveyScale(id: "ces7", lowest: 1, highest: 7, good: [5, 6, 7], bad: [1, 2, 3]),
        SurveyScale(id: "nps", lowest: 0, highest: 10, good: [9, 10], bad: [0, 1, 2, 3, 4, 5, 6]),
    ]
}

package struct SurveyQuestion: Codable, Hashable, Sendable {
    /// `csat`, `ces` (1 to 7, how easy it was) and `nps` (0 to 10) count in reports; `scale` is a number of the house's
    /// own, `choice` one option or several, `text` free words.
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case csat, ces, nps, scale, choice, text
    }

    /// A possible answer to a choice; its words by language.
    package struct Option: Codable, Hashable, Sendable {
        package var id: String
        package var text: [String: String]

        package init(id: String, text: [String: String]) {
            (self.id, self.text) = (id, text)
        }
    }

    package var id: String
    package var kind: Kind
    /// By language, `zh` and `en`.
    package var text: [String: String]
    /// The scale of a number; `csat5`, `ces7`, `nps` when absent.
    package var scale: String?
    package var required: Bool?
    package var options: [Option]?
    /// Several options may be chosen.
    package var multiple: Bool?

    package init(
        id: String, kind: Kind, text: [String: String], scale: String? = nil, required: Bool? = nil,
        options: [Option]? = nil, multiple: Bool? = nil
    ) {
        (self.id, self.kind, self.text, self.scale) = (id, kind, text, scale)
        (self.required, self.options, self.multiple) = (required, options, multiple)
    }
}

/// Where a page leads when a question was answered so; the first that holds wins.
package struct SurveyBranch: Codable, Hashable, Sendable {
    package var question: String
    package var atLeast: Int?
    package var atMost: Int?
    /// One of these options was chosen.
    package var chosen: [String]?
    /// A later page, or `end`.
    package var to: String

    package init(
        question: String, atLeast: Int? = nil, atMost: Int? = nil, chosen: [String]? = nil, to: String
    ) {
        (self.question, self.atLeast, self.atMost) = (question, atLeast, atMost)
        (self.chosen, self.to) = (chosen, to)
    }
}

package struct SurveyPage: Codable, Hashable, Sendable {
    package var id: String
    package var questions: [SurveyQuestion]
    package var branches: [SurveyBranch]?

    package init(id: String, questions: [SurveyQuestion], branches: [SurveyBranch]? = nil) {
        (self.id, self.questions, self.branches) = (id, questions, branches)
    }
}

/// A survey as the house writes it (rows 150 to 156): pages of questions, for which tickets, when, how often.
package struct SurveyForm: Codable, Hashable, Sendable {
    package var id: String
    package var name: String
    package var enabled: Bool
    /// For which solved tickets; the first enabled form that holds is sent (category, channel, language, team…).
    package var condition: Condition
    package var pages: [SurveyPage]
    /// What the message with the link says, by language; our own words when absent.
    package var invitation: [String: String]?
    /// So long after the solve (0...259,200 seconds); a ticket that is reopened before gets none.
    package var delaySeconds: Int
    /// A customer who was asked within so many days is not asked again (0...365).
    package var fatigueDays: Int
    /// Whoever was rated does not see the words of a bad rating before the team's lead did (row 156).
    package var hidesBadComments: Bool
    package var position: Int
    package var version: Int

    package init(
        id: String, name: String, enabled: Bool = true, condition: Condition = .always,
        pages: [SurveyPage],
        invitation: [String: String]? = nil, delaySeconds: Int = 0, fatigueDays: Int = 0,
        hidesBadComments: Bool = false, position: Int = 100, version: Int = 0
    ) {
        (self.id, self.name, self.enabled, self.condition, self.pages) = (
            id, name, enabled, condition, pages
        )
        (self.invitation, self.delaySeconds, self.fatigueDays) = (invitation, delaySeconds, fatigueDays)
        (self.hidesBadComments, self.position, self.version) = (hidesBadComments, position, version)
    }
}
