internal import Base
internal import Crypto
internal import Text

/// The webhook protocol of a WeChat official account (requirements 4.1), without I/O.
struct WeChatDoor: Sendable {
    let token: String
    let appID: String
    let encodingAESKey: String?

    /// Fields of one message; larger documents are refused.
    private static let bodyMaximum = 64 * 1024

    /// SHA-1 of the sorted parts, in hex.
    static func signature(_ parts: String...) -> String { Hex.encode(Digest.sha1(parts.sorted().joined())) }

    /// Answers the URL check with its `echostr`; 403 `wechat.signature` when the signature is wrong.
    func greeting(_ query: [String: String]) throws -> String {
        try check(query)
        return query["echostr"] ?? ""
    }

    /// The fields of a message, decrypted in safe mode; 403 for a wrong signature, 400 for what is not WeChat's XML.
    func message(_ body: String, _ query: [String: String]) throws -> [String: String] {
        guard body.utf8.count <= WeChatDoor.bodyMaximum else {
            throw Problem(status: 413, code: "wechat.too_large", title: "Content Too Large")
        }
        guard query["encrypt_type"] == "aes" else {
            try check(query)
            return try WeChatDoor.fields(body)
        }
        let sealed = try WeChatDoor.fields(body)["Encrypt"] ?? ""
        let expected = WeChatDoor.signature(token, query["timestamp"] ?? "", query["nonce"] ?? "", sealed)
        guard equalInConstantTime(expected, query["msg_signature"] ?? "") else { throw WeChatDoor.wrongSignature }
        return try WeChatDoor.fields(try decrypt(sealed))
    }

    private func check(_ query: [String: String]) throws {
        guard let timestamp = query["timestamp"], let nonce = query["nonce"], let given = query["signature"],
            equalInConstantTime(WeChatDoor.signature(token, timestamp, nonce), given)
        else { throw WeChatDoor.wrongSignature }
    }

    private static let wrongSignature = Problem(
        status: 403, code: "wechat.signature", title: "Forbidden",
        detail: "The signature is wrong: check the token of the channel.")

    private static func fields(_ xml: String) throws -> [String: String] {
        guard let fields = FlatXML.fields(xml), !fields.isEmpty else {
            throw Problem.malformed("wechat.xml", "The body is not the XML of a WeChat message.")
        }
        return fields
    }

    /// AES-256-CBC, PKCS#7 with blocks of 32: 16 random bytes, length, message, AppID.
    func decrypt(_ base64: String) throws -> String {
        let unreadable = Problem.malformed("wechat.cipher", "The message cannot be decrypted: check EncodingAESKey.")
        guard let encoded = encodingAESKey, let key = Base64.decode(encoded + "=", canonical: false), key.count == 32,
            let cipher = Base64.decode(base64),
            let plain = try? AES.decryptCBC(cipher, key: key, iv: Array(key[..<16]), padding: .pkcs7(block: 32)),
            plain.count >= 20
        else { throw unreadable }
        let length = plain[16..<20].reduce(0) { $0 << 8 | Int($1) }
        guard length >= 0, 20 + length <= plain.count,
            let message = String(validating: plain[20..<20 + length], as: UTF8.self),
            plain[(20 + length)...].elementsEqual(appID.utf8)
        else { throw unreadable }
        return message
    }
}
