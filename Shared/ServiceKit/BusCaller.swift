package import Base
package import Contracts
package import MessageBus
internal import Store

/// The names of the headers that a call carries.
package enum CallHeader {
    package static let caller = "Moat-Caller"
    package static let idempotencyKey = "Idempotency-Key"
    package static let deadline = "Moat-Deadline"
    package static let traceparent = "traceparent"
    package static let causation = "Moat-Causation"
    package static let errorCode = "Nats-Service-Error-Code"
    package static let error = "Nats-Service-Error"
}

/// What a call says beside its request.
package struct CallOptions: Sendable {
    package var idempotencyKey: String?
    package var timeout: Instant.Span = .seconds(10)
    package var traceparent: String?
    package var causation: String?
    /// Changes nothing, so that it may be asked twice.
    package var asksOnly: Bool

    package init(
        idempotencyKey: String? = nil, timeout: Instant.Span = .seconds(10), traceparent: String? = nil,
        causation: String? = nil, asksOnly: Bool = false
    ) {
        (self.idempotencyKey, self.timeout) = (idempotencyKey, timeout)
        (self.traceparent, self.causation, self.asksOnly) = (traceparent, causation, asksOnly)
    }

    /// Whether the same call may be made again after an error. What nobody took was not carried out; of what was under
    /// way nobody knows.
    fileprivate func allowsRepeating(after code: BusError.Code) -> Bool {
        switch code {
        case .noResponders: true
        case .disconnected, .deadline: isRepeatable
        default: false
        }
    }

    /// Done twice, it has the effect of once.
    fileprivate var isRepeatable: Bool { asksOnly || idempotencyKey != nil }
}

/// The caller's side of the calls in Contracts. A call that nobody took is tried again (three times in all); one that
/// may be made twice (it has an idempotency key, or only asks) also when its answer does not come: the copy that had it
/// may have died.
package struct BusCaller: Sendable {
    private static let attemptsMaximum = 3
    /// How long an answer is waited for before a call that may be made twice is.
    private static let patience = Instant.Span.seconds(3)

    private let bus: MessageBus
    private let time: any TimeSource
    private let tracer: Tracer?

    /// With a tracer a call that nobody answers is written down; the others are by who answers them.
    package init(bus: MessageBus, time: any TimeSource = SystemTime(), tracer: Tracer? = nil) {
        (self.bus, self.time, self.tracer) = (bus, time, tracer)
    }

    /// Asks and waits for the reply; throws a `Problem`: the service's own, or 503 `service.unavailable`, 504
    /// `call.deadline`.
    package func call<Request, Reply>(
        _ call: Call<Request, Reply>, _ request: Request, as caller: Caller, _ options: CallOptions = CallOptions()
    ) async throws -> Reply {
        try JSON.decode(Reply.self, from: try await reply(to: call, request, as: caller, options))
    }

    /// Like `call`, but the reply as the JSON text it came as: for who hands it on.
    package func reply<Request, Reply>(
        to call: Call<Request, Reply>, _ request: Request, as caller: Caller, _ options: CallOptions = CallOptions()
    ) async throws -> [UInt8] {
        let payload = try JSON.encode(request)
        let trace = options.traceparent.flatMap { TraceContext($0) } ?? TraceContext.current
        let hop = tracer?.begin("ask \(call.name)", .ask, under: trace)
        let deadline = time.now() + options.timeout
        var headers: [(String, String)] = [
            (CallHeader.caller, try JSON.text(of: caller)),
            (CallHeader.deadline, deadline.description),
        ]
        if let key = options.idempotencyKey { headers.append((CallHeader.idempotencyKey, key)) }
        if let trace { headers.append((CallHeader.traceparent, trace.text)) }
        if let causation = options.causation { headers.append((CallHeader.causation, causation)) }
        var attempt = 1
        while true {
            let isLast = attempt == BusCaller.attemptsMaximum
            do {
                // Never more than there was: the clock may have been set back.
                let left = min(options.timeout, deadline - time.now())
                let reply = try await bus.request(
                    call.name, headers: headers, payload: payload,
                    timeout: options.isRepeatable && !isLast ? min(left, BusCaller.patience) : left)
                return try BusCaller.payload(of: reply)
            } catch let error as BusError {
                let again = !isLast && options.allowsRepeating(after: error.code)
                guard again, deadline - time.now() > .milliseconds(200) else {
                    let problem = Problem(error, service: call.name)
                    if let tracer, let hop { tracer.end(hop, .failed, code: problem.code) }
                    throw problem
                }
                try await time.sleep(for: .milliseconds(50 * attempt * attempt))
                attempt += 1
            }
        }
    }

    private static func payload(of message: BusMessage) throws -> [UInt8] {
        if message.header(CallHeader.errorCode) != nil {
            if let problem = try? JSON.decode(Problem.self, from: message.payload) { throw problem }
            let code = message.header(CallHeader.errorCode).flatMap(Int.init) ?? 500
            throw Problem(
                status: code, code: "service.error", title: message.header(CallHeader.error) ?? "Service Error")
        }
        return message.payload
    }
}

extension Problem {
    /// What a failed exchange means to the caller of a service.
    package init(_ error: BusError, service: String) {
        let name = service.split(separator: ".").first.map(String.init) ?? service
        switch error.code {
        case .deadline:
            self.init(
                status: 504, code: "call.deadline", title: "Gateway Timeout",
                detail: "The \(name) service did not answer in time.")
        case .payloadTooLarge:
            self.init(
                status: 413, code: "call.too_large", title: "Content Too Large",
                detail: "The request is larger than a bus message may be.")
        default:
            self = .unavailable(
                "service.unavailable", "The \(name) service cannot be reached at the moment.", retryAfter: 2)
        }
    }

    /// A `Problem` of any error; what is not one becomes a 500 that names no data.
    package init(any error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as BusError: self = Problem(error, service: "bus")
        case let error as StoreError: self = Problem(error)
        case is CancellationError: self = .unavailable("service.stopping", "The service is stopping.", retryAfter: 2)
        case let error as DecodingError: self = Problem(decoding: error)
        default: self = .fault("service.fault", "The service failed: \(type(of: error)).")
        }
    }
}
