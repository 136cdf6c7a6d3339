import Base
import Contracts

/// What the people of the company have been promised: the checks hold the stores against it.
final class Ledger: Sendable {
    /// A customer's message; its text is like no other.
    struct Letter: Sendable {
        let text: String
        /// All answers to it, of each sender who tried.
        var results: [IntakeResult] = []
    }
    /// An agent's answer or note; its text is like no other.
    struct Deed: Sendable {
        let text: String
        let kind: Message.Kind
        /// Acknowledged, or refused (then it may have happened all the same, when an earlier try came late).
        var message: Message?
    }
    private struct State {
        var letters: [String: Letter] = [:]
        var deeds: [Deed] = []
        var surveys: [String] = []
        var scores: [String: Int] = [:]
    }
    private let state = Locked(State())

    func write(_ text: String) { state.withLock { $0.letters[text] = Letter(text: text) } }
    func acknowledge(_ text: String, _ result: IntakeResult) {
        state.withLock { $0.letters[text]?.results.append(result) }
    }
    func add(_ deed: Deed) { state.withLock { $0.deeds.append(deed) } }
    func note(survey token: String) {
        state.withLock { if !$0.surveys.contains(token) { $0.surveys.append(token) } }
    }
    func note(score: Int, of token: String) { state.withLock { $0.scores[token] = score } }

    var letters: [Letter] { state.withLock { $0.letters.sorted { $0.key < $1.key }.map(\.value) } }
    var deeds: [Deed] { state.withLock { $0.deeds } }
    var surveys: [String] { state.withLock { $0.surveys } }
    /// The last acknowledged score of each survey that was answered.
    var scores: [String: Int] { state.withLock { $0.scores } }
}
