package import Base

extension FieldCatalogue {
    /// Limits of one condition.
    package static let maximumDepth = 10
    package static let maximumTests = 500
    package static let maximumOperands = 1_000
    package static let maximumTextLength = 4_000

    /// What is wrong with a condition, with JSON pointers below `pointer`; empty when it can be used. At most 50
    /// items.
    package func validate(_ condition: Condition, at pointer: String = "#") -> [Problem.Item] {
        if condition.depth > Self.maximumDepth {
            return [item(pointer, "depth", "A condition may be nested \(Self.maximumDepth) levels deep.")]
        }
        if condition.tests.count > Self.maximumTests {
            return [item(pointer, "size", "A condition may have \(Self.maximumTests) tests.")]
        }
        var items: [Problem.Item] = []
        walk(condition, pointer, &items)
        return Array(items.prefix(50))
    }

    /// Throws a 422 `Problem` (`condition.invalid`) when `validate` finds anything.
    package func check(_ condition: Condition, at pointer: String = "#") throws {
        let items = validate(condition, at: pointer)
        guard items.isEmpty else {
            throw Problem.invalid("condition.invalid", "The condition cannot be used.", errors: items)
        }
    }

    private func walk(_ condition: Condition, _ pointer: String, _ items: inout [Problem.Item]) {
        switch condition {
        case .all(let parts):
            for (index, part) in parts.enumerated() { walk(part, "\(pointer)/all/\(index)", &items) }
        case .any(let parts):
            for (index, part) in parts.enumerated() { walk(part, "\(pointer)/any/\(index)", &items) }
        case .not(let part): walk(part, "\(pointer)/not", &items)
        case .count(let count): walk(count, pointer, &items)
        case .test(let test): if let wrong = problem(of: test, pointer) { items.append(wrong) }
        }
    }

    /// The entries of a list are asked for the fields below it.
    private func walk(_ count: Condition.Count, _ pointer: String, _ items: inout [Problem.Item]) {
        let prefix = count.list + "."
        let below = fields.filter { $0.name.hasPrefix(prefix) }.map { field in
            Field(String(field.name.dropFirst(prefix.count)), field.type, list: field.list, allowed: field.allowed)
        }
        guard !below.isEmpty else {
            items.append(item(pointer + "/count", "unknown", "There is no such list."))
            return
        }
        if count.atLeast < 0 || count.atLeast > 10_000 || count.atMost.map({ $0 < count.atLeast }) ?? false {
            items.append(item(pointer + "/atLeast", "value", "A number from 0 to 10,000, not above the other."))
        }
        if count.condition.usesPrevious {
            items.append(item(pointer + "/where", "operator", "An entry of a list does not know what it was before."))
        }
        FieldCatalogue(below).walk(count.condition, pointer + "/where", &items)
    }

    private func problem(of test: Condition.Test, _ pointer: String) -> Problem.Item? {
        guard let field = field(test.field) else {
            return item(pointer + "/field", "unknown", "There is no such field.")
        }
        guard let comparison = test.comparison else {
            return item(pointer + "/is", "unknown", "There is no such operator.")
        }
        guard field.operators.contains(comparison) else {
            let names = field.operators.map(\.rawValue).joined(separator: ", ")
            return item(pointer + "/is", "operator", "This field can be asked: \(names).")
        }
        let value = test.value
        let place = pointer + "/value"
        switch comparison.operand {
        case .none:
            return value == nil || value == .null ? nil : item(place, "unexpected", "This operator takes no value.")
        case .one:
            guard let value, value.array == nil else { return item(place, "value", "One value is needed.") }
            return operandProblem([value], field, place)
        case .oneOrMore:
            guard let value else { return item(place, "missing", "A value is needed.") }
            return operandProblem(value.array ?? [value], field, place)
        case .pair:
            guard let pair = value?.array, pair.count == 2 else {
                return item(place, "value", "A list of two values is needed: from and to.")
            }
            return operandProblem(pair, field, place)
        case .moment:
            let isMoment = value.map { isTime($0) || TimeLength.parse($0) != nil } ?? false
            return isMoment ? nil : item(place, "value", "A time (RFC 3339) or a duration (2h) is needed.")
        case .duration:
            let isDuration = value.flatMap(TimeLength.parse) != nil
            return isDuration ? nil : item(place, "value", "A duration is needed: seconds, 15m, 2h, 3d or PT2H.")
        }
    }

    private func operandProblem(_ values: [JSON], _ field: Field, _ place: String) -> Problem.Item? {
        if values.count > Self.maximumOperands {
            return item(place, "size", "At most \(Self.maximumOperands) values are allowed.")
        }
        for value in values where !value.isNull {
            if let allowed = field.allowed, field.type == .choice, !allowed.contains(value) {
                return item(place, "choice", "This value is not one of the field's choices.")
            }
            if !fits(value, field.type) { return item(place, "type", "A value of type \(field.type) is needed.") }
        }
        return nil
    }

    private func fits(_ value: JSON, _ type: Kind) -> Bool {
        switch type {
        case .text, .choice:
            if let text = value.string { text.utf8.count <= Self.maximumTextLength } else { value.double != nil }
        case .number: value.double != nil
        case .boolean: value.bool != nil
        case .time: isTime(value)
        case .duration: TimeLength.parse(value) != nil
        case .any: value.object == nil && value.array == nil
        }
    }

    private func isTime(_ value: JSON) -> Bool { value.string.flatMap { Comparand.time($0) } != nil }

    private func item(_ pointer: String, _ code: String, _ detail: String) -> Problem.Item {
        Problem.Item(pointer: pointer, code: code, detail: detail)
    }
}
