internal import Base

/// A problem as a whole HTTP/1.1 answer, for the cases in which libmicrohttpd does not let us answer.
enum RawReply {
    static let timeout = bytes(
        Problem(
            status: 408, code: "http.timeout", title: "Request Timeout",
            detail: "The request did not arrive in the time allowed."))

    static func bytes(_ problem: Problem) -> [UInt8] {
        let body = (try? JSON.encode(problem)) ?? []
        let head =
            "HTTP/1.1 \(problem.status) \(problem.title)\r\nContent-Type: application/problem+json\r\n"
            + "Content-Length: \(body.count)\r\nConnection: close\r\n\r\n"
        return Array(head.utf8) + body
    }
}
