internal import Base

/// Which broker to try next and when: the configured ones in turn, from any of them on, so that clients spread over a
/// cluster; then those the broker told of, with exponential backoff and jitter once a whole round has failed.
struct Reconnection: Sendable {
    /// The first pause and the longest.
    var shortest = Instant.Span.milliseconds(50)
    var longest = Instant.Span.seconds(5)
    /// How many brokers learned from INFO are kept.
    static let learnedMaximum = 32

    private(set) var endpoints: [Endpoint]
    private let configured: Int
    private var next = 0
    private var failedRounds = 0
    private var failuresInRound = 0

    init(_ endpoints: [Endpoint], startingAt first: Int = 0) {
        precondition(!endpoints.isEmpty, "reconnection needs an endpoint")
        self.endpoints = endpoints
        configured = endpoints.count
        next = first
    }

    /// The broker to try now.
    mutating func take() -> Endpoint {
        let endpoint = endpoints[next % endpoints.count]
        next = (next + 1) % endpoints.count
        return endpoint
    }

    /// The connection was in use: the next failure starts the pauses anew.
    mutating func succeeded() { (failedRounds, failuresInRound) = (0, 0) }

    /// The pause before the next try: none within the first round, then doubling, each between half and all of its
    /// length.
    mutating func pauseAfterFailure(_ randomness: Randomness) -> Instant.Span {
        failuresInRound += 1
        if failuresInRound >= endpoints.count { (failedRounds, failuresInRound) = (failedRounds + 1, 0) }
        guard failedRounds > 0 else { return .zero }
        let doublings = min(failedRounds - 1, 16)
        let full = min(shortest.microseconds << Int64(doublings), longest.microseconds)
        return Instant.Span(microseconds: full / 2 + Int64(randomness.below(Int(full / 2) + 1)))
    }

    /// The broker named its peers (`connect_urls`); they are tried after the configured ones, with the same
    /// credentials.
    mutating func learn(_ addresses: [String]) {
        for address in addresses where endpoints.count - configured < Self.learnedMaximum {
            guard var endpoint = try? Endpoint(address) else { continue }
            if endpoints.contains(where: { $0.host == endpoint.host && $0.port == endpoint.port }) { continue }
            endpoint.borrow(from: endpoints[0])
            endpoints.append(endpoint)
        }
    }
}
