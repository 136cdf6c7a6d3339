internal import Base

/// A message of an official account's follower.
struct WeChatMessage: Sendable {
    let openID: String
    let at: Instant
    /// MsgId; events have none and are named by sender and time.
    let key: String
    /// What was said, in words; nil for events, which are no messages.
    let text: String?

    /// The end of the year 9999, in seconds.
    private static let latest: Int64 = 253_402_300_799

    /// Throws a 400 `wechat.fields` when a needed field is missing.
    init(_ fields: [String: String]) throws {
        guard let openID = fields["FromUserName"], !openID.isEmpty, let type = fields["MsgType"],
            let created = fields["CreateTime"].flatMap(Int64.init), (0...WeChatMessage.latest).contains(created)
        else { throw Problem.malformed("wechat.fields", "FromUserName, CreateTime and MsgType are needed.") }
        self.openID = openID
        at = Instant(seconds: created)
        let event = fields["Event"].map { "-\($0)" } ?? ""
        key = fields["MsgId"] ?? "\(openID)-\(created)\(event)"
        text = WeChatMessage.words(type, fields)
    }

    private static func words(_ type: String, _ fields: [String: String]) -> String? {
        func field(_ name: String) -> String { fields[name] ?? "" }
        switch type {
        case "text": return field("Content")
        case "image": return "[图片] \(field("PicUrl"))"
        case "voice": return field("Recognition").isEmpty ? "[语音]" : "[语音] \(field("Recognition"))"
        case "video", "shortvideo": return "[视频]"
        case "location": return "[位置] \(field("Label")) (\(field("Location_X")), \(field("Location_Y")))"
        case "link": return "[链接] \(field("Title")) \(field("Url"))"
        case "miniprogrampage": return "[小程序] \(field("Title"))"
        case "event": return nil
        default: return "[\(type)]"
        }
    }
}
