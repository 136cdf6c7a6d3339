@testable import Channels
import Base
import Testing

/// The vectors of requirements 4.1, made with Python's hashlib and openssl.
@Suite struct WeChatDoorTests {
    private let plain = WeChatDoor(token: "weixin", appID: "wx1234567890abcdef", encodingAESKey: nil)
    private let safe = WeChatDoor(
        token: "QDG6eK", appID: "wx1234567890abcdef", encodingAESKey: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG")
    private let signed = [
        "timestamp": "1409659813", "nonce": "1372623149", "signature": "8df7164a2761b9b11672dec5a7df21e70144da13",
    ]
    private let sealed =
        "Q3stYC6hdFzMh9T8HCvyDMqYq+3LWRBafgYE/6+E3kaIPVItdlEZTk22y1bc"
        + "b56FU4/6xj3fJGhjWyK2VeDV/Y/V6CR/VB0/"
        + "SbpHNGMxXzRKZpiOJ8yVZKCcTMYjR9BR"
    private let sealedQuery = [
        "timestamp": "1409659813", "nonce": "1372623149", "encrypt_type": "aes",
        "msg_signature": "8c5b552851341d2783aad3cb83f23c08bd7b389b",
    ]

    @Test func `the URL check is answered with its echo`() throws {
        #expect(WeChatDoor.signature("weixin", "1409659813", "1372623149") == signed["signature"])
        #expect(try plain.greeting(signed.merging(["echostr": "<4711>"]) { $1 }) == "<4711>")
    }

    @Test(arguments: [
        ["signature": "8df7164a2761b9b11672dec5a7df21e70144da14"], ["timestamp": "1409659814"], ["nonce": ""],
        ["signature": ""], ["signature": "8DF7164A2761B9B11672DEC5A7DF21E70144DA13"],
    ]) func `a wrong signature is a 403`(change: [String: String]) {
        let query = signed.merging(change) { $1 }
        for action in [{ _ = try plain.greeting(query) }, { _ = try plain.message("<xml><A>1</A></xml>", query) }] {
            let problem = #expect(throws: Problem.self) { try action() }
            #expect(problem?.status == 403 && problem?.code == "wechat.signature")
        }
    }

    @Test(arguments: ["signature", "timestamp", "nonce"]) func `a missing part is a 403`(name: String) {
        var query = signed
        query[name] = nil
        let problem = #expect(throws: Problem.self) { try plain.greeting(query) }
        #expect(problem?.status == 403)
    }

    @Test func `a plain message gives its fields`() throws {
        let fields = try plain.message(
            "<xml><FromUserName><![CDATA[o1]]></FromUserName><Content><![CDATA[你好 <b>]]></Content></xml>", signed)
        #expect(fields == ["FromUserName": "o1", "Content": "你好 <b>"])
    }

    @Test(arguments: [
        "", "hello", "{}", "<xml>", "<xml></xml>",
        "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><xml><Content>&b;</Content></xml>",
        "<?xml version=\"1.0\"?><!DOCTYPE x SYSTEM \"file:///etc/passwd\"><xml><Content>x</Content></xml>",
        "<xml><Content>&undefined;</Content></xml>",
    ]) func `what is not WeChat's XML is a 400, bombs too`(body: String) {
        let problem = #expect(throws: Problem.self) { try plain.message(body, signed) }
        #expect(problem?.status == 400 && problem?.code == "wechat.xml")
    }

    @Test func `a very long body is a 413 before it is read`() {
        let body = "<xml><Content>" + String(repeating: "x", count: 65_536) + "</Content></xml>"
        #expect(#expect(throws: Problem.self) { try plain.message(body, signed) }?.status == 413)
    }

    @Test func `safe mode is decrypted`() throws {
        #expect(try safe.decrypt(sealed) == "<xml><Content>你好</Content></xml>")
        let body = "<xml><ToUserName>gh</ToUserName><Encrypt><![CDATA[\(sealed)]]></Encrypt></xml>"
        #expect(try safe.message(body, sealedQuery) == ["Content": "你好"])
    }

    @Test func `a wrong message signature is a 403, also when the plain one is right`() {
        let body = "<xml><Encrypt>\(sealed)</Encrypt></xml>"
        for wrong in ["8c5b552851341d2783aad3cb83f23c08bd7b389c", ""] {
            var query = sealedQuery
            query["msg_signature"] = wrong
            query["signature"] = WeChatDoor.signature("QDG6eK", "1409659813", "1372623149")
            #expect(#expect(throws: Problem.self) { try safe.message(body, query) }?.status == 403)
        }
    }

    @Test func `what cannot be decrypted, or is for another account, is a 400`() {
        let key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
        let doors = [
            WeChatDoor(token: "QDG6eK", appID: "wx0000000000000000", encodingAESKey: key),
            WeChatDoor(token: "QDG6eK", appID: "wx1234567890abcdef", encodingAESKey: String(key.reversed())),
            WeChatDoor(token: "QDG6eK", appID: "wx1234567890abcdef", encodingAESKey: "short"),
            WeChatDoor(token: "QDG6eK", appID: "wx1234567890abcdef", encodingAESKey: nil),
        ]
        for door in doors {
            #expect(#expect(throws: Problem.self) { try door.decrypt(sealed) }?.code == "wechat.cipher")
        }
        for cipher in ["", "AAAA", "not base64!", String(sealed.dropLast(8)), String(sealed.dropFirst(24))] {
            #expect(#expect(throws: Problem.self) { try safe.decrypt(cipher) }?.code == "wechat.cipher")
        }
    }
}
