import Base
import Crypto
import Testing

@Suite struct EncodingTests {
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `base64 gives the values of RFC 4648 and reads them back`(plain: String, encoded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(plain.utf8))
    }

    @Test(arguments: ["Zg", "Zg=", "Zg===", "Zh==", "Zm9v\n", " Zm9v", "Zm-v", "=", "====", "Z===", "Zm9v=Zg="])
    func `base64 that encode could not have made is refused`(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test func `base64url has its own letters and no padding`() {
        #expect(Base64.encode([0xFB, 0xFF], .url) == "-_8")
        #expect(Base64.decode("-_8", .url) == [0xFB, 0xFF])
        #expect(Base64.decode("-_8=", .url) == nil)
        #expect(Base64.decode("+/8", .url) == nil)
    }

    @Test func `any bytes come back from hex and both base64 alphabets`() {
        let random = Randomness.seeded(7)
        for count in 0..<200 {
            let bytes = (0..<count).map { _ in UInt8(random.below(256)) }
            #expect(Hex.decode(Hex.encode(bytes)) == bytes)
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
            #expect(Base64.decode(Base64.encode(bytes, .url), .url) == bytes)
        }
    }

    @Test func `hex of odd length or with other letters is refused`() {
        #expect(Hex.decode("0A0b") == [10, 11])
        #expect(Hex.decode("abc") == nil)
        #expect(Hex.decode("0g") == nil)
    }

    @Test func `tokens are 43 letters of the URL alphabet and differ`() {
        let tokens = Set((0..<100).map { _ in SecureRandom.token() })
        #expect(tokens.count == 100)
        #expect(tokens.allSatisfy { Base64.decode($0, .url)?.count == 32 && $0.utf8.count == 43 })
        #expect(SecureRandom.bytes(0).isEmpty)
    }
}
