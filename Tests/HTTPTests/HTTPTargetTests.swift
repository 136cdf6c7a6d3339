import Base
import HTTP
import Testing

@Suite struct HTTPTargetTests {
    @Test func `a target is decoded once, with its query`() throws {
        let target = try HTTPTarget("/api/v1/%E5%B7%A5%E5%8D%95//a%20b/?q=%E4%BD%A0+x&flag&page%5Bsize%5D=20&e==")
        #expect(target.path == "/api/v1/工单/a b/")
        #expect(target.segments == ["api", "v1", "工单", "a b"])
        #expect(target.rawPath == "/api/v1/%E5%B7%A5%E5%8D%95//a%20b/")
        #expect(target.query.map(\.name) == ["q", "flag", "page[size]", "e"])
        #expect(target.query.map(\.value) == ["你 x", "", "20", "="])
    }

    @Test func `absolute and asterisk forms are understood`() throws {
        #expect(try HTTPTarget("http://host:80/a?b=1").path == "/a")
        #expect(try HTTPTarget("http://host").path == "/")
        #expect(try HTTPTarget("https://host?b=1").query.count == 1)
        #expect(try HTTPTarget("*").path == "*")
        #expect(try HTTPTarget("/").segments.isEmpty)
    }

    @Test(arguments: [
        "", "a", "/%", "/%4", "/%zz", "/%FF", "/%C3%28", "/%00", "/a%2Fb", "/a/../b", "/%2e%2E/etc", "/./a", "/a%0A",
        "/ok?x=%G0", "/ok?x=%FF", "/ok?x=%00", "host:443",
    ])
    func `a target that could mislead is refused`(raw: String) {
        let problem = #expect(throws: Problem.self) { try HTTPTarget(raw) }
        #expect(problem?.status == 400 && problem?.code == "http.target")
    }

    @Test func `bytes that are not UTF-8 or are control characters are refused, whatever follows`() {
        for byte in [UInt8(0xFF), 0xC0, 0x80, 0x0D, 0x20, 0x7F] {
            #expect(throws: Problem.self) { try HTTPTarget([UInt8(ascii: "/"), byte, UInt8(ascii: "a")]) }
        }
    }

    @Test func `no decoded path can leave its root, whatever is sent`() {
        let random = Randomness.seeded(11)
        let pieces = ["/", "..", ".", "%2e", "%2F", "%5c", "\\", "a", "%00", "?", "%25", "%252e", "é"]
        for _ in 0..<5_000 {
            let raw = "/" + (0..<random.below(9)).map { _ in pieces[random.below(pieces.count)] }.joined()
            guard let target = try? HTTPTarget(raw) else { continue }
            #expect(!target.path.split(separator: "/").contains { $0 == ".." || $0 == "." })
            #expect(!target.path.contains("//") && !target.path.contains("\0"))
        }
    }

    @Test func `percent coding gives back what was encoded`() {
        let text = "a b/ü+&=%你好~"
        #expect(PercentCoding.decode(Array(PercentCoding.encode(text).utf8), plusIsSpace: true) == text)
        #expect(PercentCoding.form(Array("a=1&b=x+y&c".utf8))?.map(\.value) == ["1", "x y", ""])
        #expect(PercentCoding.form(Array("a=%".utf8)) == nil)
    }
}
