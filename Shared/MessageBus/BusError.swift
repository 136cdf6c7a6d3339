/// What went wrong on the bus; two are equal when their codes are.
package struct BusError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        /// Nobody is subscribed to the subject of a request.
        case noResponders
        /// The answer did not come in time; whether the request was carried out is unknown.
        case deadline
        /// The connection was lost or is not there (a full buffer while away); what was under way is unknown.
        case disconnected
        /// Larger than the broker's `max_payload`; nothing was sent.
        case payloadTooLarge
        /// A subscription overran its bound, or too many requests wait for an answer.
        case slowConsumer
        /// The broker does not accept our credentials.
        case authorization
        /// The bus was drained, or its `run()` has ended.
        case closed
        /// Bytes or a name that break the protocol, ours or the broker's.
        case protocolViolation
        /// This user may not publish or subscribe there.
        case permission
    }

    package let code: Code
    /// A sentence for operators, without payloads.
    package let message: String

    package init(_ code: Code, _ message: String) { (self.code, self.message) = (code, message) }

    package static func == (a: BusError, b: BusError) -> Bool { a.code == b.code }
    package var description: String { "\(code.rawValue): \(message)" }
}
