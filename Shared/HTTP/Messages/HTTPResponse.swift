package import Base

/// What a handler answers. `Content-Length`, `Date` and `Connection` are the server's to set.
package struct HTTPResponse: Sendable {
    package enum Body: Sendable {
        case bytes([UInt8])
        /// A regular file, sent by the kernel; 404 when it cannot be opened.
        case file(path: String)
        /// Written piece by piece while it is sent (server-sent events, exports). The closure's task is cancelled, and
        /// its writes throw, when the client goes away or the server stops; what it throws cuts the connection.
        case stream(@Sendable (HTTPBodyWriter) async throws -> Void)
    }

    package var status: Int
    package var headers: HTTPHeaders
    package var body: Body

    package init(status: Int = 200, headers: HTTPHeaders = [:], body: Body = .bytes([])) {
        (self.status, self.headers, self.body) = (status, headers, body)
    }

    /// No body: 204 by default.
    package static func empty(_ status: Int = 204, headers: HTTPHeaders = [:]) -> HTTPResponse {
        HTTPResponse(status: status, headers: headers)
    }

    package static func text(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: ["Content-Type": "text/plain; charset=utf-8"], body: .bytes(Array(text.utf8)))
    }

    /// A JSON document that is bytes already.
    package static func json(bytes: [UInt8], status: Int = 200, headers: HTTPHeaders = [:]) -> HTTPResponse {
        var headers = headers
        headers["Content-Type"] = "application/json"
        return HTTPResponse(status: status, headers: headers, body: .bytes(bytes))
    }

    /// A value as JSON; throws what its encoding throws.
    package static func json(_ value: some Encodable, status: Int = 200, headers: HTTPHeaders = [:]) throws
        -> HTTPResponse
    {
        json(bytes: try JSON.encode(value), status: status, headers: headers)
    }

    /// `application/problem+json`, with `Retry-After` when the problem knows it.
    package static func problem(_ problem: Problem) -> HTTPResponse {
        var headers: HTTPHeaders = ["Content-Type": "application/problem+json"]
        if let seconds = problem.retryAfter { headers["Retry-After"] = String(seconds) }
        let body = (try? JSON.encode(problem)) ?? Array("{}".utf8)
        return HTTPResponse(status: problem.status, headers: headers, body: .bytes(body))
    }
}
