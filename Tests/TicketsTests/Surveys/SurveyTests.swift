import Base
import Contracts
import TestSupport
import Testing
import Tickets

/// Rows 150 and 151.
@Suite struct SurveyTests {
    private func solved(_ house: House) async throws -> String {
        try await house.hire("ann")
        let opened = try await house.mail("m1") { $0.language = "zh" }
        _ = try await house.reply(opened.ticket, by: "ann", status: .solved)
        return opened.ticket
    }

    @Test func `only a solved ticket is rated, and one question is open at a time`() async throws {
        let house = try await House()
        let ticket = try await solved(house)
        let survey = try await house.work { try $0.offer(OfferSurvey(ticket: ticket)) }
        #expect(survey.token.count == 32 && survey.agentName == "Ann" && survey.language == "zh" && survey.open)
        #expect(try await house.work { try $0.offer(OfferSurvey(ticket: ticket)) } == survey)
        let unsolved = try await house.mail("m2")
        #expect(
            await code { _ = try await house.work { try $0.offer(OfferSurvey(ticket: unsolved.ticket)) } }
                == "survey.not_solved")
        #expect(try await house.story(ticket).count { $0 == "survey.offered" } == 1)
    }

    @Test func `the last answer counts until the ticket is closed`() async throws {
        let house = try await House()
        let ticket = try await solved(house)
        let survey = try await house.work { try $0.offer(OfferSurvey(ticket: ticket)) }
        let answer: @Sendable (Int) -> AnswerSurvey = { AnswerSurvey(token: survey.token, score: $0, comment: " 谢谢 ") }
        _ = try await house.work(.anonymous) { try $0.answer(answer(2)) }
        let second = try await house.work(.anonymous) { try $0.answer(answer(5)) }
        #expect(second.score == 5 && second.comment == "谢谢")
        let rating = try #require(try await house.ticket(ticket).rating)
        #expect(rating.score == 5 && rating.agent == "ann" && rating.comment == "谢谢")
        #expect(try await house.story(ticket).suffix(3) == ["rated", "survey.bad", "rated"])
        try await house.pass(.days(4), for: ticket)
        #expect(await code { _ = try await house.work { try $0.answer(answer(1)) } } == "survey.closed")
        #expect(await code { _ = try await house.work { try $0.offer(OfferSurvey(ticket: ticket)) } } != nil)
    }

    @Test func `wrong scores and tokens are refused`() async throws {
        let house = try await House()
        let ticket = try await solved(house)
        let survey = try await house.work { try $0.offer(OfferSurvey(ticket: ticket)) }
        for score in [0, 6, -1] {
            let wrong = AnswerSurvey(token: survey.token, score: score)
            #expect(await code { _ = try await house.work { try $0.answer(wrong) } } == "survey.score")
        }
        let guess = AnswerSurvey(token: "00", score: 5)
        #expect(await code { _ = try await house.work { try $0.answer(guess) } } == "survey.not_found")
    }
}
