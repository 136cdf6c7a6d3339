internal import Base

/// A schema of data, of a small part of JSON Schema (2020-12): `type`, `properties`, `required`,
/// `additionalProperties` (true or false), `items`, `enum`, `const`, `minimum`, `maximum`, `minLength`, `maxLength`,
/// `minItems`, `maxItems`, `format` (`date-time`, `date`), and `title`, `description`, which say nothing. What is not
/// in this list is refused rather than left out: nobody shall believe that it is checked.
struct DataSchema: Hashable, Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case object, array, string, number, integer, boolean, null
    }

    static let depthMaximum = 8
    static let membersMaximum = 200
    private static let problemsMaximum = 20

    private(set) var kinds: Set<Kind>?
    private(set) var members: [String: DataSchema] = [:]
    private(set) var items: [DataSchema] = []
    private var required: Set<String> = []
    private var isClosed = false
    private var choices: [JSON]?
    private var minimum: Double?
    private var maximum: Double?
    private var lengths: ClosedRange<Int> = 0...Int.max
    private var counts: ClosedRange<Int> = 0...Int.max
    private(set) var format: String?

    /// Reads a schema; throws 422 `fact_type.schema` that names every place that is not understood.
    init(_ json: JSON) throws {
        var problems: [Problem.Item] = []
        self = DataSchema(json, "#", 0, &problems)
        guard problems.isEmpty else {
            throw Problem.invalid(
                "fact_type.schema", "The schema uses what is not understood.",
                errors: Array(problems.prefix(DataSchema.problemsMaximum)))
        }
    }

    private init(_ json: JSON, _ place: String, _ depth: Int, _ problems: inout [Problem.Item]) {
        guard let words = json.object else {
            problems.append(.init(pointer: place, code: "type", detail: "A schema is an object."))
            return
        }
        guard depth < DataSchema.depthMaximum, words.count <= DataSchema.membersMaximum else {
            problems.append(.init(pointer: place, code: "size", detail: "Eight levels, two hundred members at most."))
            return
        }
        for (word, value) in words.sorted(by: { $0.key < $1.key }) {
            let here = "\(place)/\(word)"
            guard !read(word, value, here, depth, &problems) else { continue }
            problems.append(
                .init(pointer: here, code: "keyword", detail: "This keyword or its value is not understood."))
        }
    }

    /// Whether a keyword is known and its value makes sense.
    private mutating func read(
        _ word: String, _ value: JSON, _ place: String, _ depth: Int, _ problems: inout [Problem.Item]
    ) -> Bool {
        switch word {
        case "title", "description": return value.string != nil
        case "type":
            let names = value.array ?? [value]
            let found = names.compactMap { $0.string.flatMap(Kind.init(rawValue:)) }
            kinds = Set(found)
            return !names.isEmpty && found.count == names.count
        case "properties":
            guard let all = value.object, all.count <= DataSchema.membersMaximum else { return false }
            for (name, schema) in all { members[name] = DataSchema(schema, "\(place)/\(name)", depth + 1, &problems) }
        case "items": items = [DataSchema(value, place, depth + 1, &problems)]
        case "required":
            guard let names = value.array else { return false }
            required = Set(names.compactMap(\.string))
            return required.count == names.count
        case "additionalProperties":
            guard let isOpen = value.bool else { return false }
            isClosed = !isOpen
        case "enum":
            guard let all = value.array, !all.isEmpty, all.count <= 500 else { return false }
            choices = all
        case "const": choices = [value]
        case "format":
            guard let name = value.string, name == "date-time" || name == "date" else { return false }
            format = name
        default: return readLimit(word, value)
        }
        return true
    }

    private mutating func readLimit(_ word: String, _ value: JSON) -> Bool {
        guard let number = value.double else { return false }
        if word == "minimum" {
            minimum = number
        } else if word == "maximum" {
            maximum = number
        } else {
            guard let whole = value.int.map({ Int($0) }), whole >= 0 else { return false }
            switch word {
            case "minLength": lengths = min(whole, lengths.upperBound)...lengths.upperBound
            case "maxLength": lengths = min(whole, lengths.lowerBound)...whole
            case "minItems": counts = min(whole, counts.upperBound)...counts.upperBound
            case "maxItems": counts = min(whole, counts.lowerBound)...whole
            default: return false
            }
        }
        return true
    }
}

extension DataSchema {
    /// Where a value does not fit, at most twenty places; empty when it does.
    func problems(of value: JSON) -> [Problem.Item] {
        var problems: [Problem.Item] = []
        check(value, "#/data", &problems)
        return Array(problems.prefix(DataSchema.problemsMaximum))
    }

    private func check(_ value: JSON, _ place: String, _ problems: inout [Problem.Item]) {
        func wrong(_ code: String, _ detail: String) {
            problems.append(.init(pointer: place, code: code, detail: detail))
        }
        if let kinds, !kinds.contains(where: { DataSchema.fits(value, $0) }) {
            let names = kinds.map(\.rawValue).sorted().joined(separator: " or ")
            return wrong("type", "Expected \(names).")
        }
        if let choices, !choices.contains(value) { wrong("enum", "The value is not one of those allowed.") }
        switch value {
        case .object(let object): check(object, place, &problems)
        case .array(let array):
            if !counts.contains(array.count) { wrong("items", "The list has not the right number of entries.") }
            guard let schema = items.first else { return }
            for (index, entry) in array.enumerated() where problems.count < DataSchema.problemsMaximum {
                schema.check(entry, "\(place)/\(index)", &problems)
            }
        case .string(let text):
            if lengths != 0...Int.max, !lengths.contains(text.count) {
                wrong("length", "The text has not the right length.")
            }
            if format == "date-time", Instant(text) == nil { wrong("format", "Expected an RFC 3339 time.") }
            if format == "date", text.utf8.count != 10 || Instant(text + "T00:00:00Z") == nil {
                wrong("format", "Expected a date like 2026-11-23.")
            }
        case .int, .double:
            guard minimum != nil || maximum != nil, let number = value.double else { return }
            if minimum.map({ number < $0 }) ?? false || maximum.map({ number > $0 }) ?? false {
                wrong("range", "The number is out of range.")
            }
        case .bool, .null: return
        }
    }

    private func check(_ object: [String: JSON], _ place: String, _ problems: inout [Problem.Item]) {
        for name in required where object[name] == nil {
            problems.append(.init(pointer: "\(place)/\(name)", code: "missing", detail: "This member is required."))
        }
        for (name, value) in object where problems.count < DataSchema.problemsMaximum {
            if let schema = members[name] {
                schema.check(value, "\(place)/\(name)", &problems)
            } else if isClosed {
                problems.append(.init(pointer: "\(place)/\(name)", code: "unknown", detail: "There is no such member."))
            }
        }
    }

    private static func fits(_ value: JSON, _ kind: Kind) -> Bool {
        switch (value, kind) {
        case (.object, .object), (.array, .array), (.string, .string), (.bool, .boolean), (.null, .null): true
        case (.int, .number), (.double, .number), (.int, .integer): true
        case (.double, .integer): value.int != nil
        default: false
        }
    }
}
