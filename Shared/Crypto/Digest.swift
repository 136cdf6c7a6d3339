internal import CCrypto

/// One-way digests of whole byte arrays. SHA-1 and MD5 only where a foreign protocol asks for them (WeChat, DingTalk).
package enum Digest {
    package static func sha256(_ bytes: [UInt8]) -> [UInt8] { unsafe run(EVP_sha256(), bytes, 32) }
    package static func sha1(_ bytes: [UInt8]) -> [UInt8] { unsafe run(EVP_sha1(), bytes, 20) }
    package static func md5(_ bytes: [UInt8]) -> [UInt8] { unsafe run(EVP_md5(), bytes, 16) }

    /// SHA-256 of the UTF-8 bytes.
    package static func sha256(_ text: String) -> [UInt8] { sha256(Array(text.utf8)) }
    /// SHA-1 of the UTF-8 bytes.
    package static func sha1(_ text: String) -> [UInt8] { sha1(Array(text.utf8)) }

    private static func run(_ algorithm: OpaquePointer?, _ bytes: [UInt8], _ size: Int) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: size)
        let done = unsafe bytes.withUnsafeBytes { input in
            unsafe out.withUnsafeMutableBufferPointer { output in
                unsafe EVP_Digest(input.baseAddress, input.count, output.baseAddress, nil, algorithm, nil)
            }
        }
        precondition(done == 1, "OpenSSL has no such digest: the installation is broken")
        return out
    }
}
