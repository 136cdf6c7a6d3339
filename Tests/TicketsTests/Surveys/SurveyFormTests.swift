import Base
import Contracts
import Testing
import Tickets

/// Rows 151, 152, 155: what a form may be, and where its answers lead.
@Suite struct SurveyFormTests {
    private static func words(_ text: String) -> [String: String] { ["zh": text, "en": text] }

    /// Two questions; who was not satisfied is asked why, the others go to the end by CES and NPS.
    static let form = SurveyForm(
        id: "depth", name: "Depth",
        pages: [
            SurveyPage(
                id: "first",
                questions: [
                    SurveyQuestion(id: "csat", kind: .csat, text: words("?"), required: true),
                    SurveyQuestion(id: "ces", kind: .ces, text: words("?")),
                ], branches: [SurveyBranch(question: "csat", atLeast: 4, to: "last")]),
            SurveyPage(
                id: "why",
                questions: [
                    SurveyQuestion(
                        id: "why", kind: .choice, text: words("?"), required: true,
                        options: ["slow", "wrong", "rude"].map { .init(id: $0, text: words($0)) },
                        multiple: true)
                ], branches: [SurveyBranch(question: "why", chosen: ["rude"], to: "end")]),
            SurveyPage(
                id: "last",
                questions: [
                    SurveyQuestion(id: "nps", kind: .nps, text: words("?")),
                    SurveyQuestion(id: "words", kind: .text, text: words("?")),
                ]),
        ])

    private func reply(_ answers: [SurveyAnswer], complete: Bool = true) throws -> SurveyReply {
        try SurveyReply(
            answers, on: SurveyFormTests.form.pages, scales: SurveyScale.standard, complete: complete)
    }

    @Test func `the way follows the answers, and what is not on it is dropped`() throws {
        let content = try reply([
            SurveyAnswer(question: "csat", value: 5), SurveyAnswer(question: "why", chosen: ["slow"]),
            SurveyAnswer(question: "nps", value: 9), SurveyAnswer(question: "words", text: " fine "),
        ])
        #expect(content.pages.map(\.id) == ["first", "last"])
        #expect(
            content.answers.map(\.question) == ["csat", "nps", "words"] && content.comment == "fine")
        #expect(
            content.rating?.value == 5 && content.rating?.scale == "csat5"
                && content.rating?.scaleVersion == 1)
        let angry = try reply([
            SurveyAnswer(question: "csat", value: 1),
            SurveyAnswer(question: "why", chosen: ["rude", "slow"]),
            SurveyAnswer(question: "nps", value: 0),
        ])
        #expect(
            angry.pages.map(\.id) == ["first", "why"] && angry.answers.map(\.question) == ["csat", "why"])
    }

    @Test(arguments: [
        ([SurveyAnswer(question: "csat", value: 6)], "survey.score"),
        ([SurveyAnswer(question: "csat", value: 0)], "survey.score"),
        ([SurveyAnswer(question: "csat", text: "5")], "survey.score"),
        ([SurveyAnswer(question: "ces", value: 8)], "survey.score"),
        ([SurveyAnswer(question: "nps", value: -1)], "survey.score"),
        ([SurveyAnswer(question: "why", chosen: ["slow", "slow"])], "survey.choice"),
        ([SurveyAnswer(question: "why", chosen: ["other"])], "survey.choice"),
        (
            [SurveyAnswer(question: "words", text: String(repeating: "x", count: 5_001))],
            "survey.comment"
        ),
        ([SurveyAnswer(question: "what", value: 1)], "survey.question"), ([], "survey.required"),
        ([SurveyAnswer(question: "csat", value: 2)], "survey.required"),
    ]) func `a wrong answer is named`(_ answers: [SurveyAnswer], _ code: String) {
        #expect(throws: Problem.self) { try reply(answers) }
        do { _ = try reply(answers) } catch { #expect((error as? Problem)?.code == code) }
    }

    @Test func `half a form is no mistake until it is complete`() throws {
        #expect(
            try reply([SurveyAnswer(question: "ces", value: 3)], complete: false).answers.count == 1)
    }

    @Test func `forms that loop, ask for nothing or lead nowhere are refused`() {
        func code(_ change: (inout SurveyForm) -> Void) -> String? {
            var form = SurveyFormTests.form
            change(&form)
            do {
                try form.check(scales: SurveyScale.standard)
                return nil
            } catch { return (error as? Problem)?.code }
        }
        #expect(code { _ in } == nil)
        #expect(
            code { $0.pages[2].branches = [.init(question: "nps", to: "first")] } == "survey_form.loop")
        #expect(
            code { $0.pages[0].branches = [.init(question: "csat", to: "first")] } == "survey_form.loop")
        #expect(
            code { $0.pages[0].branches = [.init(question: "nps", to: "end")] } == "survey_form.branch")
        #expect(code { $0.pages = [] } == "survey_form.pages")
        #expect(code { $0.pages[1].id = "end" } == "survey_form.pages")
        #expect(code { $0.pages[0].questions[1].id = "csat" } == "survey_form.question")
        #expect(code { $0.pages[0].questions[0].scale = "stars" } == "survey_form.scale")
        #expect(code { $0.pages[1].questions[0].options = nil } == "survey_form.options")
        #expect(code { $0.pages[0].questions[0].text = ["fr": "?"] } == "survey_form.text")
        #expect(code { $0.delaySeconds = 300_000 } == "survey_form.delay")
        #expect(code { $0.fatigueDays = -1 } == "survey_form.fatigue")
        #expect(code { $0.name = " " } == "survey_form.name")
        #expect(throws: Problem.self) {
            try SurveyScale(id: "x", lowest: 1, highest: 5, good: [5], bad: [5]).check()
        }
        #expect(throws: Problem.self) {
            try SurveyScale(id: "x", lowest: 5, highest: 1, good: [5], bad: [1]).check()
        }
    }
}
