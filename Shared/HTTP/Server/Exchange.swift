internal import Base

/// One request and its answer. libmicrohttpd's thread fills the request; the handler's task leaves the answer and
/// wakes the connection, after which libmicrohttpd asks again and gets it.
final class Exchange: Sendable {
    private struct State {
        var stage = Stage.fresh
        var request: HTTPRequest?
        var limit = 0
        var method = ""
    }
    private enum Stage {
        /// The header has not been seen. Can transition to: receiving, discarding, over.
        case fresh
        /// The body comes. Can transition to: discarding, handling, over.
        case receiving
        /// Already answered past libmicrohttpd: what still comes is thrown away. Can transition to: over.
        case discarding(left: Int)
        /// Suspended until the handler answers. Can transition to: answered.
        case handling
        /// The answer waits for libmicrohttpd. Can transition to: over.
        case answered(Int, ResponseHandle)
        case over
    }

    /// What libmicrohttpd is to do next.
    enum Step {
        case goOn, cut
        case answer(Int, ResponseHandle)
        /// The request is complete: suspend, then `submit`.
        case submit
    }

    let link: Link
    private let target: [UInt8]
    private let state = Locked(State())

    init(_ link: Link, target: [UInt8]) { (self.link, self.target) = (link, target) }

    /// The request; nil before it is complete.
    var request: HTTPRequest? { state.withLock { $0.request } }

    /// One call of libmicrohttpd: header complete, a piece of the body, or (an empty piece) all complete or resumed.
    func proceed(
        method: @autoclosure () -> String, piece: UnsafeRawBufferPointer, limits: HTTPServer.Configuration,
        at now: Instant
    ) -> Step {
        let count = piece.count
        return state.withLock { state in
            switch state.stage {
            case .fresh: return begin(&state, method(), limits, now)
            case .receiving where count == 0:
                state.stage = .over
                return .submit
            case .receiving:
                return unsafe receive(&state, piece)
            case .discarding(let left):
                state.stage = .discarding(left: left - count)
                return count == 0 || left < count ? .cut : .goOn
            case .handling: return .goOn
            case .answered(let status, let response):
                state.stage = .over
                return .answer(status, response)
            case .over: return .cut
            }
        }
    }

    /// After the connection was suspended: from now on `answer` may come.
    func awaitAnswer() { state.withLock { $0.stage = .handling } }

    /// Leaves the answer and wakes the connection; only the first one counts.
    func answer(_ status: Int, _ response: ResponseHandle) {
        let wake = state.withLock { state -> Bool in
            guard case .handling = state.stage else { return false }
            state.stage = .answered(status, response)
            return true
        }
        if wake { link.handle.resume() }
    }

    private func begin(
        _ state: inout State, _ method: String, _ limits: HTTPServer.Configuration, _ now: Instant
    ) -> Step {
        let headers = link.handle.headers()
        let lengths = headers.all("Content-Length")
        let coding = headers.all("Transfer-Encoding")
        let length = lengths.first.flatMap(Int.init) ?? 0
        do throws(Problem) {
            let target = try HTTPTarget(target)
            guard lengths.count <= 1, lengths.isEmpty || coding.isEmpty else {
                throw .malformed("http.framing", "The length of the body is given more than once.")
            }
            guard coding.allSatisfy({ $0.utf8.elementsEqual("chunked".utf8) }), coding.count <= 1 else {
                throw .malformed("http.framing", "Transfer-Encoding must be chunked.")
            }
            let limit = limits.bodyLimit(target.path)
            guard length <= limit else { throw Self.tooLarge(limit) }
            state.limit = limit
            state.stage = .receiving
            state.request = HTTPRequest(
                method: method, target: target, headers: headers, remoteAddress: link.handle.remoteAddress)
            state.request?.body.reserveCapacity(length)
            link.move(to: .body(since: now, received: 0))
            return .goOn
        } catch {
            let expectsBody = length > 0 || !coding.isEmpty
            if expectsBody && headers["Expect"] == nil { return refuse(&state, error, since: now) }
            guard let response = ResponseHandle(problem: error) else { return .cut }
            state.stage = .over
            return .answer(error.status, response)
        }
    }

    private func receive(_ state: inout State, _ piece: UnsafeRawBufferPointer) -> Step {
        let received = (state.request?.body.count ?? 0) + piece.count
        guard received <= state.limit else { return refuse(&state, Self.tooLarge(state.limit), since: nil) }
        unsafe state.request?.body.append(contentsOf: piece)
        link.received(received)
        return .goOn
    }

    /// Answers while the client is still sending: the answer goes out at once, our side of the connection is closed,
    /// and what still comes is thrown away for a while, since closing with unread bytes would destroy the answer.
    private func refuse(_ state: inout State, _ problem: Problem, since now: Instant?) -> Step {
        state.request = nil
        state.stage = .discarding(left: 64 << 20)
        link.lastWord(RawReply.bytes(problem), since: now)
        return .goOn
    }

    private static func tooLarge(_ limit: Int) -> Problem {
        Problem(
            status: 413, code: "http.body_too_large", title: "Content Too Large",
            detail: "The body may have at most \(limit) bytes here.")
    }
}

extension ResponseHandle {
    convenience init?(problem: Problem, closing: Bool = false) {
        let response = HTTPResponse.problem(problem)
        guard case .bytes(let bytes) = response.body else { return nil }
        var headers = response.headers
        if closing { headers["Connection"] = "close" }
        self.init(bytes: bytes, headers: headers)
    }
}
