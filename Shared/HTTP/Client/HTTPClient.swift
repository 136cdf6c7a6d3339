package import Base
internal import CCurl

/// Sends HTTP requests by libcurl: pooled connections, HTTP/1.1 and HTTP/2, certificates checked. One for a process.
package final class HTTPClient: Sendable {
    package struct Request: Sendable {
        package var method: String
        package var url: String
        package var headers: HTTPHeaders
        package var body: [UInt8]
        /// For the whole exchange.
        package var timeout = Instant.Span.seconds(30)
        package var connectTimeout = Instant.Span.seconds(10)
        /// Beyond it the exchange fails with `.tooLarge`.
        package var maximumBody = 8 << 20
        /// How many redirects are followed; a redirect is an answer like others at 0.
        package var redirects = 0
        /// Refuses addresses of loopback and private networks, whatever the name says: for URLs that customers enter.
        package var onlyPublicAddresses = false

        package init(_ method: String, _ url: String, headers: HTTPHeaders = [:], body: [UInt8] = []) {
            (self.method, self.url, self.headers, self.body) = (method, url, headers, body)
        }

        /// A GET.
        package init(_ url: String, headers: HTTPHeaders = [:]) { self.init("GET", url, headers: headers) }
    }

    package struct Response: Sendable {
        package var status: Int
        package var headers: HTTPHeaders
        package var body: [UInt8]
    }

    private let loop: CurlLoop

    /// Throws `HTTPError(.library)` when libcurl or a thread cannot be had.
    package init() throws(HTTPError) { loop = try CurlLoop() }

    /// The answer, whatever its status; throws `HTTPError`, or `CancellationError` when the task is cancelled.
    package func send(_ request: Request) async throws -> Response {
        let reply = try await loop.perform(try Self.order(request))
        if let failure = reply.failure { throw failure }
        return Response(status: reply.code, headers: Self.headers(reply.lines), body: reply.body)
    }

    private static func order(_ request: Request) throws(HTTPError) -> CurlOrder {
        let letters = request.method.utf8
        guard !letters.isEmpty, letters.allSatisfy({ (65...90).contains($0) || $0 == 45 }) else {
            throw HTTPError(.badRequest, "the method is not a word of capitals")
        }
        var order = CurlOrder(url: request.url, schemes: "http,https")
        var lines = ["Expect:"]
        for (name, value) in request.headers {
            guard !(name + value).utf8.contains(where: { $0 < 32 && $0 != 9 }), !name.isEmpty, !name.contains(":")
            else {
                throw HTTPError(.badRequest, "a header contains a control character")
            }
            lines.append(value.isEmpty ? name + ";" : name + ": " + value)
        }
        if !request.body.isEmpty || ["POST", "PUT", "PATCH"].contains(request.method) {
            order.post = request.body
            order.texts.append((CURLOPT_CUSTOMREQUEST, request.method))
            if request.headers["Content-Type"] == nil { lines.append("Content-Type:") }
        } else if request.method == "HEAD" {
            order.numbers.append((CURLOPT_NOBODY, 1))
        } else if request.method != "GET" {
            order.texts.append((CURLOPT_CUSTOMREQUEST, request.method))
        }
        order.lists = [(CURLOPT_HTTPHEADER, lines)]
        if request.redirects > 0 {
            order.numbers += [(CURLOPT_FOLLOWLOCATION, 1), (CURLOPT_MAXREDIRS, request.redirects)]
            order.texts.append((CURLOPT_REDIR_PROTOCOLS_STR, "http,https"))
        }
        (order.timeout, order.connectTimeout) = (request.timeout, request.connectTimeout)
        (order.maximumBody, order.onlyPublicAddresses) = (request.maximumBody, request.onlyPublicAddresses)
        return order
    }

    private static func headers(_ lines: [String]) -> HTTPHeaders {
        var headers = HTTPHeaders()
        for line in lines {
            guard let colon = line.firstIndex(of: ":"), !line.hasPrefix("HTTP/") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            headers.add(String(line[..<colon]), String(value))
        }
        return headers
    }
}
