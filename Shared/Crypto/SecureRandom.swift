internal import CCrypto

/// Random bytes nobody can guess. Not for tests or simulations: those use Base `Randomness`.
package enum SecureRandom {
    /// `count` bytes of OpenSSL's generator.
    package static func bytes(_ count: Int) -> [UInt8] {
        precondition(count >= 0, "a number of random bytes is not negative")
        guard count > 0 else { return [] }
        var out = [UInt8](repeating: 0, count: count)
        let done = unsafe out.withUnsafeMutableBufferPointer { unsafe RAND_bytes($0.baseAddress, Int32($0.count)) }
        precondition(done == 1, "the system has no entropy")
        return out
    }

    /// A token for cookies, links and keys: `bytes` random bytes (256 bits by default) as base64url, 43 characters.
    package static func token(bytes count: Int = 32) -> String { Base64.encode(bytes(count), .url) }
}
