internal import Base

/// A statement written as a string literal whose interpolated values become binds, never text:
/// `"SELECT name FROM people WHERE id = \(id)"`. Only `\(unsafeSQL:)` puts text in as it is.
package struct SQL: Sendable, ExpressibleByStringInterpolation {
    /// A value as the database keeps it.
    package enum Value: Sendable, Hashable {
        case null
        case integer(Int64)
        case double(Double)
        case text(String)
        case bytes([UInt8])
    }

    /// The text around the binds: always one more than there are binds.
    private(set) var fragments: [String]
    private(set) var binds: [Value]
    /// A value that could not be encoded; thrown when the statement is run.
    private(set) var failure: StoreError?

    package init(stringLiteral value: String) { (fragments, binds) = ([value], []) }
    package init(stringInterpolation: StringInterpolation) { self = stringInterpolation.sql }
    /// Text taken as it is: for SQL put together by the program itself, never for input.
    package init(unsafeSQL text: String) { self.init(stringLiteral: text) }

    /// The text with the driver's placeholder for the n-th bind, counted from 1.
    func text(placeholder: (Int) -> String) -> String {
        var text = fragments[0]
        for index in binds.indices {
            text += placeholder(index + 1)
            text += fragments[index + 1]
        }
        return text
    }

    package static func + (a: SQL, b: SQL) -> SQL {
        var sum = a
        sum.append(b)
        return sum
    }
    package static func += (a: inout SQL, b: SQL) { a.append(b) }

    private mutating func append(_ other: SQL) {
        fragments[fragments.count - 1] += other.fragments[0]
        fragments += other.fragments.dropFirst()
        binds += other.binds
        failure = failure ?? other.failure
    }

    private mutating func append(text: String) { fragments[fragments.count - 1] += text }

    private mutating func append(bind: Value) {
        binds.append(bind)
        fragments.append("")
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var sql = SQL(stringLiteral: "")

        package init(literalCapacity: Int, interpolationCount: Int) {
            sql.binds.reserveCapacity(interpolationCount)
            sql.fragments.reserveCapacity(interpolationCount + 1)
        }

        package mutating func appendLiteral(_ literal: String) { sql.append(text: literal) }

        /// Binds a value.
        package mutating func appendInterpolation(_ value: some SQLBindable) { sql.append(bind: value.sqlValue) }

        /// Binds a value; nil binds NULL.
        package mutating func appendInterpolation<Value: SQLBindable>(_ value: Value?) {
            sql.append(bind: value?.sqlValue ?? .null)
        }

        /// Binds the raw value of an enum or identifier type.
        package mutating func appendInterpolation<Raw: RawRepresentable>(_ value: Raw) where Raw.RawValue: SQLBindable {
            sql.append(bind: value.rawValue.sqlValue)
        }

        /// Binds the raw value of an enum or identifier type; nil binds NULL.
        package mutating func appendInterpolation<Raw: RawRepresentable>(_ value: Raw?)
        where Raw.RawValue: SQLBindable {
            sql.append(bind: value?.rawValue.sqlValue ?? .null)
        }

        /// Puts another statement's text and binds in here.
        package mutating func appendInterpolation(_ part: SQL) { sql.append(part) }

        /// Binds the JSON text of any encodable value.
        package mutating func appendInterpolation(json value: some Encodable) {
            do {
                sql.append(bind: .text(try JSON.text(of: value)))
            } catch {
                sql.append(bind: .null)
                sql.failure = StoreError(.encoding, "A value of type \(type(of: value)) cannot be encoded as JSON.")
            }
        }

        /// Binds each value, separated by commas: `WHERE id IN (\(list: ids))`. An empty list gives NULL: no row fits.
        package mutating func appendInterpolation(list values: [some SQLBindable]) {
            if values.isEmpty { sql.append(text: "NULL") }
            for (index, value) in values.enumerated() {
                if index > 0 { sql.append(text: ", ") }
                sql.append(bind: value.sqlValue)
            }
        }

        /// Puts text in as it is: column names and the like that the program itself chose, never input.
        package mutating func appendInterpolation(unsafeSQL text: String) { sql.append(text: text) }
    }
}

extension [SQL] {
    /// All parts in one, `separator` between them: `conditions.joined(separator: " AND ")`.
    package func joined(separator: SQL) -> SQL {
        guard var all = first else { return "" }
        // In place: a sum of sums would copy what is there at each step, and statements have hundreds of parts.
        for part in dropFirst() {
            all += separator
            all += part
        }
        return all
    }
}
