internal import Base

extension Command {
    /// `moat health`
    static let health = Command(
        name: "health", summary: "Ask a health door of this machine: for container health checks.",
        usage: "PORT [PATH]",
        details: "Exit code 0 when http://127.0.0.1:PORT/PATH (default: readyz) answers 200, else 1.", words: 2
    ) { arguments, _, terminal in
        guard let port = arguments.words.first.flatMap(Int.init), (1...65_535).contains(port) else {
            throw Mistake.usage("'moat health' needs a port from 1 to 65535.")
        }
        let path = arguments.words.dropFirst().first ?? "readyz"
        let answer = await Loopback.get("/\(path)", port: port, limit: .seconds(2))
        terminal.say(answer.text)
        return answer.status == 200 ? 0 : 1
    }
}
