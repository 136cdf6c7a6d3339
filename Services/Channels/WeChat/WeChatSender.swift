internal import Base
internal import Contracts
internal import HTTP

/// Sends customer-service messages by the official account's API, within 48 hours of the customer's last words.
struct WeChatSender: Sendable {
    let client: HTTPClient
    let tokens: WeChatTokens

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
            try await tokens.forget(token, of: settings.appID)
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
        guard let secret = settings.appSecret else {
            throw DeliveryFailure(isPermanent: true, reason: "The WeChat channel has no AppSecret")
        }
        let url =
            "\(settings.api ?? "https://api.weixin.qq.com")/cgi-bin/token?grant_type=client_credential"
            + "&appid=\(PercentCoding.encode(settings.appID))&secret=\(PercentCoding.encode(secret))"
        return try await tokens.token(of: settings.appID) {
            let reply = try await perform(HTTPClient.Request("GET", url), TokenReply.self)
            guard let value = reply.access_token else {
                throw DeliveryFailure(isPermanent: false, reason: "WeChat gives no token: \(reply.errcode ?? 0)")
            }
            return (value, reply.expires_in ?? 7_200)
        }
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
