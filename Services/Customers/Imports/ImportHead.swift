internal import Base
internal import Contracts
internal import Sheets

/// The beginning of a file of customers: what it is, its header line and where the rows begin.
struct ImportHead: Sendable {
    /// Rows shown before anything is read.
    static let shown = 5

    var format = CustomerImport.Format.csv
    let encoding: CustomerImport.Encoding
    let delimiter: UInt8
    let header: [String]
    /// What the columns are by usual names.
    let columns: [String: ImportTarget]
    /// The first rows, those that can be read.
    let rows: [[String]]
    /// Bytes and lines before the first row.
    let size: Int
    let lines: Int

    /// Throws 422 with `import.columns` and `import.encoding`.
    init(_ file: [UInt8], isWhole: Bool) throws {
        let offset = file.starts(with: CSVText.mark) ? CSVText.mark.count : 0
        let bytes = Array(file.dropFirst(offset))
        let encoding = ImportHead.encoding(of: bytes, isMarked: offset > 0)
        let reading = CSVReading(delimiter: ImportHead.delimiter(of: bytes))
        let all = reading.records(bytes, from: 1, isLast: isWhole).records
        guard let cells = all.first?.cells else {
            throw Problem.invalid("import.columns", "The file has no header line.")
        }
        func texts(_ cells: [[UInt8]]) -> [String] {
            cells.compactMap { CustomerRow.text($0, encoding)?.trimmingWhitespace() }
        }
        header = texts(cells)
        guard header.count == cells.count else {
            throw Problem.invalid("import.encoding", "The header is neither UTF-8 nor GB 18030.")
        }
        (self.encoding, delimiter, columns) = (encoding, reading.delimiter, UsualColumns.guess(header))
        rows = all.dropFirst().prefix(ImportHead.shown).compactMap { $0.cells.map(texts) }
        let head = reading.headSize(bytes)
        (size, lines) = (offset + head.size, head.lines)
    }

    /// A file says UTF-8 by its mark, or by being it; what is not is GB 18030.
    private static func encoding(of bytes: [UInt8], isMarked: Bool) -> CustomerImport.Encoding {
        if isMarked { return .utf8 }
        // A piece may end within a character.
        for cut in 0..<4 where String(validating: bytes.dropLast(cut), as: UTF8.self) != nil { return .utf8 }
        return .gb18030
    }

    /// What stands most often in the first line.
    private static func delimiter(of bytes: [UInt8]) -> UInt8 {
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
        return [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")].max { a, b in
            line.count { $0 == a } < line.count { $0 == b }
        } ?? UInt8(ascii: ",")
    }
}

extension CSVReading {
    /// The same, of at most so many records.
    func records(
        _ bytes: [UInt8], from line: Int, isLast: Bool, most: Int
    ) -> (records: [Record], size: Int, lines: Int) {
        let all = records(bytes, from: line, isLast: isLast)
        guard all.records.count > most else { return all }
        // Where the first that is too many starts.
        let end = all.records[most].line - line
        return (Array(all.records[..<most]), size(ofLines: end, bytes), end)
    }

    /// Bytes and lines of the header.
    func headSize(_ bytes: [UInt8]) -> (size: Int, lines: Int) {
        let all = records(bytes, from: 1, isLast: true)
        guard all.records.count > 1 else { return (bytes.count, all.lines) }
        let lines = all.records[1].line - 1
        return (size(ofLines: lines, bytes), lines)
    }

    private func size(ofLines lines: Int, _ bytes: [UInt8]) -> Int {
        var (left, at) = (lines, 0)
        while left > 0, at < bytes.count {
            if bytes[at] == UInt8(ascii: "\n") { left -= 1 }
            at += 1
        }
        return at
    }
}
