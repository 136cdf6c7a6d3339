@testable import Channels
import Base
import Contracts
import Mail
import ServiceKit
import Store
import TestSupport
import Testing

/// Against a real Dovecot and a real SMTP server.
@Suite(.timeLimit(.minutes(4))) struct LiveMailTests {
    private let gateway = Caller.service("gateway")

    @Test func `a mail in a mailbox becomes part of a ticket, once`() async throws {
        let (live, dovecot) = (try await LiveHouse(), try await DovecotProcess.start())
        let gateway = gateway
        try await live.run { caller in
            var channel = Samples.mailChannel
            channel.mail?.imap = "imap://127.0.0.1:\(dovecot.port)"
            channel.mail?.imapPassword = DovecotProcess.password
            channel.mail?.pollSeconds = 1
            _ = try await caller.call(ChannelsAPI.save, channel, as: gateway)
            let raw = rawMail(
                ["Subject": "=?utf-8?B?5omT5Y2w5py6?=", "Content-Type": "text/plain; charset=utf-8"], "坏了")
            for _ in 1...2 { try await dovecot.deliver(raw, to: "help") }
            try await dovecot.deliver(rawMail(["Message-ID": "<2@example.com>", "X-Moat-Loop": "box"]), to: "help")
            try await dovecot.deliver(rawMail(["Message-ID": "<3@example.com>"]), to: "help")
            try await eventually("both mails are taken") { live.taken.all.count >= 2 }
            try await eventually("all are worked off") {
                let all = try await caller.call(ChannelsAPI.intakes, ListIntakes(), as: .system).items
                return all.count == 3 && all.allSatisfy { $0.state == .done }
            }
        }
        let taken = live.taken.all
        #expect(Set(taken.map(\.key)) == ["box|1@example.com", "box|3@example.com"])
        let first = try #require(taken.first { $0.key == "box|1@example.com" })
        #expect(first.subject == "打印机" && first.text == "坏了" && first.language == "zh" && !first.automatic)
        #expect(
            first.requester
                == Requester(
                    id: "c-ann@example.com", name: "Ann", tier: "standard", address: "ann@example.com"))
        #expect(first.externalID == "1@example.com" && first.raw?.count == 64)
    }

    @Test func `a mailbox that cannot be read says so at its channel`() async throws {
        let (live, dovecot) = (try await LiveHouse(), try await DovecotProcess.start())
        let gateway = gateway
        try await live.run { caller in
            var channel = Samples.mailChannel
            channel.mail?.imap = "imap://127.0.0.1:\(dovecot.port)"
            channel.mail?.imapPassword = "wrong-one"
            channel.mail?.pollSeconds = 1
            _ = try await caller.call(ChannelsAPI.save, channel, as: gateway)
            func problem() async throws -> String? {
                try await caller.call(ChannelsAPI.list, Empty(), as: gateway).items.first?.problem
            }
            try await eventually("the trouble is told", within: .seconds(60)) { try await problem() != nil }
            #expect(try await problem()?.contains("wrong-one") == false)
        }
    }

    @Test func `answers go out by SMTP: delivered, tried again, or failed`() async throws {
        let (live, sink) = (try await LiveHouse(), try await SMTPSinkProcess.start())
        let gateway = gateway
        try await live.run { caller in
            var channel = Samples.mailChannel
            channel.mail = MailSettings(address: "help@moat.example", smtp: "smtp://127.0.0.1:\(sink.port)")
            _ = try await caller.call(ChannelsAPI.save, channel, as: gateway)
            try await live.reply("m1", to: "li@example.com")
            try await live.reply("m2", to: "later@example.com")
            try await live.reply("m3", to: "never@example.com")
            try await live.reply("m4", to: "o_openid_without_at")
            try await eventually("three ended") { try await live.reports().count == 3 }
            let waiting = "SELECT attempts, state, error FROM outgoing WHERE message = 'm2'"
            try await eventually("the fourth is tried again") {
                try await live.channels.store.read { try $0.first(.init(unsafeSQL: waiting))?.int("attempts") ?? 0 }
                    >= 2
            }
            let row = try await live.channels.store.read { try $0.first(.init(unsafeSQL: waiting)) }
            #expect(try row?.string("state") == "queued")
            #expect(try row?.string("error").contains("451") == true)
        }
        let mail = try #require(try sink.mails().first)
        #expect(try sink.mails().count == 1)
        #expect(mail.from == "help@moat.example" && mail.to == ["li@example.com"])
        let parsed = MailParser { _ in "none" }.parse(raw: Array(mail.data.utf8))
        #expect(parsed.messageID == "m1@moat.example" && parsed.inReplyTo == ["first@example.com"])
    }

    /// The mail server has the mail, and the sender dies before it can note that: nobody can know, so it goes again,
    /// and the receiver sees two mails of one Message-ID, which mail programs and servers show as one.
    @Test func `a crash between acceptance and its record sends the same mail again`() async throws {
        let (live, sink, folder) = (try await LiveHouse(), try await SMTPSinkProcess.start(), TemporaryFolder())
        let gateway = gateway
        try await live.house.run([live.tickets, live.customers]) { caller in
            let first = try await live.channelsProcess(folder.path)
            var channel = Samples.mailChannel
            channel.mail = MailSettings(address: "help@moat.example", smtp: "smtp://127.0.0.1:\(sink.port)")
            let settings = channel
            try await eventually("channels answers") {
                await problem { _ = try await caller.call(ChannelsAPI.save, settings, as: gateway) } == nil
            }
            try await live.reply("m1", to: "held@example.com")
            try await eventually("the server has it, and its answer is held back") { try sink.mails().count == 1 }
            first.kill()
            sink.release()
            let second = try await live.channelsProcess(folder.path)
            let feed = FeedRequest(after: 0, limit: 100)
            try await eventually("the successor records one delivery") {
                let page = try? await caller.call(ChannelsAPI.feed, feed, as: .service("tickets"))
                return page?.events.filter { $0.type == ChannelsAPI.delivered.name }.count == 1
            }
            second.kill()
        }
        for service in [live.tickets, live.customers, live.channels] { await service.store.close() }
        let mails = try sink.mails()
        #expect(mails.count == 2 && mails.allSatisfy { $0.to == ["held@example.com"] })
        let sent = mails.map { MailParser { _ in "none" }.parse(raw: Array($0.data.utf8)) }
        #expect(sent.map(\.messageID) == ["m1@moat.example", "m1@moat.example"])
    }

    @Test func `reports say what became of each`() async throws {
        let (live, sink) = (try await LiveHouse(), try await SMTPSinkProcess.start())
        let gateway = gateway
        try await live.run { caller in
            var channel = Samples.mailChannel
            channel.mail = MailSettings(address: "help@moat.example", smtp: "smtp://127.0.0.1:\(sink.port)")
            _ = try await caller.call(ChannelsAPI.save, channel, as: gateway)
            try await live.reply("m1", to: "li@example.com")
            try await live.reply("m3", to: "never@example.com")
            try await eventually("both ended") { try await live.reports().count == 2 }
            let reports = try await live.reports()
            #expect(reports["m1"]?.externalID == "m1@moat.example" && reports["m1"]?.error == nil)
            #expect(reports["m3"]?.externalID == nil && reports["m3"]?.error?.contains("550") == true)
        }
    }
}
