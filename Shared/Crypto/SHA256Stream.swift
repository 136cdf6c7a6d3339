internal import CCrypto

/// SHA-256 of bytes that come in pieces: files too large to hold.
@safe package final class SHA256Stream {
    private let context: OpaquePointer

    package init() {
        guard let made = unsafe EVP_MD_CTX_new(), unsafe EVP_DigestInit_ex(made, EVP_sha256(), nil) == 1 else {
            preconditionFailure("OpenSSL has no SHA-256: the installation is broken")
        }
        unsafe context = made
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    package func add(_ bytes: ArraySlice<UInt8>) {
        let done = unsafe bytes.withUnsafeBytes { unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
        precondition(done == 1, "OpenSSL cannot go on with a digest")
    }

    /// The digest; nothing may be added after it.
    package func finish() -> [UInt8] {
        var out = [UInt8](repeating: 0, count: 32)
        let done = unsafe out.withUnsafeMutableBufferPointer { unsafe EVP_DigestFinal_ex(context, $0.baseAddress, nil) }
        precondition(done == 1, "OpenSSL cannot end a digest")
        return out
    }
}
