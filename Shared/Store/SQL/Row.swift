package import Base

/// One row of an answer. Every access says which type it expects; another type, NULL or a missing column throws
/// `StoreError` `.column` and never traps. The `optional` forms give nil for NULL (a missing column still throws).
package struct Row: Sendable {
    /// The column names of an answer, shared by its rows.
    final class Header: Sendable {
        let names: [String]
        let indexes: [String: Int]

        init(names: [String]) {
            self.names = names
            indexes = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
        }
    }

    let header: Header
    let values: [SQL.Value]

    /// The names of the columns, in order.
    package var columns: [String] { header.names }

    /// The value as it is kept.
    package func value(_ column: String) throws(StoreError) -> SQL.Value {
        guard let index = header.indexes[column] else {
            throw StoreError(.column, "There is no column \(column) among \(header.names.joined(separator: ", ")).")
        }
        return values[index]
    }

    package func string(_ column: String) throws(StoreError) -> String {
        try required(column, try optionalString(column))
    }
    package func int64(_ column: String) throws(StoreError) -> Int64 {
        try required(column, try optionalInt64(column))
    }
    package func int(_ column: String) throws(StoreError) -> Int { Int(try int64(column)) }
    package func double(_ column: String) throws(StoreError) -> Double {
        try required(column, try optionalDouble(column))
    }
    package func bool(_ column: String) throws(StoreError) -> Bool { try required(column, try optionalBool(column)) }
    package func instant(_ column: String) throws(StoreError) -> Instant {
        Instant(microseconds: try int64(column))
    }
    package func bytes(_ column: String) throws(StoreError) -> [UInt8] {
        try required(column, try optionalBytes(column))
    }
    package func json(_ column: String) throws(StoreError) -> JSON { try decode(JSON.self, column) }

    /// Decodes a type from a column of JSON text.
    package func decode<T: Decodable>(_ type: T.Type, _ column: String) throws(StoreError) -> T {
        try required(column, try optionalDecode(type, column))
    }

    /// A column of JSON text, to be passed on as it is.
    package func kept<T: Decodable & Sendable>(_ type: T.Type, _ column: String) throws(StoreError) -> Kept<T> {
        Kept(text: try string(column))
    }

    package func optionalString(_ column: String) throws(StoreError) -> String? {
        switch try value(column) {
        case .null: return nil
        case .text(let text): return text
        case let other: throw mismatch(column, "text", other)
        }
    }
    package func optionalInt64(_ column: String) throws(StoreError) -> Int64? {
        switch try value(column) {
        case .null: return nil
        case .integer(let number): return number
        case let other: throw mismatch(column, "an integer", other)
        }
    }
    package func optionalInt(_ column: String) throws(StoreError) -> Int? {
        try optionalInt64(column).map { Int($0) }
    }
    package func optionalDouble(_ column: String) throws(StoreError) -> Double? {
        switch try value(column) {
        case .null: return nil
        case .double(let number): return number
        case .integer(let number): return Double(number)
        case let other: throw mismatch(column, "a number", other)
        }
    }
    package func optionalBool(_ column: String) throws(StoreError) -> Bool? {
        switch try value(column) {
        case .null: return nil
        case .integer(0): return false
        case .integer(1): return true
        case let other: throw mismatch(column, "0 or 1", other)
        }
    }
    package func optionalInstant(_ column: String) throws(StoreError) -> Instant? {
        try optionalInt64(column).map { Instant(microseconds: $0) }
    }
    package func optionalBytes(_ column: String) throws(StoreError) -> [UInt8]? {
        switch try value(column) {
        case .null: return nil
        case .bytes(let bytes): return bytes
        case let other: throw mismatch(column, "bytes", other)
        }
    }
    package func optionalJSON(_ column: String) throws(StoreError) -> JSON? { try optionalDecode(JSON.self, column) }

    /// Decodes a type from a column of JSON text; NULL gives nil.
    package func optionalDecode<T: Decodable>(_ type: T.Type, _ column: String) throws(StoreError) -> T? {
        guard let text = try optionalString(column) else { return nil }
        do {
            return try JSON.decode(type, from: Array(text.utf8))
        } catch {
            throw StoreError(.column, "Column \(column) does not hold the JSON of a \(type).")
        }
    }

    private func required<T>(_ column: String, _ value: T?) throws(StoreError) -> T {
        guard let value else { throw StoreError(.column, "Column \(column) is NULL.") }
        return value
    }

    private func mismatch(_ column: String, _ expected: String, _ value: SQL.Value) -> StoreError {
        let kind =
            switch value {
            case .null: "NULL"
            case .integer: "an integer"
            case .double: "a double"
            case .text: "text"
            case .bytes: "bytes"
            }
        return StoreError(.column, "Column \(column) holds \(kind) where \(expected) was asked for.")
    }
}
