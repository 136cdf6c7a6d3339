import Base
import Contracts
import MessageBus
import ServiceKit
import Store
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(4))) struct CallTests {
    /// Runs the work service with its handlers.
    private func withWork(
        _ body: @escaping @Sendable (BusCaller, Service, ServiceHouse) async throws -> Void
    ) async throws {
        let house = try await ServiceHouse()
        let service = try await house.service(WorkAPI.service, migrations: WorkAPI.migrations)
        service.answer(WorkAPI.double) { request, _ in Number(n: request.n * 2) }
        service.answer(WorkAPI.add) { request, context in
            try await context.write { tx in
                try tx.execute(
                    """
                    INSERT INTO counts (id, n) VALUES (1, \(request.n))
                    ON CONFLICT (id) DO UPDATE SET n = counts.n + excluded.n
                    """)
                _ = try tx.append(context.event(WorkAPI.done, subject: "work/1", data: request))
                return Number(n: try tx.first("SELECT n FROM counts WHERE id = 1")?.int("n") ?? 0)
            }
        }
        service.answer(WorkAPI.slow) { request, _ in
            try await SystemTime().sleep(for: .seconds(30))
            return request
        }
        service.answer(WorkAPI.fail) { request, _ in
            switch request.n {
            case 1: throw Problem.stale("work", expected: 1, actual: 2)
            case 2: throw StoreError(.unique, "counts.id")
            case 3: throw StoreError(.overloaded, "full")
            case 4: throw CancellationError()
            default: throw Secret(password: "hunter2")
            }
        }
        try await house.run([service]) { try await body($0, service, house) }
        await service.store.close()
    }

    private struct Secret: Error {
        var password: String
    }

    @Test func `a call goes there and back`() async throws {
        try await withWork { caller, _, _ in
            #expect(try await caller.call(WorkAPI.double, Number(n: 21), as: agent) == Number(n: 42))
            let all = try await withThrowingTaskGroup(of: Int.self) { group in
                for n in 1...200 {
                    group.addTask { try await caller.call(WorkAPI.double, Number(n: n), as: agent).n }
                }
                return try await group.reduce(0, +)
            }
            #expect(all == 200 * 201)
        }
    }

    @Test func `who may not is told so, and the handler does not run`() async throws {
        try await withWork { caller, _, house in
            for stranger in [Caller.anonymous, Caller(kind: .customer, id: "c"), Caller(kind: .rule, id: "r")] {
                let refused = await problem { _ = try await caller.call(WorkAPI.double, Number(n: 1), as: stranger) }
                #expect(refused?.status == 403 && refused?.code == "auth.forbidden")
            }
            let feed = await problem { _ = try await caller.call(WorkAPI.feed, FeedRequest(after: 0), as: agent) }
            #expect(feed?.status == 403)
        }
    }

    @Test func `a call without a caller, or with a broken one, is refused`() async throws {
        let house = try await ServiceHouse()
        let service = try await house.service(WorkAPI.service)
        service.answer(WorkAPI.double) { request, _ in request }
        let bus = try house.bus("raw")
        try await house.run([service]) { _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { do { try await bus.run() } catch is CancellationError {} }
                defer { group.cancelAll() }
                let sent: [(headers: [(String, String)], payload: String, code: String)] = [
                    ([], #"{"n":1}"#, "401"), ([(CallHeader.caller, "{")], #"{"n":1}"#, "400"),
                    ([(CallHeader.caller, #"{"kind":"god","id":"1","roles":[],"teams":[]}"#)], #"{"n":1}"#, "400"),
                    ([(CallHeader.caller, #"{"kind":"service","id":"1","roles":[],"teams":[]}"#)], "\u{0}", "400"),
                    (
                        [(CallHeader.caller, #"{"kind":"service","id":"1","roles":[],"teams":[]}"#)], #"{"n":"x"}"#,
                        "400"
                    ),
                ]
                for item in sent {
                    let reply = try await bus.request(
                        WorkAPI.double.name, headers: item.headers, payload: Array(item.payload.utf8),
                        timeout: .seconds(10))
                    #expect(reply.header(CallHeader.errorCode) == item.code)
                    #expect(try JSON.decode(Problem.self, from: reply.payload).status == Int(item.code))
                }
            }
        }
    }

    @Test func `a call that is too late is not begun, and a slow one ends at its deadline`() async throws {
        try await withWork { caller, service, _ in
            let slow = await problem {
                _ = try await caller.call(
                    WorkAPI.slow, Number(n: 1), as: agent, CallOptions(timeout: .milliseconds(100)))
            }
            #expect(slow?.status == 504 && slow?.code == "call.deadline")
            let late = await problem {
                _ = try await caller.call(WorkAPI.add, Number(n: 1), as: agent, CallOptions(timeout: .seconds(-60)))
            }
            #expect(late?.status == 504)
            let events = try await service.store.feed(after: 0, limit: 10).events
            #expect(events.isEmpty)
        }
    }

    /// A copy that dies with a call in hand never answers; nobody says so.
    @Test func `what may be asked twice is, when the copy that had it does not answer`() async throws {
        let house = try await ServiceHouse()
        let (copy, bus) = (try house.bus("copy"), try house.bus("caller"))
        let taken = Locked(0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { do { try await copy.run() } catch is CancellationError {} }
            group.addTask { do { try await bus.run() } catch is CancellationError {} }
            group.addTask {
                try await copy.serve(WorkAPI.double.name) { message in
                    let number = taken.withLock { count -> Int in
                        count += 1
                        return count
                    }
                    if number > 1 { try? await copy.respond(to: message, payload: Array(#"{"n":42}"#.utf8)) }
                }
            }
            defer { group.cancelAll() }
            let caller = BusCaller(bus: bus)
            try await eventually("the copy takes calls") {
                _ = try? await bus.request(WorkAPI.double.name, timeout: .milliseconds(50))
                return taken.withLock { $0 } > 0
            }
            taken.withLock { $0 = 0 }
            let change = await problem {
                _ = try await caller.call(
                    WorkAPI.double, Number(n: 21), as: agent, CallOptions(timeout: .milliseconds(300)))
            }
            #expect(change?.status == 504)
            taken.withLock { $0 = 0 }
            let answer = try await caller.call(WorkAPI.double, Number(n: 21), as: agent, CallOptions(asksOnly: true))
            #expect(answer == Number(n: 42))
            #expect(taken.withLock { $0 } == 2)
        }
    }

    @Test func `a key makes a write happen once and gives the first reply again`() async throws {
        try await withWork { caller, service, _ in
            let options = CallOptions(idempotencyKey: "k1")
            let replies = try await withThrowingTaskGroup(of: Number.self) { group in
                for _ in 0..<20 {
                    group.addTask { try await caller.call(WorkAPI.add, Number(n: 5), as: agent, options) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(replies) == [Number(n: 5)])
            #expect(try await caller.call(WorkAPI.add, Number(n: 5), as: agent) == Number(n: 10))
            #expect(try await service.store.feed(after: 0, limit: 10).events.count == 2)
            let other = await problem { _ = try await caller.call(WorkAPI.add, Number(n: 6), as: agent, options) }
            #expect(other?.status == 422)
            let bob = Caller(kind: .agent, id: "bob", roles: [.agent])
            #expect(try await caller.call(WorkAPI.add, Number(n: 5), as: bob, options) == Number(n: 15))
        }
    }

    @Test func `an event says who caused it`() async throws {
        try await withWork { caller, service, _ in
            let asked = TraceContext(root: .seeded(1), isSampled: true)
            let options = CallOptions(traceparent: asked.text, causation: "e1")
            _ = try await caller.call(WorkAPI.add, Number(n: 1), as: agent, options)
            let event = try #require(try await service.store.feed(after: 0, limit: 1).events.first)
            #expect(event.actor == Actor(agent) && event.causation == "e1")
            let written = try #require(event.traceparent.flatMap { TraceContext($0) })
            #expect(written.traceID == asked.traceID && written.spanID != asked.spanID)
            #expect(event.source == "/moat/work" && event.type == "moat.work.done" && event.sequence == 1)
        }
    }

    @Test(arguments: [
        (1, 412, "work.stale"), (2, 409, "store.unique"), (3, 503, "store.overloaded"), (4, 503, "service.stopping"),
        (5, 500, "service.fault"),
    ]) func `every failure is a problem that names no secret`(n: Int, status: Int, code: String) async throws {
        try await withWork { caller, _, _ in
            let failure = await problem { _ = try await caller.call(WorkAPI.fail, Number(n: n), as: agent) }
            #expect(failure?.status == status && failure?.code == code)
            #expect(failure?.detail?.contains("hunter2") != true)
        }
    }

    @Test(arguments: [StoreError.Code.unreachable, .busy, .overloaded, .closed, .disk])
    func `a store that is away is a 503 in every service and in the gateway`(code: StoreError.Code) {
        let problem = Problem(any: StoreError(code, "postgres went away"))
        #expect(problem.status == 503 && problem.retryAfter != nil && problem.detail?.contains("postgres") != true)
    }

    @Test func `a service that is away is a 503 that says when to try again`() async throws {
        let house = try await ServiceHouse()
        try await house.run([]) { caller in
            let away = await problem { _ = try await caller.call(WorkAPI.double, Number(n: 1), as: agent) }
            #expect(away?.status == 503 && away?.code == "service.unavailable" && away?.retryAfter != nil)
        }
    }
}
