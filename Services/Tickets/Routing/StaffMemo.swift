internal import Base
internal import Contracts
internal import Store

/// Staff as they were decoded last, by the text of their rows: a text that is the same is the same agent, in whatever
/// transaction it was read.
final class StaffMemo: Sendable {
    /// No house has more staff; beyond it is forgotten and begun anew.
    private static let maximum = 10_000
    private let kept = Locked<[String: (text: String, agent: Agent)]>([:])

    func agent(_ id: String, _ row: Row) throws -> Agent {
        let text = try row.string("body")
        if let known = kept.withLock({ $0[id] }), known.text == text { return known.agent }
        let agent = try row.decode(Agent.self, "body")
        kept.withLock { kept in
            if kept.count >= StaffMemo.maximum { kept = [:] }
            kept[id] = (text, agent)
        }
        return agent
    }
}
