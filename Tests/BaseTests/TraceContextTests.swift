import Base
import Testing

@Suite struct TraceContextTests {
    private let given = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    @Test func `a traceparent goes there and back`() throws {
        let context = try #require(TraceContext(given))
        #expect(context.traceID == "0af7651916cd43dd8448eb211c80319c" && context.spanID == "b7ad6b7169203331")
        #expect(context.isSampled && context.text == given)
        #expect(TraceContext(String(given.dropLast(2)) + "00")?.isSampled == false)
        #expect(TraceContext("01" + given.dropFirst(2) + "-later")?.traceID == context.traceID)
    }

    @Test(arguments: [
        "", "00-x\tinjected", "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "00-0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331-01",
    ]) func `what the standard does not allow is no trace`(text: String) {
        #expect(TraceContext(text) == nil)
    }

    @Test func `pieces of one trace differ in their own id only`() throws {
        let root = TraceContext(root: .seeded(1), isSampled: true)
        let piece = root.next(.seeded(2))
        #expect(piece.traceID == root.traceID && piece.spanID != root.spanID && piece.isSampled)
        #expect(TraceContext(piece.text) == piece && TraceContext(root: .seeded(1), isSampled: true) == root)
    }

    @Test func `a log line names the trace that is at work`() throws {
        let lines = Locked<[String]>([])
        let log = Log(service: "test", write: { line in lines.withLock { $0.append(line) } })
        let root = TraceContext(root: .seeded(1), isSampled: true)
        TraceContext.$current.withValue(root) { log.info("inside") }
        log.info("outside")
        let said = try lines.withLock { $0 }.map { try JSON(parsing: $0.utf8) }
        #expect(said.first?["trace_id"]?.string == root.traceID && said.last?["trace_id"] == nil)
    }
}
