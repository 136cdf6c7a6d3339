import Base
import Contracts
import Store
import TestSupport
import Testing

@testable import Customers

/// Files of facts: every line is taken or named, once, whatever happens on the way.
struct FactImportTests {
    private func start(_ house: House, _ text: String) async throws -> FactImport {
        let blob = try await house.store.blobs.put(Array(text.utf8))
        return try await house.importer.start(StartFactImport(blob: blob), house.context())
    }

    private func line(_ number: Int, customer: String = "email:a@x.co", _ more: String = "") -> String {
        #"{"customer":"\#(customer)","type":"order","source":"erp","externalID":"\#(number)","#
            + #""occurredAt":"2026-01-01T00:00:00Z","data":{"amount":\#(number)}\#(more)}"#
    }

    private func job(_ house: House, _ id: String) async throws -> FactImport {
        try await house.store.read { try $0.factImport(id) }
    }

    @Test func `each line is taken or named`() async throws {
        let house = try await House()
        let lines = [
            "\u{FEFF}" + line(1), line(2), "", line(2), "nonsense", line(3, customer: "nobody"),
            line(4, #","extra":1"#) + "\r", line(5, customer: "phone:1"), #"{"customer":"email:a@x.co"}"#,
            line(6).replacing(":6}", with: ":-6}"), line(2).replacing(":2}", with: ":99}"), line(7),
        ]
        let started = try await start(house, lines.joined(separator: "\n"))
        try await house.importer.run(started.id)
        let done = try await job(house, started.id)
        #expect(done.state == .done && done.position == done.size && done.lines == 12)
        #expect(done.added == 3 && done.known == 1 && done.refused == 7)
        let errors = try await house.store.read { try $0.importErrors(ListImportErrors(id: started.id)) }.items
        #expect(
            errors.map { "\($0.line) \($0.code)" } == [
                "5 fact.invalid", "6 customer.not_found", "7 fact.invalid", "8 identity.invalid", "9 fact.invalid",
                "10 fact.schema", "11 fact.different",
            ])
    }

    @Test func `a file that is sent again changes nothing`() async throws {
        let house = try await House()
        let text = (0..<500).map { line($0, customer: "email:\($0 % 20)@x.co") }.joined(separator: "\n") + "\n"
        for turn in 0..<2 {
            let started = try await start(house, text)
            try await house.importer.run(started.id)
            let done = try await job(house, started.id)
            #expect(done.lines == 500 && done.added == (turn == 0 ? 500 : 0) && done.known == (turn == 0 ? 0 : 500))
        }
        #expect(try await house.calls.list(ListCustomers(limit: 100), house.context()).items.count == 20)
    }

    @Test func `two copies and a stop on the way lose and double nothing`() async throws {
        let house = try await House()
        // Longer than a piece, so that there are several.
        let filler = String(repeating: "x", count: 900)
        let text = (0..<3_000).map {
            line($0).replacing(#""data":{"#, with: #""data":{"number":"","status":"\#(filler)","#)
        }
        .joined(separator: "\n")
        #expect(text.utf8.count > 2 * FactReading.pieceSize)
        let started = try await start(house, text)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<3 { group.addTask { try? await house.importer.run(started.id) } }
        }
        try await house.importer.run(started.id)
        let done = try await job(house, started.id)
        #expect(done.state == .done && done.lines == 3_000 && done.added == 3_000 && done.refused == 0)
        let rows = try await house.store.read { try $0.first("SELECT COUNT(*) AS n FROM facts")?.int("n") }
        #expect(rows == 3_000)
    }

    @Test func `no file is no import`() async throws {
        let house = try await House()
        let problem = await House.problem {
            _ = try await house.importer.start(
                StartFactImport(blob: String(repeating: "0", count: 64)), house.context())
        }
        #expect(problem?.code == "import.blob")
    }
}
