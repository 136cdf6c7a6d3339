internal import Base
internal import Glibc

/// Where a command speaks: results on standard output, complaints on standard error.
struct Terminal: Sendable {
    private let out: @Sendable (String) -> Void
    private let err: @Sendable (String) -> Void
    /// Whether a person watches: only then lines are drawn over.
    let isLive: Bool

    init() {
        (out, err) = ({ Terminal.write($0, to: 1) }, { Terminal.write($0, to: 2) })
        isLive = isatty(1) == 1
    }

    /// A terminal for tests.
    init(isLive: Bool = false, out: @escaping @Sendable (String) -> Void, err: @escaping @Sendable (String) -> Void) {
        (self.isLive, self.out, self.err) = (isLive, out, err)
    }

    func say(_ text: String) { out(text + "\n") }
    func complain(_ text: String) { err(text + "\n") }

    /// A bar that draws over itself; without a person watching, only its first and last state.
    func progress(_ what: String, done: Int64, of total: Int64) {
        let share = total > 0 ? min(1, max(0, Double(done) / Double(total))) : 1
        let filled = Int((share * 30).rounded(.down))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        let line = "\(what) \(bar) \(Int(share * 100)) % (\(done) of \(total))"
        if isLive {
            out("\r\u{1B}[K" + line + (done >= total ? "\n" : ""))
        } else if done == 0 || done >= total {
            out(line + "\n")
        }
    }

    /// Writes all of it, also to a pipe that takes only a part at a time.
    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR { return }
            bytes = bytes.dropFirst(max(0, count))
        }
    }
}
