@testable import Channels
import Base
import Contracts
import Testing

@Suite struct OutgoingMessageTests {
    private let url = "https://help.example"

    @Test func `an answer goes out as it was written`() throws {
        let message = Samples.message("m9")
        let event = try Samples.event(TicketsAPI.replied, TicketEvent(ticket: Samples.ticket(), message: message))
        let out = try #require(OutgoingMessage(event, publicURL: url))
        #expect(out.id == "m9" && out.ticket == "0198-abc" && out.number == 42 && out.channel == .mail)
        #expect(out.address == "li@example.com" && out.text == message.text && out.authorName == "安")
        #expect(!out.automatic && !out.isSurvey)
    }

    @Test func `history that is brought in sends nothing`() throws {
        let data = TicketEvent(ticket: Samples.ticket(), message: Samples.message("m9"))
        #expect(OutgoingMessage(try Samples.event(TicketsAPI.replied, data, replayed: true), publicURL: url) == nil)
    }

    @Test(arguments: [Message.Kind.note, .incoming, .muted]) func `only replies go out`(kind: Message.Kind) throws {
        let data = TicketEvent(ticket: Samples.ticket(), message: Samples.message("m9", kind))
        for type in [TicketsAPI.noted, TicketsAPI.received, TicketsAPI.muted, TicketsAPI.opened, TicketsAPI.replied] {
            #expect(OutgoingMessage(try Samples.event(type, data), publicURL: url) == nil)
        }
    }

    @Test(arguments: [nil, ""]) func `without an address there is nowhere to go`(address: String?) throws {
        let data = TicketEvent(ticket: Samples.ticket(address), message: Samples.message("m9"))
        #expect(OutgoingMessage(try Samples.event(TicketsAPI.replied, data), publicURL: url) == nil)
    }

    @Test(
        arguments: [
            ("zh", nil, "非常满意", "请评价"), ("en", nil, "Excellent", "How was our service"), (nil, "zh", "非常满意", "请评价"),
            (nil, nil, "Excellent", "How was our service"), ("en", "zh", "Excellent", "How was our service"),
        ] as [(String?, String?, String, String)]) func `a survey asks in the customer's language`(
            survey: String?, ticket: String?, best: String, question: String
        ) throws
    {
        let offered = Survey(
            token: "tok", ticket: "0198-abc", number: 42, subject: "x", language: survey,
            offeredAt: Instant(seconds: 0), open: true)
        let data = TicketEvent(ticket: Samples.ticket(language: ticket), survey: offered)
        let event = try Samples.event(TicketsAPI.surveyOffered, data)
        let out = try #require(OutgoingMessage(event, publicURL: url))
        #expect(out.id == "survey-tok" && out.isSurvey && out.automatic)
        #expect(out.text.contains("\(best): https://help.example/survey/tok?score=5"))
        #expect(out.text.contains(question) && out.text.contains("score=1"))
    }

    @Test func `an event of another shape sends nothing`() throws {
        let event = Event(
            id: "e", source: "/moat/tickets", type: TicketsAPI.replied.name, subject: "ticket/1",
            time: Instant(seconds: 0), data: ["ticket": 1], sequence: 1)
        #expect(OutgoingMessage(event, publicURL: url) == nil)
    }
}
