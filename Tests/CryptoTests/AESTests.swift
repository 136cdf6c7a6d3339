import Crypto
import Testing

@Suite struct AESTests {
    private let key = (0..<32).map { UInt8($0) }

    @Test func `CBC gives the first block of NIST SP 800-38A F-2-5`() throws {
        let key = try #require(Hex.decode("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"))
        let iv = try #require(Hex.decode("000102030405060708090a0b0c0d0e0f"))
        let plain = try #require(Hex.decode("6bc1bee22e409f96e93d7e117393172a"))
        let cipher = try AES.encryptCBC(plain, key: key, iv: iv, padding: .none)
        #expect(Hex.encode(cipher) == "f58c4c04d6e5f1ba779eabfb5f7bfbd6")
        #expect(try AES.decryptCBC(cipher, key: key, iv: iv, padding: .none) == plain)
    }

    @Test func `a WeChat message in safe mode is sealed, signed and opened as in requirements 4-1`() throws {
        let key = try #require(Base64.decode("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG=", canonical: false))
        let iv = Array(key.prefix(16))
        let message = Array("<xml><Content>你好</Content></xml>".utf8)
        #expect(message.count == 36)
        let plain =
            Array("0123456789abcdef".utf8) + [0, 0, 0, UInt8(message.count)] + message
            + Array("wx1234567890abcdef".utf8)
        let sealed = Base64.encode(try AES.encryptCBC(plain, key: key, iv: iv, padding: .pkcs7(block: 32)))
        #expect(
            sealed == "Q3stYC6hdFzMh9T8HCvyDMqYq+3LWRBafgYE/6+E3kaIPVItdlEZTk22y1bcb56FU4/6xj3fJGhjWyK2VeDV/Y/V6CR/"
                + "VB0/SbpHNGMxXzRKZpiOJ8yVZKCcTMYjR9BR")
        let opened = try AES.decryptCBC(
            try #require(Base64.decode(sealed)), key: key, iv: iv, padding: .pkcs7(block: 32))
        #expect(opened == plain)
        let signed = ["QDG6eK", "1409659813", "1372623149", sealed].sorted().joined()
        #expect(Hex.encode(Digest.sha1(signed)) == "8c5b552851341d2783aad3cb83f23c08bd7b389b")
    }

    @Test func `the WeChat and Weibo URL checks are the SHA-1 of the sorted strings`() {
        let weChat = ["weixin", "1409659813", "1372623149"].sorted().joined()
        #expect(Hex.encode(Digest.sha1(weChat)) == "8df7164a2761b9b11672dec5a7df21e70144da13")
        let weibo = ["xyz123xyz", "1397022061823", "57155157"].sorted().joined()
        #expect(Hex.encode(Digest.sha1(weibo)) == "90e4c22c90a58f26526c2dd5b6c56c8822edeaa1")
    }

    @Test func `PKCS-7 padding comes off again at every length and block size`() throws {
        for block in [16, 32] {
            for count in 0...65 {
                let plain = [UInt8](repeating: 9, count: count)
                let cipher = try AES.encryptCBC(plain, key: key, iv: Array(key[..<16]), padding: .pkcs7(block: block))
                #expect(cipher.count.isMultiple(of: block) && cipher.count > count)
                #expect(
                    try AES.decryptCBC(cipher, key: key, iv: Array(key[..<16]), padding: .pkcs7(block: block)) == plain)
            }
        }
    }

    @Test func `CBC refuses broken padding, lengths and keys`() throws {
        let zeros = try AES.encryptCBC(
            [UInt8](repeating: 0, count: 16), key: key, iv: Array(key[..<16]), padding: .none)
        let broken = [zeros, Array(zeros.dropLast()), []]
        for cipher in broken {
            let error = #expect(throws: CryptoError.self) {
                try AES.decryptCBC(cipher, key: key, iv: Array(key[..<16]))
            }
            #expect(error?.code == .notAuthentic)
        }
        #expect(throws: CryptoError.self) { try AES.encryptCBC([], key: [1], iv: []) }
    }

    @Test func `GCM gives the value of the NIST test cases 13 and 14`() throws {
        let zeroKey = [UInt8](repeating: 0, count: 32)
        let nonce = [UInt8](repeating: 0, count: 12)
        let empty = try AES.sealGCM([], key: zeroKey, nonce: nonce, authenticating: [])
        #expect(empty.cipher.isEmpty && Hex.encode(empty.tag) == "530f8afbc74536b9a963b4f1c4cb738b")
        let block = try AES.sealGCM([UInt8](repeating: 0, count: 16), key: zeroKey, nonce: nonce, authenticating: [])
        #expect(Hex.encode(block.cipher) == "cea7403d4d606b6e074ec5d3baf39d18")
        #expect(Hex.encode(block.tag) == "d0d1c8a799996bf0265b98b5d48ab919")
    }

    @Test func `what was sealed opens with the same key and context, and not when one bit differs`() throws {
        let sealed = try AES.seal(Array("secret".utf8), key: key, context: Array("user/1".utf8))
        #expect(try AES.open(sealed, key: key, context: Array("user/1".utf8)) == Array("secret".utf8))
        #expect(throws: CryptoError.self) { try AES.open(sealed, key: key, context: Array("user/2".utf8)) }
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: CryptoError.self) { try AES.open(changed, key: key, context: Array("user/1".utf8)) }
        }
        #expect(throws: CryptoError.self) { try AES.open([1, 2, 3], key: key) }
    }
}
