internal import CCrypto

/// Keyed digests (RFC 2104) of whole byte arrays; compare results with `equalInConstantTime`.
package enum HMAC {
    package static func sha256(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] { unsafe run(EVP_sha256(), bytes, key, 32) }
    package static func sha1(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] { unsafe run(EVP_sha1(), bytes, key, 20) }

    private static func run(
        _ algorithm: OpaquePointer?, _ bytes: [UInt8], _ key: [UInt8], _ size: Int
    ) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: size)
        // An empty key has no address, and OpenSSL takes a null key for "the key of last time": one zero byte is the
        // same key, since HMAC fills keys up with zeros.
        let key = key.isEmpty ? [0] : key
        let done = unsafe key.withUnsafeBytes { key in
            unsafe bytes.withUnsafeBufferPointer { input in
                unsafe out.withUnsafeMutableBufferPointer { output in
                    unsafe CCrypto.HMAC(
                        algorithm, key.baseAddress, Int32(key.count), input.baseAddress, input.count,
                        output.baseAddress, nil) != nil
                }
            }
        }
        precondition(done, "OpenSSL has no such digest: the installation is broken")
        return out
    }
}

/// True when both are equal, in a time that depends on the length only.
package func equalInConstantTime(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard a.count == b.count else { return false }
    var difference: UInt8 = 0
    for index in a.indices { difference |= a[index] ^ b[index] }
    return difference == 0
}

/// True when both texts have the same bytes, in a time that depends on the length only.
package func equalInConstantTime(_ a: String, _ b: String) -> Bool {
    equalInConstantTime(Array(a.utf8), Array(b.utf8))
}
