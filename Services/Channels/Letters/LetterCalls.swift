internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

/// Mails of the house to its own people. They go out as everything does: kept first, then tried for a day.
struct LetterCalls: Sendable {
    let identifiers: Identifiers

    func send(_ request: SendLetter, _ context: CallContext) async throws -> Empty {
        guard request.to.contains("@"), request.text.count <= 20_000, request.subject.count <= 300 else {
            throw Problem.invalid("letter.invalid", "A letter has a mail address and at most 20,000 characters.")
        }
        let id = "letter-" + identifiers.next()
        return try await context.write { tx in
            let message = OutgoingMessage(
                id: id, ticket: "", number: 0, subject: request.subject, channel: .mail, address: request.to,
                requesterName: request.name, text: request.text, authorName: "", attachments: [], automatic: true,
                isSurvey: true, isSide: true)
            try Delivery.keep(message, tx)
            return Empty()
        }
    }
}
