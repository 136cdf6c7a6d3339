import Base
import Foundation
import Glibc
import HTTP
import TestSupport
import Testing

@testable import Moat

/// With a whole installation: what operators see of it.
@Suite(.timeLimit(.minutes(2)), .serialized) struct WatchingTests {
    private static let deploy = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../deploy").standardizedFileURL.path

    @Test(.enabled(if: has("promtool"))) func `the numbers are what Prometheus expects, and what we plot and alert on`()
        async throws
    {
        let house = try await Installation()
        let street = try Street(house)
        try await street.write("A first ticket")
        var scrapes: [String: String] = [:]
        try await eventually("every process shows its numbers and feeds") {
            scrapes = try await street.scrapes()
            return scrapes.count == Blueprint.names.count && scrapes["rules"]?.contains("moat_feed_lag_events") ?? false
        }
        var names: Set<String> = ["up", "ALERTS"]
        for (name, text) in scrapes {
            let checked = try await TestSupport.Command.run(["promtool", "check", "metrics"], input: Array(text.utf8))
            #expect(checked.status == 0, "\(name): \(checked.text)\(checked.errors)")
            #expect(text.contains("moat_build_info{service=\"\(name)\",version=\"\(Build.version)\"} 1"))
            let series = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
            names.formUnion(series.map { String($0.prefix { $0 != "{" && $0 != " " }) })
            // Each series once: Prometheus refuses the whole scrape otherwise.
            #expect(Set(series.map { $0[..<($0.lastIndex(of: " ") ?? $0.endIndex)] }).count == series.count)
        }
        for file in ["prometheus/alerts.yml", "grafana/dashboards/moat.json"] {
            let text = try String(contentsOfFile: "\(Self.deploy)/\(file)", encoding: .utf8)
            let used = text.matches(of: #/\b(?:moat|process)_[a-z_]+/#).map { String($0.output) }
            #expect(used.count > 15 && Set(used).subtracting(names).isEmpty, "\(file): \(Set(used).subtracting(names))")
        }
    }

    @Test(
        .enabled(if: has("promtool")),
        arguments: [
            ["check", "config", "prometheus.yml"], ["check", "rules", "alerts.yml"],
            ["test", "rules", "alerts.test.yml"],
        ]) func `promtool agrees with what is in deploy`(words: [String]) async throws
    {
        let path = "\(Self.deploy)/prometheus/\(words[2])"
        let checked = try await TestSupport.Command.run(["promtool", words[0], words[1], path])
        #expect(checked.status == 0, "\(checked.text)\(checked.errors)")
    }

    @Test func `a request's path is shown through all services`() async throws {
        let house = try await Installation()
        let trace = TraceContext(root: .system, isSampled: true)
        let sent = try await Street(house).write("Where is it?", headers: ["traceparent": trace.text])
        #expect(sent.status == 202 && sent.headers["traceparent"]?.contains(trace.traceID) ?? false)
        let hops = [
            "gateway  POST /intake/form", "channels  channels.intake.form", "channels  timer intake",
            "customers  customers.identify", "tickets  tickets.intake", "rules  react moat.tickets.opened",
            "analytics  follow moat.tickets.opened", "customers  follow moat.tickets.opened",
        ]
        var shown = ""
        try await eventually("all hops are in the logs") {
            shown = try house.moat("trace", trace.traceID).printed
            return hops.allSatisfy { shown.contains($0) }
        }
        // What a customer wrote is in no log.
        #expect(!shown.contains("Where is it?"), "\(shown)")
        let logs = try FileManager.default.contentsOfDirectory(atPath: "\(house.home)/logs").map {
            try String(contentsOfFile: "\(house.home)/logs/\($0)", encoding: .utf8)
        }.joined()
        for word in ["Where is it?", "Please hurry", "ada@example.org"] { #expect(!logs.contains(word)) }
        let prefixed = logs.split(separator: "\n").map { "tickets-1  | \($0)\n" }.joined()
        let piped = try house.moat("trace", String(trace.traceID.prefix(12)), "-", input: Array(prefixed.utf8))
        // Of the same lines: the services go on writing theirs.
        let folder = TemporaryFolder()
        try logs.write(toFile: "\(folder.path)/all.log", atomically: true, encoding: .utf8)
        let read = try house.moat("trace", trace.traceID, "\(folder.path)/all.log")
        #expect(piped.code == 0 && piped.printed == read.printed && hops.allSatisfy { read.printed.contains($0) })
        #expect(try house.moat("trace", "00000000feedbeef").code == 1)
    }

    @Test func `the doctor says what hangs, and that all is well again`() async throws {
        let house = try await Installation()
        let well = try house.moat("doctor")
        #expect(well.code == 0, "\(well.printed)")
        let pid = try #require(house.pid(of: "rules"))
        kill(pid, SIGSTOP)
        let hung = try house.moat("doctor")
        kill(pid, SIGCONT)
        #expect(hung.code == 1 && hung.printed.contains("SICK rules"), "\(hung.printed)")
        #expect(hung.printed.contains("Rules, reminders and notices act later"), "\(hung.printed)")
        try await eventually("all is well again") { try house.moat("doctor").code == 0 }
    }

    @Test(.enabled(if: WatchingTests.wrongClock != nil)) func `the doctor says that a clock is wrong`() async throws {
        let folder = TemporaryFolder()
        let ports = try Loopback.freePorts(2, from: 24_000)
        let bus = Process()
        bus.executableURL = URL(filePath: Installation.programs + "/moat-bus")
        // By variables: with the library loaded the arguments of a process started from here do not arrive.
        bus.environment = ProcessInfo.processInfo.environment.merging([
            "LD_PRELOAD": Self.wrongClock ?? "", "FAKETIME": "+90s", "BUS_PORT": "\(ports[0])",
            "BUS_MONITOR_PORT": "\(ports[1])",
        ]) { _, new in new }
        try bus.run()
        defer { bus.terminate() }
        try Home(path: folder.path).write(
            Running(
                pid: getpid(), address: "http://127.0.0.1", busURL: "nats://127.0.0.1:\(ports[0])",
                processes: [.init(name: "bus", pid: bus.processIdentifier, healthPort: ports[1])]))
        try await eventually("the bus is there") {
            await Loopback.get("/healthz", port: ports[1]).status == 200
        }
        let out = Locked("")
        let terminal = Terminal(out: { text in out.withLock { $0 += text } }, err: { _ in })
        let environment = Environment(["MOAT_HOME": folder.path], folder: "/")
        #expect(await Moat.run(["doctor"], environment: environment, terminal: terminal) == 1)
        let said = out.withLock { $0 }
        #expect(said.contains("has a clock that is 90 s ahead"), "\(said)")
    }

    /// The library that gives a program another time, when it is installed.
    private static let wrongClock: String? = ["x86_64", "aarch64"].lazy
        .map { (machine: String) -> String in "/usr/lib/\(machine)-linux-gnu/faketime/libfaketime.so.1" }
        .first { (path: String) -> Bool in unsafe access(path, R_OK) == 0 }

    @Test(.enabled(if: SmallDisk.canBeHad, "it takes root to mount a disk"))
    func `the doctor says that a disk is full and takes no writes`() async throws {
        var small: SmallDisk?
        let house = try await Installation(prepare: { home in
            small = try await SmallDisk(at: home, megabytes: 64)
            if small == nil { try Test.cancel("no disk can be mounted here") }
        })
        let disk = try #require(small)
        do {
            let street = try Street(house)
            #expect(try await street.write("It fits").status == 202)
            try await disk.fill()
            #expect(try await street.write("It does not").status >= 500)
            let sick = try house.moat("doctor")
            #expect(sick.code == 1 && sick.printed.contains("is nearly full"), "\(sick.printed)")
            #expect(sick.printed.contains("SICK channels   cannot write to its store"), "\(sick.printed)")
            try disk.empty()
            try await eventually("it takes writes again") { try await street.write("It fits again").status == 202 }
            let better = try house.moat("doctor").printed
            #expect(!better.contains("cannot write"), "\(better)")
        } catch {
            Issue.record(error)
        }
        house.stop()
        try await disk.unmount()
    }
}
