/// One request as the server hands it to its handler: whole body, checked target.
package struct HTTPRequest: Sendable {
    /// As sent: `GET`, `POST`…; other words are passed on too.
    package var method: String
    package var target: HTTPTarget
    package var headers: HTTPHeaders
    /// At most the body limit of the path.
    package var body: [UInt8]
    /// The peer's IP address without port; behind an edge that of the edge (look at `X-Forwarded-For` then).
    package var remoteAddress: String

    package init(
        method: String = "GET", target: HTTPTarget, headers: HTTPHeaders = [:], body: [UInt8] = [],
        remoteAddress: String = ""
    ) {
        (self.method, self.target, self.headers, self.body) = (method, target, headers, body)
        self.remoteAddress = remoteAddress
    }

    /// The decoded path: starts with `/`, without empty, `.` or `..` segments.
    package var path: String { target.path }
    /// The first query value of a name.
    package func query(_ name: String) -> String? { target.query.first { $0.name == name }?.value }
    /// The value of a cookie.
    package func cookie(_ name: String) -> String? {
        for line in headers.all("Cookie") {
            for pair in line.split(separator: ";") {
                let trimmed = pair.drop { $0 == " " }
                guard let equals = trimmed.firstIndex(of: "="), trimmed[..<equals] == name else { continue }
                return String(trimmed[trimmed.index(after: equals)...])
            }
        }
        return nil
    }
}
