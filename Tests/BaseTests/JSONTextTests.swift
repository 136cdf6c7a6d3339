import Base
import FoundationEssentials
import Testing

/// Our own reading, writing and encoding of JSON against what the texts say and what Foundation does.
@Suite struct JSONTextTests {
    /// Decodes by Foundation, whatever it is.
    private struct Witness: Decodable {
        let tree: JSON
        init(from decoder: any Decoder) throws { tree = try JSON(from: decoder) }
    }

    private static let valid: [(String, JSON)] = [
        ("null", nil), (" true ", true), ("false", false), ("0", 0), ("-0", 0), ("-12", -12), ("1.5", 1.5),
        ("1e3", 1_000), ("1.0", 1), ("12345678901234567890", 12_345_678_901_234_567_890.0), ("2E-1", 0.2),
        ("\"\"", ""), (#""\u00e9\n\t\"\\\/\b\f\r""#, "é\n\t\"\\/\u{8}\u{c}\r"), (#""\ud83d\ude00""#, "😀"),
        ("\"十二\"", "十二"), ("[]", []), ("[1,[2],{}]", [1, [2], [:]]), ("{\"a\":{\"b\":null}}", ["a": ["b": nil]]),
        ("\t{ \"a\" : 1 ,\r\n\"b\":[ ] }", ["a": 1, "b": []]), ("9223372036854775807", .int(.max)),
    ]

    @Test(arguments: valid) func `a text is the tree it says, also to Foundation`(text: String, tree: JSON) throws {
        #expect(try JSON(parsing: text.utf8) == tree)
        #expect(try JSONDecoder().decode(Witness.self, from: Data(text.utf8)).tree == tree)
    }

    @Test(arguments: [
        "", " ", "{", "}", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "'a'", "\"a", "\"\n\"", "01",
        "-", "1.", ".5", "1e", "+1", "nul", "truee", "[1]]", "1 2", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"",
        "\"\\udc00x\"", "NaN", "1e999", "\u{feff}1",
    ]) func `what is not JSON is refused`(text: String) {
        #expect(throws: Problem.self) { try JSON(parsing: text.utf8) }
    }

    @Test func `invalid UTF-8 and bottomless nesting are refused`() {
        #expect(throws: Problem.self) { try JSON(parsing: [0x22, 0xC3, 0x28, 0x22]) }
        #expect(throws: Problem.self) { try JSON(parsing: [0x22, 0xED, 0xA0, 0x80, 0x22]) }
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: Problem.self) { try JSON(parsing: deep.utf8) }
        let right = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
        #expect(throws: Never.self) { try JSON(parsing: right.utf8) }
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `a tree survives its text, which Foundation reads the same, and every cut of it is refused`(seed: UInt64)
        throws
    {
        let random = Randomness.seeded(seed)
        let tree = Self.tree(random, depth: 4)
        let bytes = Array(tree.text.utf8)
        #expect(try JSON(parsing: bytes) == tree)
        #expect(try JSONDecoder().decode(Witness.self, from: Data(bytes)).tree == tree)
        guard tree.object != nil || tree.array != nil || tree.string != nil else { return }
        for length in 0..<bytes.count { #expect(throws: Problem.self) { try JSON(parsing: bytes.prefix(length)) } }
    }

    private static func tree(_ random: Randomness, depth: Int) -> JSON {
        switch random.below(depth > 0 ? 8 : 5) {
        case 0: return .null
        case 1: return .bool(random.below(2) == 0)
        case 2: return .int(Int64(bitPattern: random.next()))
        case 3: return .double(Double(random.below(1_000_000)) / 7 + 0.1)
        case 4: return .string(text(random))
        case 5: return .array((0..<random.below(4)).map { _ in tree(random, depth: depth - 1) })
        default:
            let members = (0..<random.below(5)).map { _ in (text(random), tree(random, depth: depth - 1)) }
            return .object(Dictionary(members, uniquingKeysWith: { first, _ in first }))
        }
    }

    private static func text(_ random: Randomness) -> String {
        let pieces = ["a", "Ω", "十", "😀", "\"", "\\", "/", "\n", "\u{1}", "\u{1f}", "\u{7f}", " ", "e\u{301}"]
        return (0..<random.below(6)).map { _ in pieces[random.below(pieces.count)] }.joined()
    }

    private enum Colour: String, Codable, CodingKeyRepresentable { case red, green }
    private struct Part: Codable, Equatable { var name: String, sizes: [Int], at: Instant? }
    private struct Whole: Codable, Equatable {
        var parts: [Part], byColour: [Colour: Double], tree: JSON, flag: Bool?, span: Instant.Span, big: UInt64
        var nested: [String: [String: Int8]], none: Int?
    }

    @Test func `a value encoded as a tree is what its text says, and decodes to itself`() throws {
        let whole = Whole(
            parts: [Part(name: "a", sizes: [], at: Instant(seconds: 5)), Part(name: "b\"", sizes: [1, -2], at: nil)],
            byColour: [.red: 1.5, .green: 2], tree: ["x": [1, nil]], flag: true, span: .milliseconds(1_500),
            big: 1 << 62, nested: ["k": ["v": -3]], none: nil)
        let tree = try JSON(encoding: whole)
        #expect(try tree == JSON(parsing: JSON.encode(whole)))
        #expect(tree["byColour"] == ["red": 1.5, "green": 2] && tree["none"] == nil)
        #expect(try tree.decoded(as: Whole.self) == whole)
        #expect(try JSON.decode(Whole.self, from: JSON.encode(whole)) == whole)
        #expect(try JSON(encoding: [Part]()) == [] && JSON(encoding: "x") == "x" && JSON(encoding: tree) == tree)
    }

    /// Writes in every way that an encoder allows.
    private struct Odd: Encodable {
        enum Key: String, CodingKey { case z, a, m, twice }
        var way: Int

        func encode(to encoder: any Encoder) throws {
            guard way > 0 else { return }
            var root = encoder.container(keyedBy: Key.self)
            var items = root.nestedUnkeyedContainer(forKey: .z)
            try items.encode(1)
            var inner = items.nestedContainer(keyedBy: Key.self)
            try inner.encode("x", forKey: .m)
            try inner.encodeNil(forKey: .a)
            try items.encodeNil()
            var deep = root.nestedContainer(keyedBy: Key.self, forKey: .m)
            try deep.encode([2.5: true], forKey: .z)
            if way == 2 { try items.encode("late") }
            if way == 3 {
                try root.encode(1, forKey: .twice)
                try root.encode(2, forKey: .twice)
            }
            if way == 4 { try "super".encode(to: root.superEncoder(forKey: .a)) }
            var again = encoder.container(keyedBy: Key.self)
            if way != 4 { try again.encode(UInt64.max, forKey: .a) }
        }
    }

    @Test func `text written in one go is what the tree says, whatever way a value encodes itself`() throws {
        for way in 0...4 {
            for value in [[Odd](), [Odd(way: way)], [Odd(way: way), Odd(way: 1)]] {
                #expect(try JSON.encode(value) == JSON(encoding: value).bytes)
                #expect(try JSON.encode(["k": value]) == JSON(encoding: ["k": value]).bytes)
            }
        }
        #expect(String(decoding: try JSON.encode(Odd(way: 0)), as: UTF8.self) == "{}")
        let random = Randomness.seeded(11)
        for _ in 0..<300 {
            let tree = Self.tree(random, depth: 4)
            let whole = Whole(
                parts: [Part(name: Self.text(random), sizes: [3], at: nil)], byColour: [:], tree: tree, flag: nil,
                span: .seconds(1), big: .max, nested: [Self.text(random): ["é": 1, "e": 2], "never": [:]], none: 1)
            #expect(try JSON.encode(whole) == JSON(encoding: whole).bytes)
            #expect(try JSON.encode([tree: 1]) == JSON(encoding: [tree: 1]).bytes)
        }
    }

    @Test func `what is kept as text goes on as it is, and is read by who asks`() throws {
        let part = Part(name: "a/\"b\"", sizes: [1, 2], at: nil)
        let kept = Kept<Part>(text: try JSON.text(of: part))
        #expect(try kept.value == part)
        #expect(try JSON.encode(["list": [kept, kept]]) == JSON.encode(["list": [part, part]]))
        #expect(try JSON(encoding: [kept]) == JSON(encoding: [part]))
        #expect(try JSON.decode(Kept<Part>.self, from: JSON.encode(part)) == kept)
        #expect(throws: Problem.self) { try Kept<Part>(text: #"{"name": 3}"#).value }
    }

    @Test func `a member is found without reading the others`() throws {
        let random = Randomness.seeded(12)
        for _ in 0..<300 {
            let tree = Self.tree(random, depth: 4)
            for name in ["a", "version", "not there"] {
                let object: JSON = ["a": tree, "b\"\\": [tree, "}"], "version": 7]
                let part = JSON.part(name, of: object.bytes)
                #expect(part.map { String(decoding: $0, as: UTF8.self) } == object[name]?.text)
                #expect(JSON.part(name, of: JSON.array([tree]).bytes) == nil)
            }
        }
        #expect(
            JSON.part("b", of: Array(#" { "a" : [1, {"b": 2}] , "b" : 3 }"#.utf8)).map(Array.init) == Array("3 ".utf8))
        let whole = (["a": ["}", 1], "b": 2] as JSON).bytes
        for end in whole.indices { #expect(JSON.part("b", of: Array(whole[..<end])) == nil) }
    }

    @Test func `a number that JSON does not have cannot be encoded`() {
        #expect(throws: EncodingError.self) { try JSON(encoding: [Double.nan]) }
        #expect(throws: EncodingError.self) { try JSON.encode([Double.nan]) }
        #expect(JSON.double(.infinity).text == "null")
    }

    @Test func `members stand sorted and slashes plain`() throws {
        let tree: JSON = ["b": "a/b", "a": ["z": 1, "é": 2, "Z": 3]]
        #expect(tree.text == #"{"a":{"Z":3,"z":1,"é":2},"b":"a/b"}"#)
    }
}
