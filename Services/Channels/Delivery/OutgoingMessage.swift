internal import Base
internal import Contracts

/// A message on its way out, as it is kept until it is delivered.
struct OutgoingMessage: Codable, Hashable, Sendable {
    /// The message's id in tickets; `survey-<token>` for a survey.
    var id: String
    var ticket: String
    var number: Int
    var subject: String
    var channel: Channel
    var address: String
    var requesterName: String
    var text: String
    var authorName: String
    var attachments: [Attachment]
    /// No person wrote it.
    var automatic: Bool
    var isSurvey: Bool
    /// Beside the ticket: whoever gets it sees nothing of that (row 38).
    var isSide: Bool?
    /// Who gets a copy by mail (row 39).
    var cc: [Requester]?
}

/// Why a message could not be delivered.
struct DeliveryFailure: Error, Hashable, Sendable {
    /// Trying again does not help.
    var isPermanent: Bool
    /// For agents, without the customer's text.
    var reason: String
}

extension OutgoingMessage {
    /// The events of the tickets feed that can send something out.
    static let types = [TicketsAPI.replied.name, TicketsAPI.surveyOffered.name, TicketsAPI.sideSent.name]

    /// What an event of the tickets feed sends out; nil for events that send nothing.
    init?(_ event: Event, publicURL: String) {
        guard event.replayed != true, let data = try? event.data.decoded(as: TicketEvent.self) else { return nil }
        if event.type == TicketsAPI.sideSent.name {
            guard let side = OutgoingMessage.side(data) else { return nil }
            self = side
            return
        }
        guard let address = data.ticket.requester.address, !address.isEmpty
        else { return nil }
        let ticket = data.ticket
        switch event.type {
        case TicketsAPI.replied.name:
            guard let message = data.message, message.kind == .reply else { return nil }
            self.init(
                id: message.id, ticket: ticket.id, number: ticket.number, subject: ticket.subject,
                channel: message.channel, address: address, requesterName: ticket.requester.name, text: message.text,
                authorName: message.author.name, attachments: message.attachments, automatic: message.automatic,
                isSurvey: false, cc: message.automatic ? nil : ticket.cc)
        case TicketsAPI.surveyOffered.name:
            guard let survey = data.survey else { return nil }
            let text = OutgoingMessage.surveyText(survey, ticket, publicURL)
            self.init(
                id: "survey-\(survey.token)", ticket: ticket.id, number: ticket.number, subject: ticket.subject,
                channel: ticket.channel, address: address, requesterName: ticket.requester.name, text: text,
                authorName: "", attachments: [], automatic: true, isSurvey: true)
        default: return nil
        }
    }

    private static func side(_ data: TicketEvent) -> OutgoingMessage? {
        guard let talk = data.side?.talk, let message = data.side?.message else { return nil }
        return OutgoingMessage(
            id: message.id, ticket: talk.id, number: 0, subject: talk.subject, channel: .mail, address: talk.address,
            requesterName: talk.name, text: message.text, authorName: message.author.name,
            attachments: message.attachments, automatic: false, isSurvey: false, isSide: true)
    }

    /// One tap is one answer: a link for each score, best first.
    private static func surveyText(_ survey: Survey, _ ticket: Ticket, _ publicURL: String) -> String {
        let isChinese = (survey.language ?? ticket.language) == "zh"
        let link = "\(publicURL)/survey/\(survey.token)"
        if survey.programme != nil || survey.invitation != nil {
            let ours = isChinese ? "想听听您对我们的看法：" : "How do you like us? One minute of your time:"
            let words = survey.invitation?[isChinese ? "zh" : "en"] ?? ours
            return words + "\n\n" + link
        }
        let asksForRating = survey.pages?.first?.questions.contains {
            $0.kind == .csat && $0.scale ?? "csat5" == "csat5"
        }
        if asksForRating == false {
            let words = isChinese ? "您的问题“\(ticket.subject)”已解决，请回答几个问题：" : "We solved “\(ticket.subject)”. How was it?"
            return words + "\n\n" + link
        }
        let words =
            isChinese ? ["非常满意", "满意", "一般", "不满意", "非常不满意"] : ["Excellent", "Good", "Okay", "Poor", "Very poor"]
        let links = zip([5, 4, 3, 2, 1], words).map { "\($1): \(link)?score=\($0)" }
        let opening =
            isChinese ? "您的问题“\(ticket.subject)”已解决，请评价本次服务：" : "We solved “\(ticket.subject)”. How was our service?"
        return ([opening, ""] + links).joined(separator: "\n")
    }
}
