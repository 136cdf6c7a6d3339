internal import Base

/// A request that somebody could send. The document shows it, and a test sends it: all of them, from first to last, are
/// one day of a shop, so each is good once those before it were sent. The answer is the one that the document promises.
struct Example: Sendable {
    var operation: String
    /// What stands for the names in the path.
    var path: [String: String]
    var query: [String: String]
    /// The version that is known, for `If-Match`.
    var version: JSON?
    /// Of an operation whose body is no JSON its text.
    var body: JSON?
    /// What later examples need of the answer: a name, which they write `{name}`, and the dotted place that it is at.
    var keeps: [String: String]
    /// Members that the answer has only a moment later.
    var until: [String: JSON]

    init(
        _ operation: String, _ path: [String: String] = [:], query: [String: String] = [:], version: JSON? = nil,
        body: JSON? = nil, keeps: [String: String] = [:], until: [String: JSON] = [:]
    ) {
        (self.operation, self.path, self.query, self.version) = (operation, path, query, version)
        (self.body, self.keeps, self.until) = (body, keeps, until)
    }

    static let all: [Example] =
        session + staff + promises + tickets + desk + surveys + customers + customerData + knowledge + house + readings
        + removals + leaving

    /// By operation the one that the document shows: the first, with something to look at for each `{name}`.
    static let shown = Dictionary(all.map { ($0.operation, $0.filled(look)) }, uniquingKeysWith: { first, _ in first })

    /// With what stands for each `{name}`.
    func filled(_ value: (String) -> JSON) -> Example {
        var filled = self
        filled.path = path.mapValues { Example.text(Example.fill(.string($0), value)) }
        filled.query = query.mapValues { Example.text(Example.fill(.string($0), value)) }
        filled.version = version.map { Example.fill($0, value) }
        filled.body = body.map { Example.fill($0, value) }
        return filled
    }

    private static func fill(_ json: JSON, _ value: (String) -> JSON) -> JSON {
        switch json {
        case .string(let text):
            let name = text.dropFirst().dropLast()
            let isName = text.hasPrefix("{") && text.hasSuffix("}") && !name.isEmpty && name.allSatisfy(\.isLetter)
            return isName ? value(String(name)) : json
        case .array(let items): return .array(items.map { fill($0, value) })
        case .object(let members): return .object(members.mapValues { fill($0, value) })
        default: return json
        }
    }

    private static func text(_ json: JSON) -> String { json.string ?? json.text }

    /// Lines as a mail or a calendar has them.
    static func lines(_ lines: [String], end: String = "\r\n") -> JSON { .string(lines.joined(separator: end)) }

    /// How what is kept looks: an id, where nothing else is known of it.
    private static func look(_ name: String) -> JSON {
        if let known = looks[name] { return known }
        var print = Fingerprint()
        print.add(name)
        let number = UInt64(print.text, radix: 16) ?? 0
        return .string(Identifiers.uuidV7(at: Instant(seconds: 1_795_420_800), high: number, low: number))
    }

    private static let looks: [String: JSON] = [
        "policies": ["01a1f5bc-3c00-7f3e-b3f2-92a7020d5dc9", "default"], "sla": 7,
        "hash": "a6b9c78dee8e346f3614443746d01f5be03c690a74eab342cb80d7dadac3ea53",
        "blob": "8fe552553c43f85919c637a0a755f4f7433a6886a3d9adccb161c43712155c18",
        "file": "eb3b65777321da85e1140c1f1bc166922209e133cc6597cf1118f95986c563c4",
        "survey": "92e9def15afba9e8ffc3e3c654824580", "case": "92e9def15afba9e8ffc3e3c654824580",
        "coupon": "SM4V-MP55-0ZE5", "mistake": "FGSD-T157-1S0R", "code": "492039", "recovery": "tvz3i-lgyip",
        "delivery": "msg_01a1f5bc-3c00-7bc1-b055-7cc7255301dc",
    ]
}
