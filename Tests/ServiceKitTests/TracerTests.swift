import Base
import Contracts
import ServiceKit
import Store
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct TracerTests {
    private let time = ManualTime()
    private let lines = Notes<String>()

    private func tracer(rate: Int) -> Tracer {
        Tracer(
            log: Log(service: "test", write: { [lines] in lines.add($0) }), time: time, randomness: .seeded(1),
            rate: rate)
    }

    private var spans: [JSON] { lines.all.compactMap { try? JSON(parsing: $0.utf8) } }

    @Test func `of a burst only so many traces are written`() {
        let tracer = tracer(rate: 3)
        for _ in 0..<10 { tracer.end(tracer.begin("work.add", .call, under: nil), .ok) }
        #expect(spans.count == 3)
        time.advance(by: .seconds(1))
        for _ in 0..<10 { tracer.end(tracer.begin("work.add", .call, under: nil), .ok) }
        #expect(spans.count == 6)
    }

    @Test func `what is slow or fails is written whatever was sampled`() {
        let tracer = tracer(rate: 0)
        let root = TraceContext(root: .seeded(9), isSampled: false)
        tracer.end(tracer.begin("quick", .call, under: root), .refused, code: "work.stale")
        tracer.end(tracer.begin("broken", .call, under: root), .failed, code: "service.fault")
        let slow = tracer.begin("slow", .call, under: root)
        time.advance(by: Tracer.slow)
        tracer.end(slow, .ok)
        #expect(spans.compactMap { $0["name"]?.string } == ["broken", "slow"])
        #expect(spans.allSatisfy { $0["trace_id"]?.string == root.traceID && $0["parent_id"]?.string == root.spanID })
        #expect(Set(spans.compactMap { $0["span_id"]?.string }).count == 2)
        #expect(spans.last?["duration_ms"]?.double == 500 && spans.first?["code"] == "service.fault")
    }

    @Test func `a wish from outside has a budget of its own`() {
        let tracer = tracer(rate: 1)
        tracer.end(tracer.begin("a", fromOutside: nil), .ok)
        let wish = TraceContext(root: .seeded(9), isSampled: true)
        for _ in 0..<3 { tracer.end(tracer.begin("b", fromOutside: wish.text), .ok) }
        #expect(spans.compactMap { $0["name"]?.string } == ["a", "b"])
        #expect(spans.last?["parent_id"]?.string == wish.spanID)
    }

    @Test func `an event, its follower and a call that nobody answers are one trace`() async throws {
        let house = try await ServiceHouse(log: Log(service: "test", write: { [lines] in lines.add($0) }))
        let (work, desk) = (try await house.service(WorkAPI.service), try await house.service("desk"))
        work.answer(WorkAPI.add) { request, context in
            try await context.write { tx in
                _ = try tx.append(try context.event(WorkAPI.done, subject: "n/1", data: request))
                return request
            }
        }
        let away = Call<Number, Number>("nowhere.ask", allow: .services)
        let seen = Notes<String?>()
        desk.react(to: WorkAPI.self) { event in
            _ = await problem { _ = try await desk.caller.call(away, Number(n: 1), as: .service("desk")) }
            seen.add(TraceContext.current?.traceID)
        }
        let asked = TraceContext(root: .seeded(3), isSampled: true)
        try await house.run([work, desk]) { caller in
            let options = CallOptions(traceparent: asked.text)
            _ = try await caller.call(WorkAPI.add, Number(n: 2), as: .service("test"), options)
            try await eventually("the follower was there") { !seen.all.isEmpty }
            #expect(seen.all == [asked.traceID])
        }
        let hops = spans.filter { $0["message"] == "span" && $0["trace_id"]?.string == asked.traceID }
        func hop(_ name: String) -> JSON? { hops.first { $0["name"]?.string == name } }
        #expect(hop("work.add")?["parent_id"]?.string == asked.spanID)
        #expect(hop("react moat.work.done")?["parent_id"] == hop("work.add")?["span_id"])
        #expect(hop("ask nowhere.ask")?["parent_id"] == hop("react moat.work.done")?["span_id"])
        #expect(hop("ask nowhere.ask")?["code"] == "service.unavailable")
    }
}
