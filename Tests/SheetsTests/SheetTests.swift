import Base
import Foundation
import Testing

@testable import Sheets

/// Workbooks that this house made and that others made (openpyxl, where the tests' Python has it).
struct SheetTests {
    private func rows(_ bytes: [UInt8]) throws -> [Int: [String]] {
        var found: [Int: [String]] = [:]
        try Workbook(bytes).rows { number, cells in
            found[number] = cells
            return true
        }
        return found
    }

    private func written() throws -> [UInt8] {
        var book = WorkbookWriting(sheet: "People/of: here", header: ["name", "n", "at"])
        let at = try #require(Instant("2026-11-23T08:30:00Z"))
        book.add([.text("李雷 & <Han> \"x\"\n\u{1}"), .number(13_800_138_000), .time(at)])
        book.add([.empty, .number(1.5), .empty])
        book.add([.text(""), .number(.infinity), .text(" padded ")])
        return try book.finish()
    }

    @Test func `what is written is read again`() throws {
        let found = try rows(written())
        #expect(found[1] == ["name", "n", "at"])
        #expect(found[2] == ["李雷 & <Han> \"x\"\n ", "13800138000", "2026-11-23T08:30:00Z"])
        #expect(found[3] == ["", "1.5"] && found[4] == ["", "", " padded "])
        #expect(try written() == written(), "the same rows are the same bytes")
    }

    @Test func `reading stops when it is told to`() throws {
        var seen = 0
        try Workbook(written()).rows { _, _ in
            seen += 1
            return seen < 2
        }
        #expect(seen == 2)
    }

    @Test func `wherever a workbook is cut, it is damaged and nothing else`() throws {
        let whole = try written()
        for end in stride(from: 0, to: whole.count - 1, by: 7) {
            #expect(throws: SheetError.self, "cut at \(end)") { try rows(Array(whole[..<end])) }
        }
    }

    @Test func `a flipped byte is noticed or does no harm`() throws {
        let whole = try written()
        let good = try rows(whole)
        var noticed = 0
        for place in stride(from: 0, to: whole.count, by: 3) {
            var bytes = whole
            bytes[place] ^= 0x55
            do {
                #expect(try rows(bytes) == good, "byte \(place)")
            } catch is SheetError {
                noticed += 1
            }
        }
        #expect(noticed > 100)
    }

    @Test func `a part that says it is larger than the allowance is not unpacked`() throws {
        var zip = ZipWriting()
        try zip.add("a", [UInt8](repeating: 0, count: 1 << 20))
        var bytes = try zip.finish()
        let entry = try #require(bytes.firstRange(of: [0x50, 0x4B, 0x01, 0x02]))
        // The size in the directory: 257 MiB.
        bytes.replaceSubrange((entry.lowerBound + 24)..<(entry.lowerBound + 28), with: [0, 0, 0x10, 0x10])
        var reading = try ZipReading(bytes)
        #expect(throws: SheetError(.tooLarge, "")) { try reading.part("a") }
        // One that says it is smaller than it is does not grow either.
        bytes.replaceSubrange((entry.lowerBound + 24)..<(entry.lowerBound + 28), with: [0, 1, 0, 0])
        var lying = try ZipReading(bytes)
        #expect(throws: SheetError(.damaged, "")) { try lying.part("a") }
    }

    @Test func `what every Office sends under a password is called so`() {
        #expect(Workbook.seems([0xD0, 0xCF, 0x11, 0xE0, 0, 0]))
        #expect(throws: SheetError(.locked, "")) { try Workbook([0xD0, 0xCF, 0x11, 0xE0, 0, 0]) }
        #expect(!Workbook.seems(Array("name,email".utf8)))
    }

    @Test func `entities are not believed`() throws {
        let bomb = """
            <!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>
            """
        #expect(throws: SheetError.self) { try SharedStrings.read(Array(bomb.utf8)) }
    }

    @Test func `lines of CSV are harmless, and themselves again`() {
        #expect(
            CSVText.line(["a,b", "c\"d", "=1+1", "-x", "+86 138", "-5.0"])
                == "\"a,b\",\"c\"\"d\",'=1+1,'-x,+86 138,-5.0\r\n")
        for text in ["=1+1", "-x", "+86 138", "'quoted'", "@home"] {
            let line = CSVText.line([text]).dropLast(1).filter { $0 != "\r\n" }
            #expect(CSVText.restored(String(line)) == text)
        }
        #expect(CSVText.bare(["a\nb", "c"]) == "\"a\rb\",c\n")
    }
}

/// The same files in other people's hands.
struct ForeignSheetTests {
    private static let python = ProcessInfo.processInfo.environment["MOAT_PYTHON"] ?? ".venv/bin/python"
    private static let isThere = (try? run("import openpyxl", [])) != nil

    private static func run(_ script: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = ["-c", script] + arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        return String(decoding: data, as: UTF8.self)
    }

    private func place() -> String { NSTemporaryDirectory() + "moat-sheet-\(UUID().uuidString).xlsx" }

    @Test(.enabled(if: ForeignSheetTests.isThere, "openpyxl is in .venv after deploy/setup test"))
    func `openpyxl reads what we write`() throws {
        var book = WorkbookWriting(sheet: "Customers", header: ["name", "tickets", "at"])
        book.add([.text("李雷 <&>"), .number(3), .time(try #require(Instant("2026-11-23T08:30:00Z")))])
        let path = place()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(book.finish()).write(to: URL(fileURLWithPath: path))
        let script = """
            import sys, openpyxl
            book = openpyxl.load_workbook(sys.argv[1])
            for row in book['Customers'].iter_rows(values_only=True): print(*row, sep='|')
            """
        let said = try Self.run(script, [path])
        #expect(said == "name|tickets|at\n李雷 <&>|3|2026-11-23 08:30:00\n")
    }

    @Test(.enabled(if: ForeignSheetTests.isThere, "openpyxl is in .venv after deploy/setup test"))
    func `we read what openpyxl writes`() throws {
        let path = place()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let script = """
            import sys, datetime, openpyxl
            book = openpyxl.Workbook()
            hidden = book.active; hidden.title = 'hidden'; hidden.sheet_state = 'hidden'; hidden['A1'] = 'not this'
            sheet = book.create_sheet('people')
            sheet.append(['姓名', 'phone', 'since', 'when', 'n', 'yes', 'f'])
            when = datetime.datetime(2024, 5, 1, 10, 30)
            sheet.append(['李雷', 13800138000, datetime.date(2024, 5, 1), when, 0.1, True, '=1+1'])
            sheet['A5'] = 'a\\nb'; sheet['C5'] = 45000; sheet['C5'].number_format = '0.00 "days"'
            sheet['D5'] = 0.5; sheet['D5'].number_format = 'hh:mm'; sheet['E5'] = 1e20
            book.save(sys.argv[1])
            """
        _ = try Self.run(script, [path])
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        var rows: [Int: [String]] = [:]
        try Workbook(bytes).rows { number, cells in
            rows[number] = cells
            return true
        }
        #expect(rows[1] == ["姓名", "phone", "since", "when", "n", "yes", "f"])
        #expect(rows[2] == ["李雷", "13800138000", "2024-05-01", "2024-05-01T10:30:00Z", "0.1", "TRUE"])
        #expect(rows[5] == ["a\nb", "", "45000", "12:00:00", "1e+20"])
        #expect(rows[3] == nil || rows[3] == [])
    }
}
