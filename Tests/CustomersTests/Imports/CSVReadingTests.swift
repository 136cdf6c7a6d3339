import Base
import Testing

@testable import Customers

/// RFC 4180 as files really are.
struct CSVReadingTests {
    private func read(_ text: String, _ size: Int? = nil) -> [[String]?] {
        let reading = CSVReading(delimiter: UInt8(ascii: ","))
        let bytes = Array(text.utf8)
        var (rows, position, line) = ([[String]?](), 0, 1)
        while position < bytes.count {
            let end = size.map { min(bytes.count, position + $0) } ?? bytes.count
            var part = reading.records(Array(bytes[position..<end]), from: line, isLast: end == bytes.count)
            // Nothing whole in so little: a larger piece, as the importer's always is.
            if part.size == 0 { part = reading.records(Array(bytes[position...]), from: line, isLast: true) }
            rows += part.records.map { $0.cells?.map { String(decoding: $0, as: UTF8.self) } }
            (position, line) = (position + part.size, line + part.lines)
        }
        return rows
    }

    @Test(
        arguments: [
            ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]), ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
            ("\"a,b\",\"c\"\"d\"\n", [["a,b", "c\"d"]]), ("\"a\nb\",c\r\n1,\"\"\n", [["a\nb", "c"], ["1", ""]]),
            ("a,,\n\n,\n", [["a", "", ""], ["", ""]]), ("\"a\"b,c\n1,2\n", [nil, ["1", "2"]]),
            ("a\"b,c\n", [["a\"b", "c"]]), ("a,\"never ends\n1,2\n", [nil, ["1", "2"]]), ("", []), ("\"\"", []),
        ] as [(String, [[String]?])])
    func `records are what they should be`(_ text: String, _ rows: [[String]?]) {
        #expect(read(text) == rows)
    }

    @Test func `wherever a file is cut, it reads the same`() {
        let text = "name,note\n\"李, 雷\",\"a\nb\"\r\nHan,\"x\"\"y\"\n\nLast,1"
        let whole = read(text)
        #expect(whole.count == 4)
        for size in 1...text.utf8.count { #expect(read(text, size) == whole, "cut at \(size)") }
    }

    @Test func `lines are counted as an editor counts them`() {
        let reading = CSVReading(delimiter: UInt8(ascii: ","))
        let part = reading.records(Array("a\n\"b\nc\"\n\nd\n".utf8), from: 1, isLast: true)
        #expect(part.records.map(\.line) == [1, 2, 5] && part.lines == 5)
        let some = reading.records(Array("a\n\"b\nc\"\n\nd\n".utf8), from: 1, isLast: true, most: 2)
        #expect(some.records.map(\.line) == [1, 2] && some.lines == 4 && some.size == 9)
    }
}
