import Base
import Testing

@testable import Moat

struct BlueprintTests {
    private static let users = BusUsers(.seeded(1))
    private let wishes = Blueprint.Wishes(
        home: "/h", host: "127.0.0.1", port: 8080, bus: .own(port: 4222, users: users),
        healthPorts: Array(9_000..<9_008), programs: "/p", pages: "/web")

    @Test func `everybody waits for the bus and has a store of his own`() {
        let plan = Blueprint(wishes, inherited: ["LOG_LEVEL": "debug"])
        #expect(plan.parts.map(\.command.name) == Blueprint.names)
        #expect(plan.parts.map(\.after) == [nil] + Blueprint.services.map { _ in "bus" })
        let stores = plan.parts.compactMap { $0.command.environment["STORE_URL"] }
        #expect(Set(stores).count == 7 && stores.contains("file:///h/data/tickets"))
        #expect(Set(plan.parts.compactMap { $0.command.environment["HEALTH_PORT"] }).count == 7)
        #expect(plan.part("bus")?.command.environment["BUS_MONITOR_PORT"] == "9000")
        #expect(plan.parts.allSatisfy { $0.command.environment["LOG_LEVEL"] == "debug" })
        #expect(plan.part("rules")?.command.executable == "/p/moat-rules")
    }

    @Test func `with PostgreSQL the stores are schemas of one database, and files stay in the home`() {
        var scaled = wishes
        scaled.store = "postgres://me@db/moat?sslmode=require"
        let plan = Blueprint(scaled, inherited: ["STORE_URL": "postgres://me@db/moat?sslmode=require"])
        #expect(
            plan.part("rules")?.command.environment["STORE_URL"]
                == "postgres://me@db/moat?sslmode=require&blobs=/h/data/rules/blobs")
        scaled.store = "postgres://me@db/moat"
        #expect(
            Blueprint(scaled, inherited: [:]).part("rules")?.command.environment["STORE_URL"]
                == "postgres://me@db/moat?blobs=/h/data/rules/blobs")
    }

    @Test func `only the gateway serves pages, and the bus is told its password`() {
        let plan = Blueprint(wishes, inherited: [:])
        #expect(plan.parts.filter { $0.command.environment["HTTP_PORT"] != nil }.map(\.command.name) == ["gateway"])
        #expect(plan.part("gateway")?.command.environment["WEB_ROOT"] == "/web")
    }

    @Test func `each has a bus user of its own, with its own subjects`() throws {
        let plan = Blueprint(wishes, inherited: [:])
        let urls = plan.parts.compactMap { $0.command.environment["BUS_URL"] }
        #expect(Set(urls).count == 7 && urls.allSatisfy { $0.hasSuffix("@127.0.0.1:4222") })
        #expect(plan.busURL.hasPrefix("nats://moat:"))
        #expect(plan.part("bus")?.command.environment["BUS_USERS"] == "/h/bus-users.json")

        let users = try #require(BlueprintTests.users.file["authorization"]?["users"]?.array)
        #expect(users.count == 8)
        let rules = try #require(users.first { $0["user"] == "rules" }?["permissions"])
        #expect(rules["publish"]?.array?.contains("tickets.>") ?? false)
        #expect(rules["publish"]?.array?.contains("events.rules.>") ?? false)
        #expect(!(rules["publish"]?.array?.contains("events.tickets.>") ?? true))
        #expect(!(rules["subscribe"]?.array?.contains("tickets.>") ?? true))
        #expect(users.first { $0["user"] == "moat" }?["permissions"] == nil)
    }

    @Test func `a bus that runs already is used, and none is started`() {
        var cluster = wishes
        let urls = BusUsers.names.reduce(into: [:]) { $0[$1] = BlueprintTests.users.url(of: $1, at: ["a:1", "b:2"]) }
        cluster.bus = .existing(urls)
        let plan = Blueprint(cluster, inherited: [:])
        #expect(plan.parts.map(\.command.name) == Blueprint.services)
        #expect(plan.parts.allSatisfy { $0.after == nil })
        #expect(plan.part("rules")?.command.environment["BUS_URL"] == urls["rules"])
        #expect(plan.busURL.hasPrefix("nats://moat:") && plan.busURL.hasSuffix("@a:1,nats://b:2"))
        #expect(plan.part("rules")?.healthPort == 9_004)
    }

    @Test func `a developer may start a few`() {
        var few = wishes
        few.only = ["bus", "rules"]
        let plan = Blueprint(few, inherited: [:])
        #expect(plan.parts.map(\.command.name) == ["bus", "rules"])
        #expect(plan.part("rules")?.healthPort == 9_004)
    }

    @Test func `links show the public address`() {
        #expect(Blueprint(wishes, inherited: [:]).address == "http://127.0.0.1:8080")
        let outside = Blueprint(wishes, inherited: ["PUBLIC_URL": "https://help.example"])
        #expect(outside.address == "https://help.example")
        #expect(outside.part("tickets")?.command.environment["PUBLIC_URL"] == "https://help.example")
    }
}

struct DiagnosisTests {
    private func seen(_ name: String, health: Int? = 200, ready: Int? = 200, bus: Bool? = true) -> Diagnosis.Sighting {
        .init(
            name: name, pid: 7, health: .init(status: health, text: "h"), readiness: .init(status: ready, text: "r"),
            answersOnBus: bus, numbers: (Scrape(""), Scrape("")))
    }

    @Test func `all is well`() {
        let diagnosis = Diagnosis([seen("bus", bus: nil), seen("rules")], logs: "/l", freeBytes: 1 << 40)
        #expect(diagnosis.isWell && diagnosis.findings.count == 3)
    }

    @Test func `a process that shows no numbers is not well`() {
        var mute = seen("rules")
        mute.numbers = nil
        #expect(!Diagnosis([mute], logs: "/l", freeBytes: nil).isWell)
    }

    @Test func `the first thing wrong is said, with advice`() {
        func finding(_ sighting: Diagnosis.Sighting, busReady: Int = 200) -> Diagnosis.Finding? {
            Diagnosis([sighting, seen("bus", ready: busReady, bus: nil)], logs: "/l", freeBytes: nil).findings.first
        }
        var resting = seen("rules")
        resting.pid = nil
        #expect(finding(resting)?.sentence.contains("is not running") ?? false)
        #expect(finding(seen("rules", health: nil))?.sentence.contains("does not answer") ?? false)
        #expect(finding(seen("rules", health: 500))?.advice == "Its log: /l/rules.log")
        #expect(finding(seen("rules", ready: 503), busReady: 503)?.advice?.contains("waits for the bus") ?? false)
        #expect(finding(seen("rules", bus: false))?.sentence.contains("does not answer on the bus") ?? false)
    }

    @Test func `a full disk is said`() {
        #expect(!Diagnosis([], logs: "/l", freeBytes: 1 << 20).isWell)
    }

    @Test func `a health door's reply is read`() {
        func read(_ text: String) -> Loopback.Answer? { Loopback.read(Array(text.utf8)) }
        #expect(read("HTTP/1.1 200 OK\r\nA: b\r\n\r\nready\n") == .init(status: 200, text: "ready"))
        #expect(read("HTTP/1.1 503 No\r\n\r\n")?.status == 503)
        #expect(read("hello") == nil)
        #expect(read("") == nil)
    }
}
