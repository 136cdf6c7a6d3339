internal import Base
package import Contracts

extension ReportingLine {
    var end: Instant { to ?? Instant(microseconds: Int64.max / 4) }
}

/// Who reports to whom and when (row 178).
package struct OrgChart: Sendable {
    private let lines: [String: [ReportingLine]]

    package init(_ lines: [ReportingLine]) { self.lines = Dictionary(grouping: lines, by: \.agent) }

    /// The people of a circle that a line would close at some moment, from its agent up to them again; nil when there
    /// is none. Walks upwards within the time in which all lines passed hold.
    package func circle(closedBy line: ReportingLine) -> [String]? {
        climb(from: line.manager, to: line.agent, within: line.from..<max(line.from, line.end), [line.agent])
    }

    private func climb(from agent: String, to goal: String, within time: Range<Instant>, _ path: [String]) -> [String]?
    {
        let path = path + [agent]
        if agent == goal { return path }
        for line in lines[agent] ?? [] where line.from < time.upperBound && line.end > time.lowerBound {
            let both = max(line.from, time.lowerBound)..<min(line.end, time.upperBound)
            if let circle = climb(from: line.manager, to: goal, within: both, path) { return circle }
        }
        return nil
    }

    /// Another line of the same agent within the time of a line.
    package func overlap(with line: ReportingLine) -> ReportingLine? {
        lines[line.agent]?.first { $0.id != line.id && $0.from < line.end && $0.end > line.from }
    }
}
