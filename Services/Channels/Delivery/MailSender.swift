internal import Base
internal import Contracts
internal import HTTP
internal import Mail

/// Hands letters to the channel's SMTP server.
struct MailSender: Sendable {
    /// The Message-ID it went out with; throws `DeliveryFailure`.
    func send(_ letter: Letter, files: [String: [UInt8]], at now: Instant) async throws -> String {
        guard let settings = letter.channel.mail, let server = settings.smtpServer else {
            throw DeliveryFailure(isPermanent: false, reason: "The mail channel has no SMTP server")
        }
        let data: [UInt8]
        do {
            data = try MailComposer.compose(letter.mail(files: files, at: now))
        } catch let problem as Problem {
            throw DeliveryFailure(isPermanent: true, reason: problem.detail ?? problem.code)
        }
        do {
            let client = try SMTPClient(server, helloName: settings.domain)
            // Automatic mail has no sender to bounce to (RFC 3834).
            let sender = letter.message.automatic ? "" : settings.address
            try await client.send(from: sender, to: [letter.message.address] + letter.copies.map(\.address), data: data)
            return letter.messageID
        } catch let failure as SMTPClient.Failure {
            throw DeliveryFailure(isPermanent: failure.kind == .permanent, reason: "SMTP: \(failure.reply)")
        } catch let error as HTTPError {
            throw DeliveryFailure(isPermanent: false, reason: "SMTP: \(error.message)")
        }
    }
}
