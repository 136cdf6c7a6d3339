import Base
import Contracts
import Testing

@testable import Moat

struct CommandLineTests {
    /// Runs `moat …` and returns its exit code, output and complaints.
    private func moat(_ words: String..., home: String = "/nowhere") async -> (code: Int32, out: String, err: String) {
        let (out, err) = (Locked(""), Locked(""))
        let terminal = Terminal(
            out: { text in out.withLock { $0 += text } }, err: { text in err.withLock { $0 += text } })
        let code = await Moat.run(words, environment: Environment(["MOAT_HOME": home], folder: "/"), terminal: terminal)
        return (code, out.withLock { $0 }, err.withLock { $0 })
    }

    @Test func `help names every command`() async {
        let result = await moat("help")
        #expect(result.code == 0)
        for command in Moat.commands { #expect(result.out.contains("  \(command.name) ")) }
        #expect(await moat("help", "intake").out.contains("usage: moat intake mail"))
        #expect(await moat("up", "--help").out.contains("--port N"))
    }

    @Test func `a command line that cannot be understood says what is wrong`() async {
        let unknown = await moat("fly")
        #expect(unknown.code == 64 && unknown.err.contains("there is no command 'fly'"))
        #expect(await moat("up", "--height", "3").err.contains("there is no option --height"))
        #expect(await moat("up", "--port").err.contains("--port needs a value"))
        #expect(await moat("up", "--port", "70000").err.contains("a port is a number"))
        #expect(await moat("up", "now").err.contains("'now' is one word too many"))
        #expect(await moat("rebuild", "tickets").code == 64)
    }

    @Test func `doctor and rebuild say that nothing runs`() async {
        let doctor = await moat("doctor")
        #expect(doctor.code == 69 && doctor.err.contains("nothing is running in /nowhere"))
        #expect(await moat("rebuild", "analytics").code == 75)
    }

    @Test func `config shows every variable and no secret`() async {
        let out = Locked("")
        let terminal = Terminal(out: { text in out.withLock { $0 += text } }, err: { _ in })
        let environment = Environment(["BUS_URL": "nats://a:hidden@b", "LOG_LEVEL": "debug"], folder: "/")
        #expect(await Moat.run(["config"], environment: environment, terminal: terminal) == 0)
        let text = out.withLock { $0 }
        for variable in Variable.all { #expect(text.contains(variable.name)) }
        #expect(!text.contains("hidden") && text.contains("now (set)") && text.contains("now debug"))
    }

    @Test func `options are read with and without an equals sign`() throws {
        let arguments = try Arguments(["--port=81", "--home", "a", "--demo"], of: .up)
        #expect(try arguments.port("port") == 81)
        #expect(arguments["home"] == "a" && arguments.has("demo"))
        #expect(throws: Mistake.self) { try Arguments(["--demo=1"], of: .up) }
    }

    @Test func `the home is what was said, else what the environment says`() throws {
        let none = try Arguments([], of: .up)
        #expect(Home.locate(try Arguments(["--home", "x"], of: .up), Environment([:], folder: "/a")).path == "/a/x")
        #expect(Home.locate(none, Environment(["MOAT_HOME": "/b"], folder: "/a")).path == "/b")
        #expect(Home.locate(none, Environment(["HOME": "/h"], folder: "/a")).path == "/h/.moat")
    }

    @Test func `a bar is drawn over only when somebody watches`() {
        let lines = Locked<[String]>([])
        let terminal = Terminal(out: { text in lines.withLock { $0.append(text) } }, err: { _ in })
        for done in [0, 5, 10] as [Int64] { terminal.progress("reading", done: done, of: 10) }
        #expect(lines.withLock { $0.count } == 2)
        #expect(lines.withLock { $0.last }?.contains("100 % (10 of 10)") ?? false)
    }

    @Test func `a rebuild that comes out different is a failure`() {
        let quiet = Terminal(out: { _ in }, err: { _ in })
        func state(_ total: Int64, _ digest: String?) -> RebuildState {
            RebuildState(rebuilding: false, processed: total, total: total, digest: digest)
        }
        #expect(Command.judge(state(5, "a"), state(5, "a"), quiet) == 0)
        #expect(Command.judge(state(5, "a"), state(5, "b"), quiet) == 1)
        #expect(Command.judge(state(5, "a"), state(6, "b"), quiet) == 0)
    }
}
