@testable import Channels
import Base
import Testing

@Suite struct WeChatMessageTests {
    private func fields(_ type: String, _ more: [String: String] = [:]) -> [String: String] {
        ["FromUserName": "o1", "CreateTime": "1409659813", "MsgType": type, "MsgId": "99"].merging(more) { $1 }
    }

    @Test(arguments: [
        ("text", ["Content": "打印机坏了"], "打印机坏了"), ("image", ["PicUrl": "http://p/1"], "[图片] http://p/1"),
        ("voice", [:], "[语音]"), ("voice", ["Recognition": "你好"], "[语音] 你好"), ("video", [:], "[视频]"),
        ("shortvideo", [:], "[视频]"),
        ("location", ["Label": "北京", "Location_X": "1", "Location_Y": "2"], "[位置] 北京 (1, 2)"),
        ("link", ["Title": "T", "Url": "http://u"], "[链接] T http://u"), ("miniprogrampage", ["Title": "店"], "[小程序] 店"),
        ("newtype", [:], "[newtype]"),
    ]) func `every type says something`(type: String, more: [String: String], text: String) throws {
        let message = try WeChatMessage(fields(type, more))
        #expect(message.text == text)
        #expect(message.openID == "o1" && message.key == "99" && message.at == Instant(seconds: 1_409_659_813))
    }

    @Test func `an event is no message and is known by sender and time`() throws {
        var event = fields("event", ["Event": "subscribe"])
        event["MsgId"] = nil
        let message = try WeChatMessage(event)
        #expect(message.text == nil)
        #expect(message.key.hasPrefix("o1-1409659813"))
    }

    @Test(arguments: ["FromUserName", "CreateTime", "MsgType"]) func `a needed field is missed`(name: String) {
        var fields = fields("text")
        fields[name] = nil
        #expect(#expect(throws: Problem.self) { try WeChatMessage(fields) }?.code == "wechat.fields")
        fields[name] = name == "CreateTime" ? "yesterday" : ""
        if name != "MsgType" { #expect(throws: Problem.self) { try WeChatMessage(fields) } }
    }
}
