@testable import Channels
import Base
import Contracts
import TestSupport
import Testing

@Suite struct ChannelCallTests {
    @Test func `secrets go in and never come out`() async throws {
        let office = try await Office()
        for channel in [Samples.mailChannel, Samples.wechatChannel] {
            let saved = try await office.channels.save(channel, office.context)
            #expect(saved == saved.withoutSecrets && saved.version == 1)
        }
        let listed = try JSON(encoding: try await office.channels.list(Empty(), office.context)).text
        for secret in ["imap-secret", "smtp-secret", "QDG6eK", "app-secret", "abcdefghijklmnop"] {
            #expect(!listed.contains(secret))
        }
        #expect(listed.contains("help@moat.example"))
        let kept = try await office.stored("box")
        #expect(kept?.mail?.imapPassword == "imap-secret" && kept?.mail?.smtpPassword == "smtp-secret")
    }

    @Test func `what is left out stays, what is given changes`() async throws {
        let office = try await Office()
        for channel in [Samples.mailChannel, Samples.wechatChannel] {
            _ = try await office.channels.save(channel, office.context)
        }
        var mail = Samples.mailChannel.withoutSecrets
        mail.name = "Renamed"
        mail.mail?.smtpPassword = "new"
        #expect(try await office.channels.save(mail, office.context).version == 2)
        let stored = try await office.stored("box")
        #expect(stored?.name == "Renamed")
        #expect(stored?.mail?.imapPassword == "imap-secret" && stored?.mail?.smtpPassword == "new")
        _ = try await office.channels.save(Samples.wechatChannel.withoutSecrets, office.context)
        #expect(try await office.stored("gzh")?.wechat == Samples.wechatChannel.wechat)
    }

    @Test func `who saves what another has changed meanwhile is told so`() async throws {
        let office = try await Office()
        let read = try await office.channels.save(Samples.mailChannel, office.context)
        var first = read
        first.name = "First"
        #expect(try await office.channels.save(first, office.context).version == 2)
        var second = read
        second.name = "Second"
        let late = second
        let found = await problem { _ = try await office.channels.save(late, office.context) }
        #expect(found?.status == 412 && found?.code == "channel.stale")
        #expect(try await office.stored("box")?.name == "First")
        var unknown = Samples.wechatChannel
        unknown.version = 3
        let gone = unknown
        #expect(await problem { _ = try await office.channels.save(gone, office.context) }?.code == "channel.stale")
    }

    @Test func `a channel keeps its kind`() async throws {
        let office = try await Office()
        _ = try await office.channels.save(Samples.mailChannel, office.context)
        var other = Samples.wechatChannel
        other.id = "box"
        let changed = other
        #expect(await problem { _ = try await office.channels.save(changed, office.context) }?.code == "channel.kind")
    }

    @Test func `every mistake is named`() async throws {
        let office = try await Office()
        let mail = ChannelSettings(
            id: "no spaces", kind: .mail, name: "",
            mail: MailSettings(address: "nobody", imap: "http://x", smtp: "imap"))
        let found = await problem { _ = try await office.channels.save(mail, office.context) }
        #expect(found?.status == 422)
        #expect(
            found?.errors?.map(\.pointer) == ["#/id", "#/name", "#/mail/address", "#/mail/imap", "#/mail/smtp"])
        let bare = ChannelSettings(id: "w", kind: .wechat, name: "W")
        let none = await problem { _ = try await office.channels.save(bare, office.context) }
        #expect(none?.errors?.map(\.pointer) == ["#/wechat/appID"])
    }

    @Test func `what the house signs with is made once`() async throws {
        let office = try await Office()
        let secret = try await ChannelSecrets.load(from: office.store).addressing
        #expect(secret.count == 32)
        #expect(try await ChannelSecrets.load(from: office.store).addressing == secret)
    }
}
