internal import Base

/// Values as they were decoded last, by the text of their rows: a text that is the same is the same value, in whatever
/// transaction it was read, so nothing has to be told when a row changes. For rows that are read far more often than
/// they change.
package final class RowMemo<Value: Decodable & Sendable>: Sendable {
    private let column: String
    private let maximum: Int
    private let kept = Locked<[String: (text: String, value: Value)]>([:])

    /// `column` holds the value as JSON; beyond `maximum` values all are forgotten and begun anew.
    package init(column: String, maximum: Int = 10_000) { (self.column, self.maximum) = (column, maximum) }

    /// The value of a row, which is known by `id`.
    package func value(_ id: String, _ row: Row) throws(StoreError) -> Value {
        let text = try row.string(column)
        if let known = kept.withLock({ $0[id] }), known.text == text { return known.value }
        let value = try row.decode(Value.self, column)
        kept.withLock { kept in
            if kept.count >= maximum { kept = [:] }
            kept[id] = (text, value)
        }
        return value
    }
}
