internal import Base
internal import Contracts

extension Macro {
    private static let nameMaximum = 100
    private static let codeMaximum = 40
    private static let textMaximum = 20_000
    private static let languagesMaximum = 20

    /// Throws a 422 `macro.invalid` that names every mistake.
    func check() throws {
        var errors: [Problem.Item] = []
        func wrong(_ pointer: String, _ code: String, _ detail: String) {
            errors.append(.init(pointer: pointer, code: code, detail: detail))
        }
        let titles = [name] + names.values
        if titles.contains(where: { $0.trimmed.isEmpty || $0.count > Macro.nameMaximum }) || names.count > 20 {
            wrong("#/name", "length", "A name has 1 to \(Macro.nameMaximum) characters.")
        }
        let isWord = { (sign: Character) in sign.isLetter || sign.isNumber || sign == "-" || sign == "_" }
        if let code, code.isEmpty || code.count > Macro.codeMaximum || !code.allSatisfy(isWord) {
            wrong("#/code", "word", "A code is a word of \(Macro.codeMaximum) letters, digits, - and _ at most.")
        }
        if texts.count > Macro.languagesMaximum || texts.values.contains(where: { $0.utf8.count > Macro.textMaximum }) {
            wrong("#/texts", "length", "A text has \(Macro.textMaximum) bytes at most.")
        }
        if texts.values.allSatisfy(\.trimmed.isEmpty), edit?.isEmpty ?? true {
            wrong("#/texts", "missing", "A macro says or changes something.")
        }
        if edit?.reply != nil { wrong("#/edit/reply", "unknown", "What a macro says stands in its texts.") }
        guard errors.isEmpty else {
            throw Problem.invalid("macro.invalid", "The macro has \(errors.count) mistake(s).", errors: errors)
        }
    }

    /// The words in a language: that one, the language without its region, English, the first there are.
    func text(in language: String?) -> String {
        let language = language ?? ""
        let wanted = [language, language.split(separator: "-").first.map(String.init) ?? "", "en"]
        let found = wanted.lazy.compactMap { texts[$0] }.first { !$0.trimmed.isEmpty }
        return found ?? texts.sorted { $0.key < $1.key }.first { !$0.value.trimmed.isEmpty }?.value ?? ""
    }

    /// What it changes on a ticket when `agent` uses it.
    func update(of ticket: String, by agent: String) -> UpdateTicket {
        var update = (edit ?? BulkEdit()).update(of: ticket)
        if update.assignee == "@me" { update.assignee = agent }
        return update
    }
}
