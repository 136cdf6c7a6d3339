internal import Base
internal import Contracts
internal import ServiceKit

extension Command {
    /// `moat rebuild analytics`
    static let rebuild = Command(
        name: "rebuild", summary: "Drop a read model and build it again from the feeds.",
        usage: "analytics [--home DIR]",
        details: """
            The numbers are read again from the first event of every service and come out equal: the digests before and
            after are compared. Work goes on meanwhile; the dashboard is behind until the bar is full.
            Exit code 0: rebuilt and equal; 1: it came out different.
            """,
        options: [home], words: 1
    ) { arguments, environment, terminal in
        guard arguments.words == ["analytics"] else {
            throw Mistake.usage("say what to rebuild: moat rebuild analytics")
        }
        let connection = try Connection(Home.locate(arguments, environment), environment)
        let (before, after) = try await connection.use { bus in
            let before = try await bus.call(AnalyticsAPI.state, Empty(), as: .system)
            var state = try await bus.call(AnalyticsAPI.rebuild, Empty(), as: .system)
            var shown: Int64 = -1
            while state.rebuilding {
                if state.processed != shown {
                    terminal.progress("reading feeds", done: state.processed, of: max(1, state.total))
                }
                shown = state.processed
                try await SystemTime().sleep(for: .milliseconds(200))
                state = try await bus.call(AnalyticsAPI.state, Empty(), as: .system)
            }
            terminal.progress("reading feeds", done: state.processed, of: state.processed)
            return (before, state)
        }
        return judge(before, after, terminal)
    }

    /// A digest can be compared only when no event came in meanwhile.
    static func judge(_ before: RebuildState, _ after: RebuildState, _ terminal: Terminal) -> Int32 {
        guard let old = before.digest, let new = after.digest, before.total == after.total else {
            terminal.say("rebuilt from \(after.processed) events; new ones came in meanwhile, so nothing to compare")
            return 0
        }
        guard old == new else {
            terminal.complain(
                "rebuilt from \(after.processed) events, but it came out different: \(old) before, \(new) now")
            return 1
        }
        terminal.say("rebuilt from \(after.processed) events, equal to what was there")
        return 0
    }
}
