internal import Base

/// Which processes should be alive, and what to do about those that are not: decides, starts nothing itself.
///
/// A process waits for the one it comes after, starts, becomes ready. One that dies rests (a little longer each time)
/// and
/// starts again. During the first start, one that dies five times, or says its settings are wrong, ends the whole
/// start.
struct Supervision: Sendable {
    enum Phase: Equatable, Sendable { case starting, running, stopping, stopped }

    enum Action: Equatable, Sendable {
        case start(String)
        /// Ask it to end (SIGTERM).
        case end(pid: Int32)
        /// Make it end (SIGKILL).
        case kill(pid: Int32)
        case say(Notice)
        /// Everything is ready for the first time.
        case announce
        /// All have ended: leave with this exit code.
        case finish(code: Int32)
    }

    enum Notice: Equatable, Sendable {
        case died(String, Ending, again: Instant.Span)
        case back(String)
        case cannotStart(String, Ending)
        case slow(String)
        case killed(String)
    }

    private enum State: Equatable, Sendable {
        case waiting
        case resting(until: Instant)
        case starting(pid: Int32, since: Instant)
        case ready(pid: Int32, since: Instant)
        case ended
    }

    private struct Child: Sendable {
        let name: String
        let after: String?
        var state = State.waiting
        /// Deaths in a row, without a long life between.
        var failures = 0
        var wasReady = false
        var saidSlow = false
        var pid: Int32? {
            switch state {
            case .starting(let pid, _), .ready(let pid, _): pid
            case .waiting, .resting, .ended: nil
            }
        }
    }

    /// A life this long forgives the deaths before it.
    static let longLife = Instant.Span.seconds(30)
    /// Time from SIGTERM to SIGKILL: the services drain within eight seconds.
    static let grace = Instant.Span.seconds(9)
    static let slowStart = Instant.Span.seconds(10)
    /// `EX_CONFIG`: a service that says so will say so again.
    static let wrongSettings: Int32 = 78

    private(set) var phase = Phase.starting
    private var children: [Child]
    private var exitCode: Int32 = 0
    private var killAt: Instant?

    /// `after` names the process that must be ready first.
    init(_ processes: [(name: String, after: String?)]) {
        children = processes.map { Child(name: $0.name, after: $0.after) }
    }

    /// The process of each name, nil for those that are not alive.
    var pids: [(name: String, pid: Int32?)] { children.map { ($0.name, $0.pid) } }

    /// Those alive that have not said they are ready.
    var unready: [String] {
        children.filter { if case .starting = $0.state { true } else { false } }.map(\.name)
    }
}

extension Supervision {
    /// Time has passed: who may start, who is late?
    mutating func tick(_ now: Instant) -> [Action] {
        if phase == .stopping { return hurry(now) }
        var actions: [Action] = []
        for index in children.indices {
            switch children[index].state {
            case .waiting where isReady(children[index].after):
                actions.append(.start(children[index].name))
            case .resting(let until) where until <= now:
                actions.append(.start(children[index].name))
            case .starting(_, let since) where now - since > Supervision.slowStart && !children[index].saidSlow:
                children[index].saidSlow = true
                actions.append(.say(.slow(children[index].name)))
            default: break
            }
        }
        return actions
    }

    mutating func started(_ name: String, pid: Int32, _ now: Instant) {
        guard let index = index(of: name) else { return }
        children[index].state = .starting(pid: pid, since: now)
    }

    mutating func becameReady(_ name: String, _ now: Instant) -> [Action] {
        guard let index = index(of: name), case .starting(let pid, _) = children[index].state else { return [] }
        let isBack = children[index].wasReady
        children[index].state = .ready(pid: pid, since: now)
        (children[index].wasReady, children[index].saidSlow) = (true, false)
        if phase == .starting, children.allSatisfy(\.wasReady) {
            phase = .running
            return [.announce]
        }
        return isBack ? [.say(.back(name))] : []
    }

    /// It ended, or could not even be started.
    mutating func ended(_ name: String, _ ending: Ending, _ now: Instant) -> [Action] {
        guard let index = index(of: name) else { return [] }
        if phase == .stopping {
            children[index].state = .ended
            return finishWhenAllEnded()
        }
        if case .ready(_, let since) = children[index].state, now - since > Supervision.longLife {
            children[index].failures = 0
        }
        children[index].failures += 1
        let hopeless = ending == .exited(Supervision.wrongSettings) || children[index].failures >= 5
        if phase == .starting, !children[index].wasReady, hopeless {
            children[index].state = .ended
            return [.say(.cannotStart(name, ending))] + stop(now, code: 1)
        }
        let pause = Supervision.pause(after: children[index].failures)
        children[index].state = .resting(until: now + pause)
        return [.say(.died(name, ending, again: pause))]
    }

    /// Everybody ends: asked first, made to after the grace.
    mutating func stop(_ now: Instant, code: Int32 = 0) -> [Action] {
        guard phase == .starting || phase == .running else { return [] }
        phase = .stopping
        exitCode = code
        killAt = now + Supervision.grace
        let pids = children.compactMap(\.pid)
        for index in children.indices where children[index].pid == nil { children[index].state = .ended }
        return pids.map { .end(pid: $0) } + finishWhenAllEnded()
    }

    /// 100 ms, 200, 400 … up to 10 s.
    static func pause(after failures: Int) -> Instant.Span {
        .milliseconds(min(10_000, 100 << min(max(0, failures - 1), 7)))
    }

    private mutating func hurry(_ now: Instant) -> [Action] {
        guard let deadline = killAt, deadline <= now else { return [] }
        killAt = nil
        return children.flatMap { child -> [Action] in
            child.pid.map { [.say(.killed(child.name)), .kill(pid: $0)] } ?? []
        }
    }

    private mutating func finishWhenAllEnded() -> [Action] {
        guard phase == .stopping, children.allSatisfy({ $0.state == .ended }) else { return [] }
        phase = .stopped
        return [.finish(code: exitCode)]
    }

    private func index(of name: String) -> Int? { children.firstIndex { $0.name == name } }

    private func isReady(_ name: String?) -> Bool {
        guard let name, let index = index(of: name) else { return true }
        if case .ready = children[index].state { return true }
        return false
    }
}

/// How a process ended.
enum Ending: Equatable, Sendable, CustomStringConvertible {
    case exited(Int32)
    case signalled(Int32)
    case notStarted(String)

    var description: String {
        switch self {
        case .exited(let code): "exit code \(code)"
        case .signalled(let number): "signal \(number)"
        case .notStarted(let reason): reason
        }
    }
}
