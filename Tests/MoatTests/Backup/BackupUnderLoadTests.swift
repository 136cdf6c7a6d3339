import Base
import Contracts
import Foundation
import ServiceKit
import TestSupport
import Testing

@testable import Moat

/// A whole installation is copied while it works, and goes on elsewhere.
@Suite(.timeLimit(.minutes(3))) struct BackupUnderLoadTests {
    private let folder = TemporaryFolder()
    private static let mail = """
        From: Mei Lin <mei.lin@example.org>\r
        To: support@moat.example\r
        Subject: Where is my parcel?\r
        Message-ID: <backup-1@example.org>\r
        Date: Mon, 23 Nov 2026 09:00:00 +0800\r
        \r
        It should have been here on Friday.\r

        """

    /// Opens tickets, eight at a time, until told to stop; notes the ids that were acknowledged.
    private func open(_ bus: BusCaller, _ acknowledged: Notes<String>, until isOver: Locked<Bool>) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    var n = 0
                    while !isOver.withLock({ $0 }) {
                        let request = OpenTicket(
                            subject: "\(worker)-\(n)", text: "?", requester: Requester(id: "c\(worker)", name: "Ada"))
                        let options = CallOptions(idempotencyKey: "load-\(worker)-\(n)")
                        acknowledged.add(try await bus.call(TicketsAPI.open, request, as: .service("test"), options).id)
                        n += 1
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Where the stores of an installation are.
    enum Engine: CaseIterable, Sendable {
        case files, postgres

        /// The environment of an installation with its stores in a new place, and what keeps that place.
        func place() async throws -> (environment: [String: String], server: PostgresProcess?) {
            guard self == .postgres else { return ([:], nil) }
            let server = try await PostgresProcess.own()
            return (["STORE_URL": "postgres://moat@/postgres?host=\(server.folder)"], server)
        }
    }

    @Test(arguments: Engine.allCases)
    func `what was acknowledged before a backup is there after it is put back`(engine: Engine) async throws {
        let (first, other) = (try await engine.place(), try await engine.place())
        defer { withExtendedLifetime((first.server, other.server)) {} }
        let house = try await Installation(environment: first.environment)
        let target = folder.path + "/backup"
        #expect(try house.moat("intake", "mail", input: Array(Self.mail.utf8)).code == 0)
        let acknowledged = Notes<String>()
        let isOver = Locked(false)
        let busURL = try #require(house.busURL)
        let before = try await Connection(busURL: busURL).use { bus in
            try await withThrowingTaskGroup(of: [String].self) { group in
                group.addTask {
                    try await open(bus, acknowledged, until: isOver)
                    return []
                }
                group.addTask {
                    defer { isOver.withLock { $0 = true } }
                    try await eventually("some tickets are open") { acknowledged.all.count > 200 }
                    let before = acknowledged.all
                    let made = try await offPool { try house.moat("backup", target) }
                    #expect(made.code == 0, "\(made.printed)")
                    // They went on being opened while it was made.
                    #expect(acknowledged.all.count > before.count)
                    return before
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
        }
        #expect(try house.moat("backup", target).printed.contains("is there already"))
        house.stop()
        let sound = try house.moat("restore", "--verify", target)
        #expect(sound.code == 0 && sound.printed.contains("The backup is sound."), "\(sound.printed)")
        try refuses(house, target)

        let second = try await Installation(
            environment: other.environment,
            prepare: { home in
                let restored = try await offPool {
                    try house.moat("restore", target, home: home, environment: other.environment)
                }
                #expect(restored.code == 0, "\(restored.printed)")
            })
        if engine == .postgres {
            let again = try house.moat(
                "restore", target, home: folder.path + "/third", environment: other.environment)
            #expect(again.code == 1 && again.printed.contains("There is a store at the target already"))
        }
        let url = try #require(second.busURL)
        let missing = try await Connection(busURL: url).use { bus in
            var missing: [String] = []
            for id in before {
                let found = try? await bus.call(TicketsAPI.get, ByID(id: id), as: .service("test"))
                if found == nil { missing.append(id) }
            }
            return missing
        }
        #expect(before.count > 200 && missing.isEmpty)
        let blobs = FileManager.default.enumerator(atPath: "\(second.home)/data/channels/blobs")?.allObjects ?? []
        #expect(blobs.contains { ($0 as? String)?.count == 67 })
        // The read model catches up, then is the one that its feeds give.
        var rebuilt = (code: Int32(0), printed: "")
        try await eventually("the numbers are equal to a rebuild") {
            rebuilt = try second.moat("rebuild", "analytics")
            return rebuilt.printed.contains("equal to what was there")
        }
        let doctor = try second.moat("doctor")
        #expect(rebuilt.code == 0 && doctor.code == 0, "\(doctor.printed)")
    }

    /// A home with data is left alone; damage is found, and nothing damaged is put anywhere.
    private func refuses(_ house: Installation, _ target: String) throws {
        #expect(try house.moat("restore", target).printed.contains("holds data already"))
        let damaged = folder.path + "/damaged"
        try FileManager.default.copyItem(atPath: target, toPath: damaged)
        let file = damaged + "/rules/store.sqlite3"
        var bytes = try Data(contentsOf: URL(filePath: file))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(filePath: file))
        let verified = try house.moat("restore", "--verify", damaged)
        #expect(verified.code == 1 && verified.printed.contains("rules/store.sqlite3 is not what was written"))
        let home = folder.path + "/elsewhere"
        #expect(try house.moat("restore", damaged, home: home).code == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: home + "/data").isEmpty)
        try FileManager.default.removeItem(atPath: damaged + "/manifest.json")
        #expect(try house.moat("restore", "--verify", damaged).printed.contains("is no backup"))
    }
}
