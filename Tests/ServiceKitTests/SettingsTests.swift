import Base
import ServiceKit
import TestSupport
import Testing

@Suite struct SettingsTests {
    @Test func `values are typed, and defaults stand for what is missing or empty`() throws {
        let settings = Settings(environment: ["A": "x", "N": "7", "B": "Yes", "E": ""])
        #expect(settings.string("A", default: "d") == "x")
        #expect(settings.string("E", default: "d") == "d")
        #expect(settings.int("N", default: 1, in: 0...10) == 7)
        #expect(settings.int("M", default: 1, in: 0...10) == 1)
        #expect(settings.bool("B", default: false) && settings.bool("C", default: true))
        #expect(settings.required("A", "it") == "x")
        #expect(throws: Never.self) { try settings.check() }
    }

    @Test func `all mistakes are reported together, each with its key`() throws {
        let settings = Settings(environment: [
            "N": "many", "R": "99", "B": "perhaps", "LOG_LEVEL": "loud", "HEALTH_PORT": "70000",
            "P_FILE": "/nowhere/at/all",
        ])
        _ = settings.int("N", default: 1, in: 0...10)
        _ = settings.int("R", default: 1, in: 0...10)
        _ = settings.bool("B", default: true)
        _ = settings.required("K", "the key")
        _ = settings.optional("P")
        _ = ServiceConfiguration(service: "work", settings: settings)
        let problem = #expect(throws: Problem.self) { try settings.check() }
        #expect(problem?.code == "configuration")
        let detail = problem?.detail ?? ""
        for part in [
            "N=many", "R=99", "from 0 to 10", "B=perhaps", "K is not set: the key", "P_FILE", "LOG_LEVEL=loud",
            "HEALTH_PORT=70000",
        ] { #expect(detail.contains(part), "\(part)") }
    }

    @Test func `a secret comes from a file, without the line end`() throws {
        let folder = TemporaryFolder()
        let path = try folder.write("secret", "  s3cret äö\n\n")
        let settings = Settings(environment: ["S_FILE": path, "T": "direct", "T_FILE": path])
        #expect(settings.optional("S") == "s3cret äö")
        #expect(settings.optional("T") == "direct")
    }

    @Test func `a service has what it needs without any setting`() throws {
        let settings = Settings(environment: [:])
        let configuration = ServiceConfiguration(service: "work", settings: settings)
        #expect(configuration.busURL == "nats://127.0.0.1:4222")
        #expect(configuration.storeURL == "file:///var/lib/moat/work")
        #expect(configuration.healthPort == 0 && configuration.logLevel == .info)
        #expect(throws: Never.self) { try settings.check() }
    }
}
