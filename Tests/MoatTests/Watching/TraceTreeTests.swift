import Base
import Testing

@testable import Moat

struct TraceTreeTests {
    private let id = "0af7651916cd43dd8448eb211c80319c"

    private func span(
        _ service: String, _ name: String, _ span: String, under parent: String?, at: String, took: Double,
        outcome: String = "ok", code: String? = nil
    ) -> String {
        var fields: [String: JSON] = [
            "message": "span", "service": .string(service), "name": .string(name), "trace_id": .string(id),
            "span_id": .string(span), "start": .string("2026-11-23T08:00:00.\(at)Z"), "duration_ms": .double(took),
            "outcome": .string(outcome),
        ]
        if let parent { fields["parent_id"] = .string(parent) }
        if let code { fields["code"] = .string(code) }
        return JSON.object(fields).text
    }

    @Test func `hops stand below who caused them, in the order of their start`() {
        var tree = TraceTree(id)
        tree.read("rules-1  | " + span("rules", "follow opened", "d", under: "b", at: "030500", took: 2))
        tree.read(span("gateway", "POST /tickets", "a", under: "outside", at: "000000", took: 20))
        tree.read(span("tickets", "tickets.open", "b", under: "a", at: "001250", took: 12.34))
        tree.read(
            span("knowledge", "knowledge.search", "c", under: "a", at: "015000", took: 1, outcome: "failed", code: "x"))
        let other = span("tickets", "other", "b", under: "a", at: "0", took: 1)
        tree.read(other.replacing(id, with: String(id.reversed())))
        tree.read(
            #"{"level":"warning","message":"event not handled","service":"rules","code":"call.deadline","#
                + #""time":"2026-11-23T08:00:00.031Z","trace_id":"\#(id)"}"#)
        tree.read("no json with \(id)")
        let lines = tree.lines()
        #expect(lines.first == "trace \(id), 2026-11-23T08:00:00.000Z: 4 hops in 4 processes, 32.5 ms")
        #expect(lines[3] == "      +0.0       20.0  gateway  POST /tickets")
        #expect(lines[4] == "      +1.3       12.3  ├ tickets  tickets.open")
        #expect(lines[5] == "     +30.5        2.0  │ └ rules  follow opened")
        #expect(lines[6] == "     +15.0        1.0  └ knowledge  knowledge.search  failed x")
        #expect(lines.last == "     +31.0    warning  rules  event not handled (call.deadline)")
    }

    @Test func `a circle made by hand ends`() {
        var tree = TraceTree(id)
        tree.read(span("a", "x", "1", under: "2", at: "0", took: 1))
        tree.read(span("a", "y", "2", under: "1", at: "0", took: 1))
        #expect(tree.lines().count == 5)
    }

    @Test func `a trace is named by its digits, by some of them or by a traceparent`() throws {
        #expect(try TraceID.read("0AF76519") == "0af76519")
        #expect(try TraceID.read("00-\(id)-b7ad6b7169203331-01") == id)
        for wrong in ["0af7", "0af7651x", id + "0", ""] { #expect(throws: Mistake.self) { try TraceID.read(wrong) } }
        #expect(TraceID.find("0af76519", in: "x | {\"trace_id\":\"\(id)\"}") == id)
        #expect(TraceID.find("0af76519", in: "{\"trace_id\":\"1\(id.dropFirst())\"}") == nil)
    }
}
