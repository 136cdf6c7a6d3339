internal import Glibc

/// The command line: starts everything on one machine, looks after it, and takes in what comes by pipe.
@main
struct Moat {
    static let commands: [Command] = [
        .up, .link, .audit, .doctor, .health, .trace, .intake, .rebuild, .copyStore, .backup, .restore, .demo, .secrets,
        .config,
    ]

    static func main() async {
        let code = await run(Array(CommandLine.arguments.dropFirst()), environment: Environment(), terminal: Terminal())
        exit(code)
    }

    /// Finds the command, runs it and turns its errors into sentences. The result is the exit code.
    static func run(_ words: [String], environment: Environment, terminal: Terminal) async -> Int32 {
        let name = words.first ?? "help"
        guard let command = commands.first(where: { $0.name == name }) else {
            return help(words, terminal)
        }
        if words.contains("--help") || words.contains("-h") {
            terminal.say(command.help)
            return 0
        }
        do {
            let arguments = try Arguments(Array(words.dropFirst()), of: command)
            return try await command.run(arguments, environment, terminal)
        } catch let mistake as Mistake {
            terminal.complain("moat \(name): \(mistake.sentence)")
            if let advice = mistake.advice { terminal.complain(advice) }
            return mistake.code
        } catch {
            terminal.complain("moat \(name): \(Mistake.sentence(for: error))")
            return 1
        }
    }

    private static func help(_ words: [String], _ terminal: Terminal) -> Int32 {
        if words.count > 1, let command = commands.first(where: { $0.name == words[1] }) {
            terminal.say(command.help)
            return 0
        }
        let known = words.isEmpty || ["help", "--help", "-h"].contains(words[0])
        if !known { terminal.complain("moat: there is no command '\(words[0])'.") }
        let width = commands.map(\.name.count).max() ?? 0
        let lines = commands.map { "  \($0.name.padded(to: width))  \($0.summary)" }
        let text = """
            Moat: customer service that you host yourself.

            usage: moat COMMAND [OPTIONS]

            \(lines.joined(separator: "\n"))
              \("help".padded(to: width))  This, or with a command's name, all about it.

            The installation is the folder MOAT_HOME (./.moat if it is there, else ~/.moat).
            """
        if known { terminal.say(text) } else { terminal.complain(text) }
        return known ? 0 : Mistake.usageCode
    }
}
