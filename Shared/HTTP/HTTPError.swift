/// What can go wrong in this module outside a request; equal when the code is equal.
package struct HTTPError: Error, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// The address is no IP address, not ours, or taken.
        case cannotListen
        /// The other side went away in the middle.
        case disconnected
        /// The URL, a header or an option cannot be used.
        case badRequest
        /// No connection: name unknown, refused, unreachable.
        case cannotConnect
        /// No valid certificate, or no TLS where it is required.
        case insecure
        /// The time for the exchange is over.
        case timeout
        /// The answer is larger than allowed.
        case tooLarge
        /// The answer is not what the protocol allows.
        case badReply
        /// Too many exchanges are under way.
        case busy
        /// Name and password are not accepted.
        case authentication
        /// The library or the server fails at start.
        case library
    }

    package let code: Code
    package let message: String

    package init(_ code: Code, _ message: String) { (self.code, self.message) = (code, message) }

    package static func == (a: HTTPError, b: HTTPError) -> Bool { a.code == b.code }
    package var description: String { "http.\(code.rawValue): \(message)" }
}
