package import Base

/// A value that can stand in a statement.
package protocol SQLBindable {
    var sqlValue: SQL.Value { get }
}

extension SQL.Value: SQLBindable {
    package var sqlValue: SQL.Value { self }
}
extension String: SQLBindable {
    package var sqlValue: SQL.Value { .text(self) }
}
extension Int: SQLBindable {
    package var sqlValue: SQL.Value { .integer(Int64(self)) }
}
extension Int64: SQLBindable {
    package var sqlValue: SQL.Value { .integer(self) }
}
extension Double: SQLBindable {
    package var sqlValue: SQL.Value { .double(self) }
}
/// Kept as 0 and 1.
extension Bool: SQLBindable {
    package var sqlValue: SQL.Value { .integer(self ? 1 : 0) }
}
/// Kept as whole microseconds since 1970.
extension Instant: SQLBindable {
    package var sqlValue: SQL.Value { .integer(microseconds) }
}
/// Kept as whole microseconds.
extension Instant.Span: SQLBindable {
    package var sqlValue: SQL.Value { .integer(microseconds) }
}
extension [UInt8]: SQLBindable {
    package var sqlValue: SQL.Value { .bytes(self) }
}
/// Kept as text.
extension JSON: SQLBindable {
    package var sqlValue: SQL.Value { .text(text) }
}
