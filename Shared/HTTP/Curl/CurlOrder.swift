internal import Base
internal import CCurl

/// What one transfer is to do, as values; `CurlTransfer` makes libcurl's handle of it.
struct CurlOrder: Sendable {
    var url: String
    /// Schemes that may be used, comma-separated.
    var schemes: String
    var numbers: [(CURLoption, Int)] = []
    var texts: [(CURLoption, String)] = []
    var lists: [(CURLoption, [String])] = []
    /// Sent as the body of a POST-like request.
    var post: [UInt8]?
    /// Handed to libcurl piece by piece (mail).
    var upload: [UInt8]?
    var maximumBody = 8 << 20
    var timeout = Instant.Span.seconds(30)
    var connectTimeout = Instant.Span.seconds(10)
    var onlyPublicAddresses = false
}

/// What came back of a transfer that ended.
struct CurlReply: Sendable {
    /// 0 when all went well, otherwise libcurl's number.
    var result: Int32
    /// The protocol's last status.
    var code: Int
    /// Header lines, or all lines the server said (SMTP, IMAP), without line ends.
    var lines: [String]
    var body: [UInt8]
    var isTooLarge: Bool
    /// libcurl's sentence about what went wrong.
    var error: String

    /// The error that the result stands for, or nil.
    var failure: HTTPError? {
        if isTooLarge { return HTTPError(.tooLarge, "the answer is larger than allowed") }
        guard result != 0 else { return nil }
        let code: HTTPError.Code =
            switch CURLcode(rawValue: UInt32(result)) {
            case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_PROXY: .cannotConnect
            case CURLE_OPERATION_TIMEDOUT: .timeout
            case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT: .badRequest
            case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_USE_SSL_FAILED,
                CURLE_SSL_CACERT_BADFILE:
                .insecure
            case CURLE_LOGIN_DENIED: .authentication
            case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_SEND_ERROR: .disconnected
            default: .badReply
            }
        return HTTPError(code, error.isEmpty ? "transfer failed (\(result))" : error)
    }
}
