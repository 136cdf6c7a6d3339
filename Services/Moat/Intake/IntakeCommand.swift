internal import Base
internal import Contracts
internal import Glibc
internal import ServiceKit

extension Command {
    /// `moat intake mail`
    static let intake = Command(
        name: "intake", summary: "Take in one mail from standard input.",
        usage: "mail [--channel ID] [--recipient ADDRESS] < message.eml",
        details: """
            For a mail server's pipe (Postfix: `|/usr/bin/moat intake mail`). Exit code 0 means that the message is kept
            durably; the same message twice is one intake. 75 asks the mail server to try again later, 65 says
            that there was no message.
            """,
        options: [
            Option(name: "channel", value: "ID", meaning: "the mail channel (default: the first one)"),
            Option(name: "recipient", value: "ADDRESS", meaning: "who the mail server took it for"),
            home,
        ], words: 1
    ) { arguments, environment, terminal in
        guard arguments.words == ["mail"] else { throw Mistake.usage("say what comes in: moat intake mail") }
        let message = try IntakeMessageReader.standardInput()
        let connection = try Connection(Home.locate(arguments, environment), environment)
        let (channel, recipient) = (arguments["channel"], arguments["recipient"])
        let upload = Identifiers.uuidV7(time: SystemTime(), randomness: .system).next()
        do {
            let accepted = try await connection.use { bus in
                let blob = try await bus.storeBlob(message, in: ChannelsAPI.self, upload: upload, as: .system)
                let request = IntakeMail(blob: blob, channel: channel, recipient: recipient)
                return try await bus.call(
                    ChannelsAPI.intakeMail, request, as: .system, CallOptions(idempotencyKey: "pipe:\(blob)"))
            }
            let number = accepted.number.map { ", ticket \($0)" } ?? ""
            terminal.say("kept as \(accepted.intake)\(accepted.duplicate ? " (was here already)" : "")\(number)")
            return 0
        } catch {
            // Whatever went wrong, the mail server still has the message: better late than lost.
            throw Mistake(sentence: Mistake.sentence(for: error), code: Mistake.tryLaterCode)
        }
    }
}

/// Reads the message a mail server pipes in.
enum IntakeMessageReader {
    /// More than any mail server lets through.
    static let limit = 64 << 20

    static func standardInput() throws -> [UInt8] {
        var (bytes, piece) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
        while true {
            let count = unsafe piece.withUnsafeMutableBytes { unsafe read(0, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw Mistake(sentence: "standard input cannot be read.", code: Mistake.tryLaterCode)
            }
            if count == 0 { break }
            bytes += piece.prefix(count)
            guard bytes.count <= limit else { throw Mistake(sentence: "the message is larger than 64 MiB.", code: 65) }
        }
        guard !bytes.isEmpty else { throw Mistake(sentence: "standard input holds no message.", code: 65) }
        return bytes
    }
}
