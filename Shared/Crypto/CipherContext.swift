internal import CCrypto

/// One run of an OpenSSL cipher; used by one caller on one thread and freed with it.
@safe final class CipherContext {
    private let context: OpaquePointer

    init(_ cipher: OpaquePointer?, key: [UInt8], nonce: [UInt8], encrypting: Bool) throws(CryptoError) {
        guard let context = unsafe EVP_CIPHER_CTX_new() else { throw CryptoError(.library, "no cipher context") }
        unsafe self.context = unsafe context
        let done = unsafe key.withUnsafeBufferPointer { key in
            unsafe nonce.withUnsafeBufferPointer { nonce in
                unsafe EVP_CipherInit_ex(
                    context, cipher, nil, key.baseAddress, nonce.baseAddress, encrypting ? 1 : 0)
            }
        }
        guard done == 1 else { throw CryptoError(.library, "the cipher does not start") }
    }

    deinit { unsafe EVP_CIPHER_CTX_free(context) }

    func switchPaddingOff() { unsafe _ = EVP_CIPHER_CTX_set_padding(context, 0) }

    func authenticate(_ data: [UInt8]) throws(CryptoError) {
        guard !data.isEmpty else { return }
        var count: Int32 = 0
        let done = unsafe data.withUnsafeBufferPointer { data in
            unsafe EVP_CipherUpdate(context, nil, &count, data.baseAddress, Int32(data.count))
        }
        guard done == 1 else { throw CryptoError(.library, "authenticated data refused") }
    }

    func update(_ input: [UInt8]) throws(CryptoError) -> [UInt8] {
        guard !input.isEmpty else { return [] }
        var out = [UInt8](repeating: 0, count: input.count + 16)
        var count: Int32 = 0
        let done = unsafe input.withUnsafeBufferPointer { input in
            unsafe out.withUnsafeMutableBufferPointer { output in
                unsafe EVP_CipherUpdate(context, output.baseAddress, &count, input.baseAddress, Int32(input.count))
            }
        }
        guard done == 1 else { throw CryptoError(.library, "the cipher refuses the text") }
        out.removeLast(out.count - Int(count))
        return out
    }

    func finish() throws(CryptoError) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: 32)
        var count: Int32 = 0
        let done = unsafe out.withUnsafeMutableBufferPointer { output in
            unsafe EVP_CipherFinal_ex(context, output.baseAddress, &count)
        }
        guard done == 1 else { throw CryptoError(.notAuthentic, "the text was changed") }
        return Array(out.prefix(Int(count)))
    }

    func tag() throws(CryptoError) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: 16)
        let done = unsafe out.withUnsafeMutableBytes { output in
            unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 16, output.baseAddress)
        }
        guard done == 1 else { throw CryptoError(.library, "no tag") }
        return out
    }

    func expect(tag: [UInt8]) throws(CryptoError) {
        var tag = tag
        let done = unsafe tag.withUnsafeMutableBytes { tag in
            unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, 16, tag.baseAddress)
        }
        guard done == 1 else { throw CryptoError(.library, "no tag") }
    }
}
