internal import CCrypto

/// AES-256. Use `seal`/`open` (GCM) for our own secrets; CBC only for protocols that prescribe it (WeChat, DingTalk).
package enum AES {
    /// How a text is filled up to whole blocks in CBC.
    package enum Padding: Hashable, Sendable {
        /// The text must be whole 16-byte blocks already.
        case none
        /// PKCS#7 with this block size: 16 is usual, WeChat takes 32.
        case pkcs7(block: Int)
    }

    /// Encrypts in CBC; key 32 bytes, initialisation vector 16.
    package static func encryptCBC(
        _ plain: [UInt8], key: [UInt8], iv: [UInt8], padding: Padding = .pkcs7(block: 16)
    ) throws(CryptoError) -> [UInt8] {
        var plain = plain
        if case .pkcs7(let block) = padding {
            guard (1...255).contains(block), block.isMultiple(of: 16) else {
                throw CryptoError(.badParameter, "PKCS#7 block must be a multiple of 16 below 256")
            }
            let fill = block - plain.count % block
            plain.append(contentsOf: repeatElement(UInt8(fill), count: fill))
        }
        return try cbc(plain, key: key, iv: iv, encrypting: true)
    }

    /// Decrypts in CBC and checks the padding; CBC itself proves nothing about who wrote the text.
    package static func decryptCBC(
        _ cipher: [UInt8], key: [UInt8], iv: [UInt8], padding: Padding = .pkcs7(block: 16)
    ) throws(CryptoError) -> [UInt8] {
        let plain = try cbc(cipher, key: key, iv: iv, encrypting: false)
        guard case .pkcs7(let block) = padding else { return plain }
        guard let fill = plain.last.map(Int.init), (1...block).contains(fill), fill <= plain.count,
            plain.suffix(fill).allSatisfy({ Int($0) == fill })
        else { throw CryptoError(.notAuthentic, "wrong padding") }
        return Array(plain.dropLast(fill))
    }

    private static func cbc(
        _ input: [UInt8], key: [UInt8], iv: [UInt8], encrypting: Bool
    ) throws(CryptoError) -> [UInt8] {
        guard key.count == 32, iv.count == 16 else { throw CryptoError(.badParameter, "key 32 and IV 16 bytes") }
        guard input.count.isMultiple(of: 16) else { throw CryptoError(.notAuthentic, "not whole blocks") }
        let context = try unsafe CipherContext(EVP_aes_256_cbc(), key: key, nonce: iv, encrypting: encrypting)
        context.switchPaddingOff()
        return try context.update(input) + context.finish()
    }
}

extension AES {
    /// Encrypts and authenticates: 12 bytes fresh nonce, text, 16 bytes tag; `context` is bound to it, not contained.
    package static func seal(
        _ plain: [UInt8], key: [UInt8], context: [UInt8] = []
    ) throws(CryptoError) -> [UInt8] {
        let nonce = SecureRandom.bytes(12)
        let (cipher, tag) = try sealGCM(plain, key: key, nonce: nonce, authenticating: context)
        return nonce + cipher + tag
    }

    /// Opens what `seal` made with the same key and context; throws `.notAuthentic` when a bit differs.
    package static func open(
        _ sealed: [UInt8], key: [UInt8], context: [UInt8] = []
    ) throws(CryptoError) -> [UInt8] {
        guard sealed.count >= 28 else { throw CryptoError(.notAuthentic, "shorter than nonce and tag") }
        return try openGCM(
            Array(sealed[12..<sealed.count - 16]), tag: Array(sealed.suffix(16)), key: key,
            nonce: Array(sealed.prefix(12)), authenticating: context)
    }

    /// The bare GCM encryption; never use a nonce twice with one key.
    package static func sealGCM(
        _ plain: [UInt8], key: [UInt8], nonce: [UInt8], authenticating data: [UInt8]
    ) throws(CryptoError) -> (cipher: [UInt8], tag: [UInt8]) {
        guard key.count == 32, nonce.count == 12 else { throw CryptoError(.badParameter, "key 32 and nonce 12 bytes") }
        let context = try unsafe CipherContext(EVP_aes_256_gcm(), key: key, nonce: nonce, encrypting: true)
        try context.authenticate(data)
        let cipher = try context.update(plain) + context.finish()
        return (cipher, try context.tag())
    }

    /// The bare GCM decryption; throws `.notAuthentic` unless the tag fits.
    package static func openGCM(
        _ cipher: [UInt8], tag: [UInt8], key: [UInt8], nonce: [UInt8], authenticating data: [UInt8]
    ) throws(CryptoError) -> [UInt8] {
        guard key.count == 32, nonce.count == 12, tag.count == 16 else {
            throw CryptoError(.badParameter, "key 32, nonce 12 and tag 16 bytes")
        }
        let context = try unsafe CipherContext(EVP_aes_256_gcm(), key: key, nonce: nonce, encrypting: false)
        try context.authenticate(data)
        let plain = try context.update(cipher)
        try context.expect(tag: tag)
        return try plain + context.finish()
    }
}
