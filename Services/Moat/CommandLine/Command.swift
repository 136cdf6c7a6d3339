/// One thing the command line can do.
struct Command: Sendable {
    let name: String
    /// One sentence.
    let summary: String
    /// What follows the name, like `[--port N]`.
    let usage: String
    /// What it does, when to use it, what its exit codes mean.
    let details: String
    var options: [Option] = []
    /// Words that are no options, at most.
    var words = 0
    /// Returns the exit code.
    let run: @Sendable (Arguments, Environment, Terminal) async throws -> Int32

    /// `--name`, with a value when it has a placeholder.
    struct Option: Sendable {
        let name: String
        var value: String?
        let meaning: String
    }

    static let home = Option(name: "home", value: "DIR", meaning: "the installation's folder (default: MOAT_HOME)")

    /// Everything there is to say about it.
    var help: String {
        let forms = options.map { "--\($0.name)" + ($0.value.map { " \($0)" } ?? "") }
        let width = forms.map(\.count).max() ?? 0
        let lines = zip(forms, options).map { "  \($0.padded(to: width))  \($1.meaning)" }
        let list = lines.isEmpty ? "" : "\n\n" + lines.joined(separator: "\n")
        return "usage: moat \(name) \(usage)\n\n\(summary)\n\n\(details)\(list)"
    }
}

/// What a person did wrong or has to know: a sentence, what to do about it, and the exit code.
struct Mistake: Error, Equatable {
    let sentence: String
    var advice: String?
    var code: Int32 = 1

    /// The exit code for a command line that cannot be understood (`EX_USAGE`).
    static let usageCode: Int32 = 64
    /// The exit code that makes a mail server try again later (`EX_TEMPFAIL`).
    static let tryLaterCode: Int32 = 75

    static func usage(_ sentence: String) -> Mistake {
        Mistake(sentence: sentence, advice: "'moat help' lists the commands.", code: usageCode)
    }
}

/// The words after a command's name, checked against its options.
struct Arguments: Equatable {
    private(set) var words: [String] = []
    private var values: [String: String] = [:]
    private var flags: Set<String> = []

    init(_ given: [String], of command: Command) throws {
        var rest = given[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("--"), word.count > 2 else {
                words.append(word)
                continue
            }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let option = command.options.first(where: { $0.name == name }) else {
                throw Mistake.usage("there is no option --\(name).")
            }
            if let placeholder = option.value {
                guard let value = parts.count > 1 ? String(parts[1]) : rest.popFirst() else {
                    throw Mistake.usage("--\(name) needs a value: --\(name) \(placeholder).")
                }
                values[name] = value
            } else {
                guard parts.count == 1 else { throw Mistake.usage("--\(name) takes no value.") }
                flags.insert(name)
            }
        }
        guard words.count <= command.words else {
            throw Mistake.usage("'\(words[command.words])' is one word too many.")
        }
    }

    subscript(option: String) -> String? { values[option] }
    func has(_ flag: String) -> Bool { flags.contains(flag) }

    /// A port number, or nil when it was not given.
    func port(_ option: String) throws -> Int? {
        guard let text = values[option] else { return nil }
        guard let port = Int(text), (1...65_535).contains(port) else {
            throw Mistake.usage("--\(option) \(text): a port is a number from 1 to 65535.")
        }
        return port
    }
}

extension String {
    /// The same with spaces up to a width.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
