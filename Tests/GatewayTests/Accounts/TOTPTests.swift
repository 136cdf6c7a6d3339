@testable import Gateway
import Base
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct TOTPTests {
    private static let secret = Array("12345678901234567890".utf8)

    /// RFC 6238, appendix B, SHA-1.
    @Test(arguments: [
        (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ]) func `codes are those of the paper`(seconds: Int64, code: String) {
        let step = TOTP.step(Instant(seconds: seconds))
        #expect(TOTP.code(TOTPTests.secret, step: step, digits: 8) == code)
        #expect(TOTP.code(TOTPTests.secret, step: step) == code.suffix(6))
    }

    /// RFC 4648, section 10, without the padding.
    @Test(arguments: [
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
        ("foobar", "MZXW6YTBOI"),
    ]) func `base32 is the paper's`(text: String, encoded: String) {
        #expect(TOTP.base32(Array(text.utf8)) == encoded)
    }

    @Test func `a code counts for a step before and after, and once`() {
        let now = Instant(seconds: 1_795_420_800)
        let step = TOTP.step(now)
        let code = TOTP.code(TOTPTests.secret, step: step)
        func taken(_ at: Instant, after last: Int64 = 0) -> Int64? {
            TOTP.step(of: code, TOTPTests.secret, at: at, after: last)
        }
        #expect(taken(now) == step && taken(now + .seconds(30)) == step && taken(now - .seconds(30)) == step)
        #expect(taken(now + .seconds(90)) == nil && taken(now - .seconds(90)) == nil)
        #expect(taken(now, after: step) == nil)
        #expect(TOTP.step(of: "000", TOTPTests.secret, at: now, after: 0) == nil)
        #expect(TOTP.step(of: " \(code.prefix(3)) \(code.suffix(3))", TOTPTests.secret, at: now, after: 0) == step)
    }

    @Test func `a foreign app reads the link and makes the same codes`() async throws {
        let python = try await PythonEnvironment.python("pyotp", ["pyotp==2.12.1"])
        let secret = TOTP.secret()
        let link = TOTP.link(secret, issuer: "Moat 客服", account: "ann+x@example.com")
        let made = try await Command.run(
            [
                python, "-c",
                "import pyotp,sys; t=pyotp.parse_uri(sys.stdin.read()); "
                    + "print(t.issuer, t.name, *[t.at(n) for n in (0, 59, 1795420800)])",
            ], input: Array(link.utf8))
        let codes = [0, 59, 1_795_420_800].map { TOTP.code(secret, step: TOTP.step(Instant(seconds: $0))) }
        #expect(
            made.text.split(separator: "\n").first.map(String.init)
                == "Moat 客服 ann+x@example.com \(codes.joined(separator: " "))", "\(made.errors)")
    }
}
