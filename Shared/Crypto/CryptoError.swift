/// What can go wrong in this module; equal when the code is equal.
package struct CryptoError: Error, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// OpenSSL refused; out of memory or a broken installation.
        case library
        /// A key, nonce, salt or parameter of the wrong size.
        case badParameter
        /// The ciphertext has a wrong length, padding or tag: it is not ours or was changed.
        case notAuthentic
    }

    package let code: Code
    package let message: String

    init(_ code: Code, _ message: String) { (self.code, self.message) = (code, message) }

    package static func == (a: CryptoError, b: CryptoError) -> Bool { a.code == b.code }
    package var description: String { "crypto.\(code.rawValue): \(message)" }
}
