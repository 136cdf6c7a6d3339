internal import Base
internal import BusWire
internal import Testing

struct SubjectTests {
    @Test(arguments: ["a", "a.b", "tickets.open", "$SRV.PING", "_INBOX.Ab1.2", "中文.x", "a*.b", "a.b>"])
    func `literal subjects`(subject: String) { #expect(Subject.isLiteral(subject) && Subject.isPattern(subject)) }

    @Test(arguments: ["*", ">", "a.*", "*.b.*", "a.>", "*.>"])
    func `patterns`(pattern: String) { #expect(Subject.isPattern(pattern) && !Subject.isLiteral(pattern)) }

    @Test(arguments: ["", ".", "a.", ".a", "a..b", "a b", "a\tb", "a\r\n", ">.a", "a.>.b"])
    func `neither`(text: String) { #expect(!Subject.isPattern(text) && !Subject.isLiteral(text)) }

    @Test(arguments: [
        ("a", "a", true), ("a", "b", false), ("a.*", "a.b", true), ("a.*", "a", false), ("a.*", "a.b.c", false),
        ("a.>", "a.b.c", true), ("a.>", "a", false), (">", "a.b", true), ("*", "a", true), ("*", "a.b", false),
        ("*.b", "a.b", true), ("a.*.c", "a.b.c", true), ("a.*.c", "a.b.d", false), ("ab", "a", false),
        ("a", "ab", false),
    ])
    func `matching`(pattern: String, subject: String, expected: Bool) {
        #expect(Subject.matches(pattern: pattern, subject: subject) == expected)
    }

    @Test func `subset and overlap agree with matching on random patterns`() {
        let random = Randomness.seeded(7)
        func pattern(_ tokens: [String]) -> String {
            var parts = (0...random.below(3)).map { _ in tokens[random.below(tokens.count)] }
            if tokens.contains("*"), random.below(3) == 0 { parts.append(">") }
            return parts.joined(separator: ".")
        }
        for _ in 0..<3_000 {
            let (a, b, subject) = (pattern(["a", "b", "*"]), pattern(["a", "b", "*"]), pattern(["a", "b"]))
            let (inA, inB) = (
                Subject.matches(pattern: a, subject: subject), Subject.matches(pattern: b, subject: subject)
            )
            let (bytesA, bytesB) = (Array(a.utf8), Array(b.utf8))
            let subset = Subject.isSubset(bytesA.span, of: bytesB.span)
            let (overlap, reversed) = (
                Subject.overlap(bytesA.span, bytesB.span), Subject.overlap(bytesB.span, bytesA.span)
            )
            let same = Subject.isSubset(bytesA.span, of: bytesA.span)
            if subset, inA { #expect(inB, "\(a) in \(b): \(subject)") }
            if inA, inB { #expect(overlap, "\(a) and \(b): \(subject)") }
            #expect(same && overlap == reversed)
        }
    }
}
