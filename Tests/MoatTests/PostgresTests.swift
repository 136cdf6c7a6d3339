import Base
import Contracts
import FoundationEssentials
import ServiceKit
import Store
import TestSupport
import Testing

@testable import Moat

/// The command line and a whole installation on PostgreSQL.
@Suite(.timeLimit(.minutes(2))) struct PostgresTests {
    private func moat(_ words: String...) async -> (code: Int32, out: String, err: String) {
        let (out, err) = (Locked(""), Locked(""))
        let terminal = Terminal(
            out: { text in out.withLock { $0 += text } }, err: { text in err.withLock { $0 += text } })
        let code = await Moat.run(words, environment: Environment([:], folder: "/"), terminal: terminal)
        return (code, out.withLock { $0 }, err.withLock { $0 })
    }

    @Test func `moat up runs everything on one PostgreSQL, also over a crash of it`() async throws {
        let server = try await PostgresProcess.own()
        let url = "postgres://moat@/postgres?host=\(server.folder)"
        let house = try await Installation(environment: ["STORE_URL": url])
        #expect(try house.moat("doctor").code == 0)
        func mail(_ number: Int) throws {
            let text =
                "From: ann@example.com\r\nSubject: No \(number)\r\nMessage-ID: <\(number)@example.com>\r\n\r\nHello\r\n"
            #expect(try house.moat("intake", "mail", input: Array(text.utf8)).code == 0)
        }
        let connection = Connection(busURL: try #require(house.busURL))
        func tickets() async throws -> Int {
            try await connection.use { bus in
                try await bus.call(TicketsAPI.list, ListTickets(view: "all"), as: .system).items.count
            }
        }
        try mail(1)
        try await eventually("the mail has become a ticket") { try await tickets() == 1 }
        try await server.crash()
        let doctor = try await offPool { try house.moat("doctor") }
        #expect(doctor.code == 1 && doctor.printed.contains("cannot be backed up from here"), "\(doctor.printed)")
        try await server.start()
        try mail(2)
        try await eventually("and the next one too") { try await tickets() == 2 }
        #expect(FileManager.default.fileExists(atPath: "\(house.home)/data/channels/blobs"))
        #expect(!FileManager.default.fileExists(atPath: "\(house.home)/data/tickets/store.sqlite3"))
        house.stop()
        let copied = await moat("copy-store", "\(url)&schema=tickets", "file://\(house.folder.path)/copy")
        #expect(copied.code == 0 && copied.out.contains("every table was read back and is equal"), "\(copied)")
    }

    @Test func `copy-store shows how far it is, and says plainly what is wrong`() async throws {
        let folder = TemporaryFolder()
        let (old, new) = ("file://\(folder.path)/old", try await PostgresProcess.shared().storeURL())
        let store = try await Store.open(
            old, service: "desk", migrations: [Migration(1, "notes", "CREATE TABLE notes (id TEXT PRIMARY KEY)")],
            time: SystemTime())
        try await store.write { tx in
            for n in 0..<700 { try tx.execute("INSERT INTO notes (id) VALUES (\("\(n)"))") }
        }
        await store.close()
        let copied = await moat("copy-store", old, new)
        #expect(copied.code == 0 && copied.out.contains("notes") && copied.out.contains("100 % (700 of 700)"))
        let again = await moat("copy-store", old, new)
        #expect(again.code == 1 && again.err.contains("a copy needs an empty place"))
        #expect(await moat("copy-store", old).code == 64)
        let nothing = await moat("copy-store", "file://\(folder.path)/nowhere", new)
        #expect(nothing.code == 1 && nothing.err.contains("There is no store at the source"))
        let vague = await moat("copy-store", "postgres://moat:secret@/postgres?host=/nowhere", old)
        #expect(vague.code == 1 && vague.err.contains("?schema=NAME") && !vague.err.contains("secret"))
    }
}
