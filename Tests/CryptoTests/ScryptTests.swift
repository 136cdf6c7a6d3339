import Crypto
import Testing

@Suite struct ScryptTests {
    @Test func `key derivation gives the values of RFC 7914`() throws {
        let first = try Scrypt.derive([], salt: [], cost: .init(logN: 4, r: 1, p: 1), count: 64)
        #expect(
            Hex.encode(first)
                == "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906")
        let second = try Scrypt.derive(
            Array("password".utf8), salt: Array("NaCl".utf8), cost: .init(logN: 10, r: 8, p: 16), count: 64)
        #expect(
            Hex.encode(second)
                == "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640")
    }

    @Test func `a password verifies against its own hash only`() throws {
        let hash = try Scrypt.hash("密码 correct horse")
        #expect(hash.hasPrefix("$scrypt$ln=15,r=8,p=1$"))
        #expect(Scrypt.verify("密码 correct horse", against: hash))
        #expect(!Scrypt.verify("密码 correct horsf", against: hash))
        #expect(!Scrypt.needsRehash(hash))
        #expect(
            try Scrypt.hash("a", cost: .init(logN: 4, r: 1, p: 1)) != Scrypt.hash("a", cost: .init(logN: 4, r: 1, p: 1))
        )
    }

    @Test(arguments: [
        "", "$", "plain", "$scrypt$ln=15,r=8$AAAA$AAAA", "$scrypt$ln=99,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
        "$argon2$ln=15,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
        "$scrypt$ln=22,r=32,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ])
    func `text that is no hash of ours verifies nothing`(text: String) {
        #expect(!Scrypt.verify("", against: text))
        #expect(Scrypt.needsRehash(text))
    }
}
