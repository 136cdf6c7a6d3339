@testable import Channels
import HTTP
import Testing

@Suite struct MailServerURLTests {
    @Test(arguments: [
        ("imap://mail.example.com", 143, MailServer.Security.startTLS), ("imaps://mail.example.com", 993, .implicit),
        ("smtp://mail.example.com:587/", 587, .startTLS), ("smtps://mail.example.com", 465, .implicit),
        ("smtp://127.0.0.1:1025", 1_025, .none), ("imap://localhost", 143, .none),
    ]) func `a server is named by scheme, host and port`(text: String, port: Int, security: MailServer.Security) throws
    {
        let server = try #require(MailServerURL(text)).server(user: "u", password: "p")
        #expect(server.port == port && server.security == security)
        #expect(server.user == "u" && server.password == "p")
    }

    @Test(arguments: [
        "", "mail.example.com", "http://mail.example.com", "imap://", "imap://:143", "imap://host:0",
        "imap://host:70000",
        "imap://host:143:1", "imap://user:secret@host", "imap:/host", "smtp://host:x",
    ]) func `everything else is no server`(text: String) {
        #expect(MailServerURL(text) == nil)
    }
}
