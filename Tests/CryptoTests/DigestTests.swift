import Crypto
import Testing

@Suite struct DigestTests {
    @Test func `SHA-256 of abc and of nothing are those of FIPS 180-4`() {
        #expect(
            Hex.encode(Digest.sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(Hex.encode(Digest.sha256([])) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test func `SHA-1 of abc is that of FIPS 180-4, MD5 that of RFC 1321`() {
        #expect(Hex.encode(Digest.sha1("abc")) == "a9993e364706816aba3e25717850c26c9cd0d89d")
        #expect(Hex.encode(Digest.md5(Array("abc".utf8))) == "900150983cd24fb0d6963f7d28e17f72")
    }

    @Test func `HMAC-SHA-256 gives the values of RFC 4231`() {
        let first = HMAC.sha256(Array("Hi There".utf8), key: [UInt8](repeating: 0x0b, count: 20))
        #expect(Hex.encode(first) == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
        let second = HMAC.sha256(Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8))
        #expect(Hex.encode(second) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test func `HMAC-SHA-1 gives the value of RFC 2202, and an empty key is not the key of last time`() {
        let first = HMAC.sha1(Array("Hi There".utf8), key: [UInt8](repeating: 0x0b, count: 20))
        #expect(Hex.encode(first) == "b617318655057264e28bc0b6fb378c8ef146be00")
        #expect(Hex.encode(HMAC.sha1([], key: [])) == "fbdb1d1b18aa6c08324b7d64b71fb76370690e1d")
    }

    @Test func `a Twilio request is signed as in the vendor's example`() {
        let text =
            "https://mycompany.com/myapp.php?foo=1&bar=2CallSidCA1234567890ABCDECaller+12349013030Digits1234"
            + "From+12349013030To+18005551212"
        let signature = HMAC.sha1(Array(text.utf8), key: Array("12345".utf8))
        #expect(Base64.encode(signature) == "0/KCTR6DLpKmkAf8muzZqo1nDgQ=")
    }

    @Test func `a Standard Webhooks text is signed as in requirements 4-7`() throws {
        let key = try #require(Base64.decode("AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"))
        let text =
            #"msg_0001.1767323045.{"type":"ticket.created","timestamp":"2026-01-02T03:04:05Z","data":{"id":"T1"}}"#
        #expect(
            Base64.encode(HMAC.sha256(Array(text.utf8), key: key)) == "K8StyCLxkrVQBMNjmqJFTU8MPWCHlHYc0GaWL1QPy2A=")
    }

    @Test func `comparison sees equality, difference and length`() {
        #expect(equalInConstantTime("abc", "abc"))
        #expect(!equalInConstantTime("abc", "abd"))
        #expect(!equalInConstantTime("abc", "ab"))
        #expect(equalInConstantTime([UInt8](), []))
    }
}
