internal import Base
internal import BusWire

/// Everything the broker keeps is bounded; each bound has a number here, a behaviour at the bound and a metric.
struct Limits: Equatable, Sendable {
    /// Bytes of a control line. Beyond: -ERR, connection closed.
    var controlLine = 4_096
    /// Bytes of a message with its headers. Beyond: -ERR, connection closed.
    var payload = 1_048_576
    /// Bytes waiting for one connection. Beyond: it is a slow consumer and is cut off.
    var pending = 67_108_864
    /// Subscriptions of one connection. Beyond: -ERR, the subscription is refused.
    var subscriptions = 65_536
    /// Connections. Beyond: -ERR, the new connection is closed.
    var connections = 10_000
    /// Reply subjects one connection may answer by `allow_responses`. Beyond: the oldest half is forgotten.
    var replies = 65_536
    /// Silence after which a connection is asked for a PONG.
    var pingInterval = Instant.Span.minutes(2)
    /// Unanswered PINGs after which it is dead.
    var pingsOut = 2
    /// Time for the first CONNECT where a user is required.
    var authorization = Instant.Span.seconds(2)
    /// A connection that takes no byte for so long while bytes wait is a slow consumer too.
    var write = Instant.Span.seconds(10)

    var wire: WireLimits { WireLimits(controlLine: controlLine, payload: payload) }
}
