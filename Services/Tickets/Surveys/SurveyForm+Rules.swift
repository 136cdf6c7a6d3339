internal import Base
package import Contracts

extension SurveyForm {
    /// What is asked when the house has written nothing itself: one question and words, as it always was.
    package static let standard = SurveyForm(
        id: "standard", name: "CSAT",
        pages: [
            SurveyPage(
                id: "rating",
                questions: [
                    SurveyQuestion(
                        id: "csat", kind: .csat,
                        text: ["zh": "您对这次服务满意吗？", "en": "How satisfied are you with our help?"],
                        required: true),
                    SurveyQuestion(
                        id: "comment", kind: .text, text: ["zh": "还有什么想告诉我们？", "en": "What should we know?"]),
                ])
        ])

    /// Where the last page leads.
    package static let end = "end"
    private static let delayMaximum = 259_200
    private static let languages = ["zh", "en"]

    /// Throws a 422 that says what cannot be.
    package func check(scales: [SurveyScale]) throws {
        func refuse(_ code: String, _ detail: String) -> Problem { .invalid(code, detail) }
        guard !name.trimmed.isEmpty, name.count <= 200 else {
            throw refuse("survey_form.name", "A survey has a name of 1 to 200 characters.")
        }
        guard (0...SurveyForm.delayMaximum).contains(delaySeconds) else {
            throw refuse("survey_form.delay", "A survey goes out 0 to 259,200 seconds after the solve.")
        }
        guard (0...365).contains(fatigueDays) else {
            throw refuse("survey_form.fatigue", "A customer rests 0 to 365 days from surveys.")
        }
        guard (1...10).contains(pages.count), Set(pages.map(\.id)).count == pages.count,
            pages.allSatisfy({
                (1...10).contains($0.questions.count) && $0.id != SurveyForm.end && !$0.id.isEmpty
            })
        else {
            throw refuse(
                "survey_form.pages", "A survey has 1 to 10 pages of 1 to 10 questions, each with an id.")
        }
        let questions = pages.flatMap(\.questions)
        guard Set(questions.map(\.id)).count == questions.count else {
            throw refuse("survey_form.question", "Two questions have the same id.")
        }
        for question in questions { try question.check(scales: scales) }
        for (place, page) in pages.enumerated() { try check(page, at: place) }
        try SurveyForm.check(invitation ?? [:], isRequired: false, maximum: 2_000)
    }

    private func check(_ page: SurveyPage, at place: Int) throws {
        for branch in page.branches ?? [] {
            guard page.questions.contains(where: { $0.id == branch.question }) else {
                throw Problem.invalid(
                    "survey_form.branch", "Page \(page.id) asks for an answer it does not have.")
            }
            let later = pages[(place + 1)...].map(\.id) + [SurveyForm.end]
            guard later.contains(branch.to) else {
                throw Problem.invalid(
                    "survey_form.loop",
                    "Page \(page.id) leads to \(branch.to.prefix(64)), which is no later page.")
            }
        }
    }

    /// Words in both languages of the product, within a length.
    static func check(_ text: [String: String], isRequired: Bool = true, maximum: Int = 500) throws {
        guard text.values.allSatisfy({ $0.count <= maximum }), text.count <= 10,
            !isRequired || languages.contains(where: { !(text[$0] ?? "").trimmed.isEmpty })
        else {
            throw Problem.invalid(
                "survey_form.text",
                "A question says something in zh or en, in \(maximum) characters at most.")
        }
    }
}

extension SurveyQuestion {
    /// The scale of its numbers; nil of a choice and of words.
    package var scaleID: String? {
        switch kind {
        case .csat, .scale: scale ?? "csat5"
        case .ces: "ces7"
        case .nps: "nps"
        case .choice, .text: nil
        }
    }

    fileprivate func check(scales: [SurveyScale]) throws {
        guard !id.isEmpty, id.count <= 64 else {
            throw Problem.invalid("survey_form.question", "A question has an id of 1 to 64 characters.")
        }
        try SurveyForm.check(text)
        if let scaleID, !scales.contains(where: { $0.id == scaleID }) {
            throw Problem.invalid("survey_form.scale", "There is no scale \(scaleID.prefix(64)).")
        }
        guard kind == .choice else { return }
        let options = options ?? []
        guard (2...20).contains(options.count), Set(options.map(\.id)).count == options.count else {
            throw Problem.invalid(
                "survey_form.options", "A choice has 2 to 20 options, each with an id of its own.")
        }
        for option in options { try SurveyForm.check(option.text, maximum: 200) }
    }
}

extension SurveyScale {
    /// Throws a 422 for a scale that means nothing.
    package func check() throws {
        let range = lowest...max(lowest, highest)
        guard (0...1).contains(lowest), (lowest + 1...10).contains(highest), !good.isEmpty,
            !bad.isEmpty,
            (good + bad).allSatisfy(range.contains), Set(good).isDisjoint(with: bad), id.count <= 64
        else {
            throw Problem.invalid(
                "survey_scale.values",
                "A scale goes from 0 or 1 up to 10 at most; no value is good and bad.")
        }
    }
}

/// What a customer has answered, held against the pages: which they saw, and whether all is there.
package struct SurveyReply {
    package private(set) var answers: [SurveyAnswer] = []
    /// The pages on the customer's way, by what they answered.
    package private(set) var pages: [SurveyPage] = []

    /// Throws a 422 that names the question. Answers to questions that are not on the customer's way any more are
    /// dropped: whoever goes back may come along another way.
    package init(_ given: [SurveyAnswer], on all: [SurveyPage], scales: [SurveyScale], complete: Bool)
        throws
    {
        let questions = Dictionary(all.flatMap(\.questions).map { ($0.id, $0) }) { first, _ in first }
        var checked: [String: SurveyAnswer] = [:]
        for answer in given {
            guard let question = questions[answer.question] else {
                throw SurveyReply.refuse("survey.question", answer.question, "There is no such question.")
            }
            checked[question.id] = try SurveyReply.check(answer, to: question, scales)
        }
        var place = 0
        while place < all.count {
            let page = all[place]
            pages.append(page)
            answers += page.questions.compactMap { checked[$0.id] }
            let branch = (page.branches ?? []).first { $0.holds(for: checked[$0.question]) }
            guard let branch else {
                place += 1
                continue
            }
            place = all.firstIndex { $0.id == branch.to } ?? all.count
        }
        let missing = pages.flatMap(\.questions).first { $0.required == true && checked[$0.id] == nil }
        if complete, let missing {
            throw SurveyReply.refuse("survey.required", missing.id, "This question needs an answer.")
        }
    }

    private static func check(
        _ answer: SurveyAnswer, to question: SurveyQuestion, _ scales: [SurveyScale]
    ) throws -> SurveyAnswer {
        var checked = SurveyAnswer(question: question.id, kind: question.kind)
        switch question.kind {
        case .csat, .ces, .nps, .scale:
            guard let scale = scales.first(where: { $0.id == question.scaleID }),
                let value = answer.value,
                (scale.lowest...scale.highest).contains(value), answer.text == nil, answer.chosen == nil
            else { throw refuse("survey.score", question.id, "The answer is no number of its scale.") }
            (checked.value, checked.scale, checked.scaleVersion) = (value, scale.id, scale.version)
        case .choice:
            let chosen = answer.chosen ?? []
            let options = Set((question.options ?? []).map(\.id))
            guard !chosen.isEmpty, Set(chosen).isSubset(of: options), Set(chosen).count == chosen.count,
                question.multiple == true || chosen.count == 1, answer.value == nil, answer.text == nil
            else { throw refuse("survey.choice", question.id, "The answer is none of the options.") }
            checked.chosen = chosen
        case .text:
            guard let text = answer.text, text.count <= 5_000, answer.value == nil, answer.chosen == nil
            else {
                throw refuse(
                    "survey.comment", question.id, "The answer is words, 5,000 characters at most.")
            }
            checked.text = text.trimmed
        }
        return checked
    }

    private static func refuse(_ code: String, _ question: String, _ detail: String) -> Problem {
        Problem.invalid(
            code, detail,
            errors: [.init(pointer: "#/answers/\(question.prefix(64))", code: code, detail: detail)])
    }

    /// The answer that rates the agent, when there is one.
    package var rating: SurveyAnswer? { answers.first { $0.kind == .csat } }

    /// The customer's words.
    package var comment: String? {
        answers.first { $0.kind == .text && !($0.text ?? "").isEmpty }?.text
    }
}

extension SurveyBranch {
    func holds(for answer: SurveyAnswer?) -> Bool {
        guard let answer else { return false }
        if let chosen { return !Set(chosen).isDisjoint(with: answer.chosen ?? []) }
        guard let value = answer.value else { return false }
        return value >= atLeast ?? .min && value <= atMost ?? .max
    }
}
