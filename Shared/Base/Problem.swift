/// An error as RFC 9457 problem details: what every service throws, what crosses the bus, what the HTTP door answers.
/// `code` is stable and machine-readable (`ticket.not_found`); `detail` is a sentence for people without customers'
/// text.
package struct Problem: Error, Hashable, Sendable, Codable {
    /// HTTP status that fits, 400...599.
    package var status: Int
    package var code: String
    package var title: String
    package var detail: String?
    package var instance: String?
    /// What is wrong where in the input.
    package var errors: [Item]?
    /// Seconds to wait before trying again (429, 503).
    package var retryAfter: Int?
    /// The trace in which it happened (requirements 4.8): `moat trace ID` shows its path.
    package var traceID: String?

    private enum CodingKeys: String, CodingKey {
        case status, code, title, detail, instance, errors, retryAfter
        case traceID = "trace_id"
    }

    /// One wrong place of the input: `pointer` is a JSON pointer as URI fragment (`#/subject`).
    package struct Item: Hashable, Sendable, Codable {
        package var pointer: String
        package var code: String
        package var detail: String
        package init(pointer: String, code: String, detail: String) {
            (self.pointer, self.code, self.detail) = (pointer, code, detail)
        }
    }

    package init(
        status: Int, code: String, title: String, detail: String? = nil, errors: [Item]? = nil, retryAfter: Int? = nil
    ) {
        (self.status, self.code, self.title, self.detail) = (status, code, title, detail)
        (self.errors, self.retryAfter) = (errors, retryAfter)
    }

    /// 400: the request cannot be understood.
    package static func malformed(_ code: String, _ detail: String, errors: [Item]? = nil) -> Problem {
        Problem(status: 400, code: code, title: "Bad Request", detail: detail, errors: errors)
    }
    /// 401: nobody is signed in.
    package static func unauthenticated(_ detail: String) -> Problem {
        Problem(status: 401, code: "auth.required", title: "Unauthorized", detail: detail)
    }
    /// 403: the caller may not.
    package static func forbidden(_ detail: String) -> Problem {
        Problem(status: 403, code: "auth.forbidden", title: "Forbidden", detail: detail)
    }
    /// 404 of a kind of thing: code `<kind>.not_found`.
    package static func notFound(_ kind: String, _ id: String) -> Problem {
        Problem(status: 404, code: "\(kind).not_found", title: "Not Found", detail: "There is no \(kind) \(id).")
    }
    /// 409: the state does not allow it.
    package static func conflict(_ code: String, _ detail: String) -> Problem {
        Problem(status: 409, code: code, title: "Conflict", detail: detail)
    }
    /// 412: somebody changed it since the caller read it.
    package static func stale(_ kind: String, expected: Int, actual: Int) -> Problem {
        Problem(
            status: 412, code: "\(kind).stale", title: "Precondition Failed",
            detail: "Version \(expected) was expected, version \(actual) is current: read again and retry.")
    }
    /// 422: understood, but not valid.
    package static func invalid(_ code: String, _ detail: String, errors: [Item]? = nil) -> Problem {
        Problem(status: 422, code: code, title: "Unprocessable Content", detail: detail, errors: errors)
    }
    /// 503: try later.
    package static func unavailable(_ code: String, _ detail: String, retryAfter: Int? = nil) -> Problem {
        Problem(status: 503, code: code, title: "Service Unavailable", detail: detail, retryAfter: retryAfter)
    }
    /// 500: a fault of ours; the detail names no data.
    package static func fault(_ code: String, _ detail: String) -> Problem {
        Problem(status: 500, code: code, title: "Internal Server Error", detail: detail)
    }
}
