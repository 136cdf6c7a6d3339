import Base
import HTTP
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(4))) struct MailClientTests {
    private let mail = Array("From: a@a.test\r\nSubject: 你好\r\n\r\n.dot\nline\r\n".utf8)

    @Test func `a mail arrives at a real SMTP server byte for byte`() async throws {
        let sink = try await SMTPSinkProcess.start()
        let client = try SMTPClient(.init(host: "127.0.0.1", port: sink.port, security: .none))
        let reply = try await client.send(from: "a@a.test", to: ["b@b.test", "c@c.test"], data: mail)
        #expect(reply == "250 2.0.0 Ok: queued as 1")
        try await client.send(from: "", to: ["b@b.test"], data: mail)
        let mails = try sink.mails()
        #expect(mails.map(\.from) == ["a@a.test", ""])
        #expect(mails.first?.to == ["b@b.test", "c@c.test"])
        #expect(mails.first?.data.hasSuffix("\r\n\r\n.dot\r\nline\r\n") == true)
    }

    @Test func `refusals tell temporary from permanent`() async throws {
        let sink = try await SMTPSinkProcess.start()
        let client = try SMTPClient(.init(host: "127.0.0.1", port: sink.port, security: .none))
        let cases: [(String, SMTPClient.Failure.Kind, Int)] = [
            ("later@b.test", .temporary, 451), ("never@b.test", .permanent, 550), ("a>\r\nDATA@b.test", .permanent, 0),
        ]
        for (recipient, kind, code) in cases {
            let failure = await #expect(throws: SMTPClient.Failure.self) {
                try await client.send(from: "a@a.test", to: [recipient], data: mail)
            }
            #expect(failure?.kind == kind && failure?.code == code)
        }
        let away = try SMTPClient(.init(host: "127.0.0.1", port: 1, security: .none))
        let failure = await #expect(throws: SMTPClient.Failure.self) {
            try await away.send(from: "a@a.test", to: ["b@b.test"], data: mail)
        }
        #expect(failure?.kind == .temporary && failure?.code == 0)
        let secure = try SMTPClient(.init(host: "127.0.0.1", port: sink.port, security: .startTLS))
        await #expect(throws: SMTPClient.Failure.self) {
            try await secure.send(from: "a@a.test", to: ["b@b.test"], data: mail)
        }
    }

    @Test func `mails of a real Dovecot are listed, fetched, marked, moved and deleted`() async throws {
        let dovecot = try await DovecotProcess.start()
        let user = "help@moat.test"
        func server(_ password: String) -> MailServer {
            MailServer(host: "127.0.0.1", port: dovecot.port, security: .none, user: user, password: password)
        }
        let client = try IMAPClient(server(DovecotProcess.password))
        #expect(try await client.list().uids.isEmpty)
        for _ in 1...3 { try await dovecot.deliver(mail, to: user) }
        let listing = try await client.list()
        #expect(listing.uids == [1, 2, 3], "\(dovecot.log)")
        #expect(try await client.list(after: 2).uids == [3])
        #expect(try await client.list(after: 3).uids.isEmpty)
        let fetched = try await client.fetch(2, uidValidity: listing.uidValidity)
        #expect(fetched.map { String(decoding: $0, as: UTF8.self) }?.contains("Subject: 你好") == true)
        #expect(try await client.fetch(9, uidValidity: listing.uidValidity) == nil)
        #expect(try await client.fetch(2, uidValidity: listing.uidValidity + 1) == nil)
        try await client.mark(1)
        try await client.create("Done")
        try await client.create("Done")
        try await client.move(1, to: "Done")
        try await client.delete(2)
        #expect(try await client.list().uids == [3])
        #expect(try await client.list("Done").uids == [1])
        let stranger = try IMAPClient(server("wrong"))
        let error = await #expect(throws: HTTPError.self) { try await stranger.list() }
        #expect(error?.code == .authentication)
    }
}
