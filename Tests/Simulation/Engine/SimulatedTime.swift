import Base

/// The time of a simulated world: it stands still while anybody can work, then jumps to whatever is due next.
final class SimulatedTime: TimeSource {
    private enum What: Sendable {
        case sleeper
        case action(@Sendable () -> Void)
    }
    private struct Entry: Sendable {
        let at: Instant
        let order: Int
        let what: What

        func isBefore(_ other: Entry) -> Bool { (at, order) < (other.at, other.order) }
    }
    private struct State {
        var now: Instant
        var order = 0
        /// A heap, the next entry first.
        var agenda: [Entry] = []
        var sleepers: [Int: CheckedContinuation<Void, any Error>] = [:]
    }
    private let state: Locked<State>

    /// Monday 2026-11-23, 10:00 in Shanghai.
    init(_ start: Instant = Instant(seconds: 1_795_399_200)) { state = Locked(State(now: start)) }

    func now() -> Instant { state.withLock { $0.now } }

    /// Always gives way to others, also when the deadline has passed already.
    func sleep(until deadline: Instant) async throws {
        let order = state.withLock { Self.nextOrder(&$0) }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isCancelled = Task.isCancelled
                state.withLock { state in
                    guard !isCancelled else { return }
                    state.sleepers[order] = continuation
                    Self.push(Entry(at: deadline, order: order, what: .sleeper), &state.agenda)
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: order) }?.resume(throwing: CancellationError())
        }
    }

    /// Does something at a moment.
    func at(_ moment: Instant, _ action: @escaping @Sendable () -> Void) {
        state.withLock { state in
            Self.push(Entry(at: moment, order: Self.nextOrder(&state), what: .action(action)), &state.agenda)
        }
    }

    /// Goes on to what is due next and does it; false when nothing ever will be.
    func advance() -> Bool {
        while true {
            let (entry, sleeper) = state.withLock { state -> (Entry?, CheckedContinuation<Void, any Error>?) in
                guard let entry = Self.pop(&state.agenda) else { return (nil, nil) }
                let sleeper = state.sleepers.removeValue(forKey: entry.order)
                // The entry of a sleeper that was cancelled does not move the time.
                if case .sleeper = entry.what, sleeper == nil { return (entry, nil) }
                state.now = max(state.now, entry.at)
                return (entry, sleeper)
            }
            guard let entry else { return false }
            switch entry.what {
            case .action(let action): action()
            case .sleeper:
                guard let sleeper else { continue }
                sleeper.resume()
            }
            return true
        }
    }

    /// Jumps ahead, as the clock of a machine does that was asleep: everything in between is late.
    func leap(_ span: Instant.Span) { state.withLock { $0.now = $0.now + span } }

    private static func nextOrder(_ state: inout State) -> Int {
        state.order += 1
        return state.order
    }

    private static func push(_ entry: Entry, _ heap: inout [Entry]) {
        heap.append(entry)
        var child = heap.count - 1
        while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private static func pop(_ heap: inout [Entry]) -> Entry? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].isBefore(heap[least])
            {
                least = child
            }
            if least == parent { return first }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}

/// The clock of one host, which goes a little wrong.
struct SkewedTime: TimeSource {
    let time: SimulatedTime
    let skew: Instant.Span

    func now() -> Instant { time.now() + skew }
    func sleep(until deadline: Instant) async throws { try await time.sleep(until: deadline - skew) }
}
