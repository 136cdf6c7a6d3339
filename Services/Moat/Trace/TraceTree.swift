internal import Base

/// The path of one request, put together from the log lines of all processes.
struct TraceTree: Equatable, Sendable {
    /// One hop, as a service wrote it down.
    struct Hop: Equatable, Sendable {
        var service: String
        var id: String
        var parent: String?
        var name: String
        var start: Instant
        var milliseconds: Double
        var outcome: String
        var code: String?
    }

    /// Something else that a service said in the trace.
    struct Remark: Equatable, Sendable {
        var service: String
        var time: Instant
        var level: String
        var text: String
    }

    let traceID: String
    private(set) var hops: [Hop] = []
    private(set) var remarks: [Remark] = []

    init(_ traceID: String) { self.traceID = traceID }

    /// Takes in one line of a log, whatever stands before its JSON (`tickets-1  | {…}`); lines of other traces do
    /// nothing.
    mutating func read(_ line: some StringProtocol) {
        guard line.contains(traceID), let start = line.firstIndex(of: "{"),
            let entry = try? JSON(parsing: line[start...].utf8), entry["trace_id"]?.string == traceID
        else { return }
        let service = entry["service"]?.string ?? "?"
        if entry["message"] == "span", let id = entry["span_id"]?.string,
            let begin = entry["start"]?.string.flatMap({ Instant($0) })
        {
            hops.append(
                Hop(
                    service: service, id: id, parent: entry["parent_id"]?.string, name: entry["name"]?.string ?? "?",
                    start: begin, milliseconds: entry["duration_ms"]?.double ?? 0,
                    outcome: entry["outcome"]?.string ?? "?", code: entry["code"]?.string))
        } else if let time = entry["time"]?.string.flatMap({ Instant($0) }), let text = entry["message"]?.string {
            let code = entry["code"]?.string ?? entry["error"]?.string
            remarks.append(
                Remark(
                    service: service, time: time, level: entry["level"]?.string ?? "?",
                    text: text + (code.map { " (\($0))" } ?? "")))
        }
    }

    var isEmpty: Bool { hops.isEmpty && remarks.isEmpty }

    /// The tree as lines: when each hop began, how long it took, who did what, and how it ended.
    func lines() -> [String] {
        let known = Set(hops.map(\.id))
        let children = Dictionary(grouping: hops) { hop in
            hop.parent.flatMap { known.contains($0) && $0 != hop.id ? $0 : nil } ?? ""
        }.mapValues { $0.sorted { ($0.start, $0.id) < ($1.start, $1.id) } }
        let first = hops.map(\.start).min() ?? remarks.map(\.time).min() ?? Instant(seconds: 0)
        let end = hops.map { $0.start.microseconds + Int64($0.milliseconds * 1_000) }.max() ?? first.microseconds
        let services = Set(hops.map(\.service)).count
        let took = TraceTree.milliseconds(Double(end - first.microseconds) / 1_000)
        var lines = ["trace \(traceID), \(first): \(hops.count) hops in \(services) processes, \(took) ms", ""]
        lines.append("  began at    took ms")
        var seen: Set<String> = []
        // A hop is written at its end and ids are random: a circle can only be made by hand, and is walked once.
        func add(_ hop: Hop, _ branch: String, _ below: String) {
            guard seen.insert(hop.id).inserted else { return }
            let at = "+" + TraceTree.milliseconds(Double((hop.start - first).microseconds) / 1_000)
            let took = TraceTree.milliseconds(hop.milliseconds)
            let ending = hop.outcome == "ok" ? "" : "  \(hop.outcome)\(hop.code.map { " \($0)" } ?? "")"
            lines.append(
                "\(at.padded(left: 10)) \(took.padded(left: 10))  \(branch)\(hop.service)  \(hop.name)\(ending)")
            let next = children[hop.id] ?? []
            for (index, child) in next.enumerated() {
                let isLast = index == next.count - 1
                add(child, below + (isLast ? "└ " : "├ "), below + (isLast ? "  " : "│ "))
            }
        }
        for root in children[""] ?? [] { add(root, "", "") }
        for hop in hops where !seen.contains(hop.id) { add(hop, "", "") }
        guard !remarks.isEmpty else { return lines }
        lines += ["", "  said meanwhile"]
        for remark in remarks.sorted(by: { $0.time < $1.time }) {
            let at = "+" + TraceTree.milliseconds(Double((remark.time - first).microseconds) / 1_000)
            lines.append("\(at.padded(left: 10)) \(remark.level.padded(left: 10))  \(remark.service)  \(remark.text)")
        }
        return lines
    }

    private static func milliseconds(_ value: Double) -> String {
        let tenths = Int64((value * 10).rounded())
        return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}

extension String {
    /// The same with spaces before it, up to a width.
    fileprivate func padded(left width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
