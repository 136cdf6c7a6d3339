import Base

/// Everything that happens in a simulated world, in order: two runs are the same when their fingerprints are.
final class Trace: Sendable {
    private struct State {
        var fingerprint = Fingerprint()
        var count = 0
        var lines: [String] = []
    }
    private let state = Locked(State())
    private let time: SimulatedTime
    /// Whether the lines themselves are kept, for reading.
    private let keepsLines: Bool

    init(time: SimulatedTime, keepsLines: Bool) { (self.time, self.keepsLines) = (time, keepsLines) }

    func note(_ line: String) {
        let now = time.now()
        let keepsLines = keepsLines
        state.withLock { state in
            state.count += 1
            state.fingerprint.add(line)
            state.fingerprint.add(String(now.microseconds))
            if keepsLines { state.lines.append("\(now) \(line)") }
        }
    }

    var fingerprint: String { state.withLock { "\($0.count)-\($0.fingerprint.text)" } }
    var lines: [String] { state.withLock { $0.lines } }
}
