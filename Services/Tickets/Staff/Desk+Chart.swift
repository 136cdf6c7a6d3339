internal import Base
package import Contracts
internal import Store

extension Desk {
    /// Adds or changes a line of the org chart: nobody has two managers at a moment, and nobody is their own.
    package func save(_ line: ReportingLine) throws -> ReportingLine {
        let current = line.id.isEmpty ? nil : try tx.line(line.id)
        if let current { try expect("line", current.version, line.version) }
        for agent in [line.agent, line.manager] where try tx.agent(agent) == nil {
            throw Problem.invalid("chart.agent", "There is no member of staff \(agent.prefix(64)).")
        }
        var saved = line
        (saved.from, saved.to) = (line.from.wholeMilliseconds, line.to?.wholeMilliseconds)
        guard saved.from < saved.end else {
            throw Problem.invalid("chart.dates", "A line of the org chart ends after it begins.")
        }
        if saved.id.isEmpty { saved.id = nextID() }
        saved.version = (current?.version ?? 0) + 1
        let chart = OrgChart(try tx.lines().filter { $0.id != saved.id })
        if let other = chart.overlap(with: saved) {
            throw Problem.conflict(
                "chart.overlap", "\(saved.agent.prefix(64)) reports to \(other.manager) within this time already.")
        }
        if let circle = chart.circle(closedBy: saved) {
            throw Problem.conflict("chart.circle", "This makes a circle: \(circle.joined(separator: " → ")).")
        }
        try tx.put(saved)
        try append(TicketsAPI.lineChanged, subject: "line/\(saved.id)", saved)
        return saved
    }

    /// Removes a line of the org chart, as if it had never been.
    package func removeLine(_ id: String) throws -> Empty {
        guard let line = try tx.line(id) else { throw Problem.notFound("line", id) }
        try tx.execute("DELETE FROM reporting WHERE id = \(id)")
        try append(TicketsAPI.lineRemoved, subject: "line/\(id)", line)
        return Empty()
    }

    /// From now on an agent reports to somebody, or to nobody: ends the line of now and begins another.
    func report(_ agent: String, to manager: String?) throws {
        let line = try tx.lines(of: agent).first { $0.from <= now && $0.end > now }
        guard line?.manager != manager else { return }
        let following = try tx.lines(of: agent).map(\.from).filter { $0 > now }.min()
        if var line {
            if line.from == now {
                _ = try removeLine(line.id)
            } else {
                line.to = now
                _ = try save(line)
            }
        }
        guard let manager else { return }
        _ = try save(ReportingLine(id: "", agent: agent, manager: manager, from: now, to: following))
    }
}
