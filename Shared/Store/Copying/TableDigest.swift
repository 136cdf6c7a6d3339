internal import Crypto

/// What a table holds, whatever the order of its rows: their number, and the sum of their SHA-256s.
struct TableDigest: Equatable {
    private(set) var rows = 0
    private var sums: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    mutating func add(_ row: Row) {
        rows += 1
        var bytes: [UInt8] = []
        for column in row.columns.indices.sorted(by: { row.columns[$0] < row.columns[$1] }) {
            TableDigest.append(.text(row.columns[column]), to: &bytes)
            TableDigest.append(row.values[column], to: &bytes)
        }
        let words = Digest.sha256(bytes).chunks(of: 8)
        sums.0 &+= words[0]
        sums.1 &+= words[1]
        sums.2 &+= words[2]
        sums.3 &+= words[3]
    }

    static func == (a: TableDigest, b: TableDigest) -> Bool { a.rows == b.rows && a.sums == b.sums }

    /// A letter for the type, the length, the value: no two rows give the same bytes.
    private static func append(_ value: SQL.Value, to bytes: inout [UInt8]) {
        switch value {
        case .null: bytes.append(UInt8(ascii: "n"))
        case .integer(let number): append("i", Array("\(number)".utf8), to: &bytes)
        // SQLite keeps no sign of zero.
        case .double(let number): append("d", Array("\(number == 0 ? 0 : number)".utf8), to: &bytes)
        case .text(let text): append("t", Array(text.utf8), to: &bytes)
        case .bytes(let blob): append("b", blob, to: &bytes)
        }
    }

    private static func append(_ type: Unicode.Scalar, _ value: [UInt8], to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: type))
        bytes.append(contentsOf: "\(value.count):".utf8)
        bytes.append(contentsOf: value)
    }
}

extension [UInt8] {
    /// Numbers made of so many bytes each.
    fileprivate func chunks(of size: Int) -> [UInt64] {
        stride(from: 0, to: count, by: size).map { start in
            self[start..<Swift.min(start + size, count)].reduce(0) { $0 << 8 | UInt64($1) }
        }
    }
}
