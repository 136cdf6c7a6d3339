internal import Base
internal import Contracts
internal import MessageBus
internal import Store

/// A call as the service answers it: bytes in, bytes out.
struct Answer: Sendable {
    let name: String
    let allow: Allow
    let meters: CallMeters
    let handle: @Sendable ([UInt8], CallContext) async throws -> [UInt8]
}

extension Service {
    /// Calls of one kind that are worked on at the same time; more wait in the subscription's bounded queue.
    static let concurrencyMaximum = 64

    /// What a caller hears when 1,024 calls of one kind wait already.
    private static let tooBusy: Bound = {
        let problem = Problem.unavailable("service.busy", "Too many calls are waiting.", retryAfter: 1)
        return Bound(
            messages: 1_024,
            overflow: .answer(
                headers: [(CallHeader.errorCode, "503"), (CallHeader.error, problem.code)],
                payload: (try? JSON.encode(problem)) ?? []))
    }()

    /// Takes the messages of one call until the bus is drained.
    func serve(_ answer: Answer) async throws {
        try await bus.serve(
            answer.name, queue: name, concurrency: Service.concurrencyMaximum, bound: Service.tooBusy,
            meter: "call \(answer.name)"
        ) { message in
            await self.respond(to: message, answer)
        }
    }

    private func respond(to message: BusMessage, _ answer: Answer) async {
        let parent = message.header(CallHeader.traceparent).flatMap { TraceContext($0) }
        let hop = tracer.begin(answer.name, .call, under: parent)
        answer.meters.working.add(1)
        let failure = await TraceContext.$current.withValue(hop.context) {
            await self.handle(message, answer)
        }
        answer.meters.working.add(-1)
        let outcome = Tracer.Outcome(status: failure?.status ?? 200)
        answer.meters.ended(outcome, failure, after: time.now() - hop.start)
        tracer.end(hop, outcome, code: failure?.code)
    }

    /// The problem that was answered, if one was.
    private func handle(_ message: BusMessage, _ answer: Answer) async -> Problem? {
        do {
            let context = try context(of: message, call: answer.name)
            guard let scope = context.caller.scope(for: answer.name, answer.allow) else {
                throw Problem.forbidden("This call is not for \(context.caller.kind.rawValue) \(context.caller.id).")
            }
            if let deadline = context.deadline, deadline < time.now() {
                throw Problem(status: 504, code: "call.deadline", title: "Gateway Timeout")
            }
            if scope != .all {
                try await checkScope(
                    ScopedCall(
                        answer.name, context.caller, scope,
                        try JSON(parsing: message.payload.isEmpty ? Array("{}".utf8) : message.payload)))
            }
            var payload = try await answer.handle(message.payload, context)
            if let masks = context.caller.grants?.masked, !masks.isEmpty {
                payload = FieldMask.cover(try JSON(parsing: payload), Set(masks)).bytes
            }
            try await bus.respond(to: message, payload: payload)
            return nil
        } catch {
            return await refuse(message, error, answer.name)
        }
    }

    private func refuse(_ message: BusMessage, _ error: any Error, _ call: String) async -> Problem {
        var problem = Problem(any: error)
        if problem.status >= 500 {
            // The type only: the words of an error we do not know may be a customer's.
            log.error(
                "call failed",
                ["call": .string(call), "code": .string(problem.code), "error": .string("\(type(of: error))")])
        }
        problem.traceID = problem.traceID ?? TraceContext.current?.traceID
        let body = (try? JSON.encode(problem)) ?? Array("{}".utf8)
        let headers = [(CallHeader.errorCode, String(problem.status)), (CallHeader.error, problem.code)]
        do {
            try await bus.respond(to: message, headers: headers, payload: body)
        } catch {
            log.warning("reply lost", ["call": .string(call)])
        }
        return problem
    }

    private func context(of message: BusMessage, call: String) throws -> CallContext {
        guard let header = message.header(CallHeader.caller) else {
            throw Problem.unauthenticated("A call needs a Moat-Caller header.")
        }
        let caller = try JSON.decode(Caller.self, from: Array(header.utf8))
        let key = message.header(CallHeader.idempotencyKey)
        return CallContext(
            caller: caller,
            idempotencyKey: key.map { "\(call)|\(caller.kind.rawValue):\(caller.id)|\($0)" },
            fingerprint: Fingerprint.of(message.payload),
            deadline: message.header(CallHeader.deadline).flatMap { Instant($0) },
            traceparent: TraceContext.current?.text,
            causation: message.header(CallHeader.causation), store: store)
    }
}
