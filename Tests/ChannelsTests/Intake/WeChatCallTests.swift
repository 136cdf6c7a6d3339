@testable import Channels
import Base
import Contracts
import TestSupport
import Testing

@Suite struct WeChatCallTests {
    private func office(enabled: Bool = true) async throws -> Office {
        let office = try await Office()
        var channel = Samples.wechatChannel
        channel.enabled = enabled
        _ = try await office.channels.save(channel, office.context)
        return office
    }

    private func callback(_ body: String, method: String = "POST", signature: String? = nil) -> WeChatCallback {
        let signed = signature ?? WeChatDoor.signature("QDG6eK", "1", "2")
        return WeChatCallback(
            channel: "gzh", method: method,
            query: ["timestamp": "1", "nonce": "2", "signature": signed, "echostr": "echo"], body: body)
    }

    private func message(_ id: String?, event: String? = nil) -> String {
        "<xml><FromUserName>o1</FromUserName><CreateTime>1409659813</CreateTime>"
            + "<MsgType>\(event == nil ? "text" : "event")</MsgType><Content>你好</Content>"
            + (id.map { "<MsgId>\($0)</MsgId>" } ?? "") + (event.map { "<Event>\($0)</Event>" } ?? "") + "</xml>"
    }

    @Test func `the URL check is answered`() async throws {
        let office = try await office()
        let answer = try await office.inbox.wechat(callback("", method: "GET"), office.context)
        #expect(answer == WeChatAnswer(status: 200, type: "text/plain", body: "echo"))
    }

    @Test func `the same message three times is one intake, each time with success`() async throws {
        let office = try await office()
        for _ in 0..<3 {
            let answer = try await office.inbox.wechat(callback(message("77")), office.context)
            #expect(answer.status == 200 && answer.body == "success")
        }
        #expect(try await office.intakes().map(\.key) == ["gzh|77"])
        _ = try await office.inbox.wechat(callback(message("78")), office.context)
        #expect(try await office.intakes().count == 2)
    }

    @Test func `events of one second are told apart by their kind`() async throws {
        let office = try await office()
        for event in ["subscribe", "subscribe", "VIEW"] {
            _ = try await office.inbox.wechat(callback(message(nil, event: event)), office.context)
        }
        #expect(try await office.intakes().count == 2)
    }

    @Test func `a wrong signature keeps nothing`() async throws {
        let office = try await office()
        let wrong = callback(message("1"), signature: String(repeating: "0", count: 40))
        #expect(await problem { _ = try await office.inbox.wechat(wrong, office.context) }?.status == 403)
        #expect(try await office.intakes() == [])
    }

    @Test func `a channel that is off, unknown or of another kind is a 404`() async throws {
        let office = try await office(enabled: false)
        _ = try await office.channels.save(Samples.mailChannel, office.context)
        for channel in ["gzh", "box", "nobody"] {
            var call = callback(message("1"))
            call.channel = channel
            let sent = call
            #expect(await problem { _ = try await office.inbox.wechat(sent, office.context) }?.status == 404)
        }
    }
}
