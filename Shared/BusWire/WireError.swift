/// What can be wrong with bytes of the NATS client protocol. After an error a connection's bytes cannot be trusted
/// again.
package enum WireError: Error, Equatable, Sendable {
    /// The first word of a line is no operation of this direction.
    case unknownOperation
    /// A line is longer than the limit.
    case controlLineTooLong(limit: Int)
    /// A message (headers and body) is larger than the limit.
    case payloadTooLarge(size: Int, limit: Int)
    /// The arguments of the named operation do not fit it.
    case malformed(operation: String)
    /// A subject, pattern, queue name or header that must not be sent.
    case invalid(what: String)

    /// The text NATS puts between the quotes of `-ERR '…'` for this mistake.
    package var serverText: String {
        switch self {
        case .unknownOperation: "Unknown Protocol Operation"
        case .controlLineTooLong: "maximum control line exceeded"
        case .payloadTooLarge: "Maximum Payload Violation"
        case .malformed: "Parser Error"
        case .invalid(let what): "Invalid \(what)"
        }
    }
}

/// How long a line and how large a message may be.
package struct WireLimits: Sendable, Equatable {
    /// Bytes of a line's arguments, without the operation.
    package var controlLine: Int
    /// Bytes of a message: headers and body together.
    package var payload: Int

    package init(controlLine: Int = 4_096, payload: Int = 1_048_576) {
        (self.controlLine, self.payload) = (controlLine, payload)
    }

    /// What a client accepts from a server: long INFO lines of clusters, and messages up to NATS's hard limit of 64
    /// MiB.
    package static let fromServer = WireLimits(controlLine: 1_048_576, payload: 67_108_864)
}
