internal import Base
internal import Contracts
internal import HTTP

/// Sends customer-service messages by the official account's API, within 48 hours of the customer's last words.
actor WeChatSender {
    private let client: HTTPClient
    private let time: any TimeSource
    /// One token per account at a time; 7,200 s valid, renewed five minutes early.
    private var tokens: [String: (value: String, until: Instant)] = [:]

    init(client: HTTPClient, time: any TimeSource) { (self.client, self.time) = (client, time) }

    private struct TokenReply: Codable {
        var access_token: String?; var expires_in: Int?; var errcode: Int?; var errmsg: String?
    }
    private struct SendReply: Codable { var errcode: Int?; var errmsg: String?; var msgid: JSON? }

    /// Throws `DeliveryFailure`: permanent when the 48 hours are over or the user is unknown.
    func send(_ text: String, to openID: String, _ settings: WeChatSettings) async throws {
        let token = try await token(settings)
        let body: JSON = ["touser": .string(openID), "msgtype": "text", "text": ["content": .string(text)]]
        let url =
            "\(settings.api ?? "https://api.weixin.qq.com")/cgi-bin/message/custom/send"
            + "?access_token=\(PercentCoding.encode(token))"
        let request = HTTPClient.Request(
            "POST", url, headers: ["Content-Type": "application/json"], body: Array(body.text.utf8))
        let reply = try await perform(request, SendReply.self)
        switch reply.errcode ?? 0 {
        case 0: return
        case 40_001, 40_014, 42_001:
            tokens[settings.appID] = nil
            throw DeliveryFailure(isPermanent: false, reason: "WeChat refused the token (\(reply.errcode ?? 0))")
        case 45_015:
            throw DeliveryFailure(isPermanent: true, reason: "WeChat: 48 hours since the customer's last message")
        case 40_003, 43_004:
            throw DeliveryFailure(isPermanent: true, reason: "WeChat: the user is no follower (\(reply.errcode ?? 0))")
        default:
            throw DeliveryFailure(isPermanent: false, reason: "WeChat: \(reply.errcode ?? 0) \(reply.errmsg ?? "")")
        }
    }

    private func token(_ settings: WeChatSettings) async throws -> String {
        if let known = tokens[settings.appID], known.until > time.now() { return known.value }
        guard let secret = settings.appSecret else {
            throw DeliveryFailure(isPermanent: true, reason: "The WeChat channel has no AppSecret")
        }
        let url =
            "\(settings.api ?? "https://api.weixin.qq.com")/cgi-bin/token?grant_type=client_credential"
            + "&appid=\(PercentCoding.encode(settings.appID))&secret=\(PercentCoding.encode(secret))"
        let reply = try await perform(HTTPClient.Request("GET", url), TokenReply.self)
        guard let value = reply.access_token else {
            throw DeliveryFailure(isPermanent: false, reason: "WeChat gives no token: \(reply.errcode ?? 0)")
        }
        // Another send may have renewed it while we waited: the newest one is valid.
        tokens[settings.appID] = (value, time.now() + .seconds(max(60, (reply.expires_in ?? 7_200) - 300)))
        return value
    }

    private func perform<Reply: Decodable & Sendable>(_ request: HTTPClient.Request, _ type: Reply.Type) async throws
        -> Reply
    {
        do {
            let response = try await client.send(request)
            return try JSON.decode(type, from: response.body)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw DeliveryFailure(isPermanent: false, reason: "WeChat cannot be reached")
        }
    }
}
