internal import Base
internal import Conditions
internal import Contracts

extension AttributeField {
    static let maximum = 100
    private static let textMaximum = 1_000
    private static let optionsMaximum = 100
    private static let mask = "••••"

    /// Tidy and within bounds; throws 422 `attribute.invalid`.
    func checked() throws -> AttributeField {
        var clean = self
        clean.name = name.trimmingWhitespace()
        let letters = id.unicodeScalars.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_" }
        let options = (options ?? []).map { $0.trimmingWhitespace() }
        guard letters, (1...40).contains(id.utf8.count), (1...Customer.nameMaximum).contains(clean.name.count),
            kind == .choice ? (1...AttributeField.optionsMaximum).contains(options.count) : options.isEmpty,
            Set(options).count == options.count, options.allSatisfy({ (1...100).contains($0.count) })
        else {
            throw Problem.invalid(
                "attribute.invalid",
                "An id of lower-case letters, a name; 1 to 100 different options of a choice alone.")
        }
        clean.options = options.isEmpty ? nil : options
        clean.secret = secret == true ? true : nil
        return clean
    }

    /// A value as it is kept; throws 422 `attribute.value`.
    func checked(_ value: JSON) throws -> JSON {
        func wrong(_ expected: String) -> Problem {
            .invalid(
                "attribute.value", "A value is not what its field asks for.",
                errors: [.init(pointer: "#/values/\(id)", code: "value", detail: "Expected \(expected).")])
        }
        switch kind {
        case .text:
            guard let text = value.string?.trimmingWhitespace(), (1...AttributeField.textMaximum).contains(text.count)
            else { throw wrong("a text of 1 to 1,000 characters") }
            return .string(text)
        case .number:
            guard let number = value.double, number.isFinite else { throw wrong("a number") }
            return value
        case .boolean:
            guard value.bool != nil else { throw wrong("true or false") }
            return value
        case .date:
            guard let text = value.string, text.utf8.count == 10, Instant(text + "T00:00:00Z") != nil else {
                throw wrong("a date like 2026-11-23")
            }
            return value
        case .choice:
            guard let text = value.string, options?.contains(text) == true else { throw wrong("one of the options") }
            return value
        }
    }

    /// What stands for a secret: its last two characters where there are enough others.
    func masked(_ value: JSON) -> String {
        let text = value.string ?? value.text
        return AttributeField.mask + (text.count >= 8 ? String(text.suffix(2)) : "")
    }

    /// What conditions may ask of it; nothing of a secret.
    var condition: FieldCatalogue.Field? {
        guard secret != true else { return nil }
        let name = "customer.attributes.\(id)"
        switch kind {
        case .text: return FieldCatalogue.Field(name, .text)
        case .number: return FieldCatalogue.Field(name, .number)
        case .boolean: return FieldCatalogue.Field(name, .boolean)
        case .date: return FieldCatalogue.Field(name, .time)
        case .choice: return FieldCatalogue.Field(name, .choice, allowed: (options ?? []).map(JSON.string))
        }
    }
}
