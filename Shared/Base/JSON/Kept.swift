/// A value as the JSON text in which it is kept: who only passes it on neither reads it nor writes it anew.
package struct Kept<Value: Decodable & Sendable>: Codable, Hashable, Sendable {
    /// JSON as `JSON.encode` wrote it.
    package let text: String

    package init(text: String) { self.text = text }

    package init(from decoder: any Decoder) throws { text = try JSON(from: decoder).text }

    /// The value itself; throws a `Problem` when the text is not one.
    package var value: Value {
        get throws { try JSON.decode(Value.self, from: Array(text.utf8)) }
    }

    package func encode(to encoder: any Encoder) throws {
        if let whole = encoder as? any WholeTextEncoder { return whole.take(Array(text.utf8)) }
        try JSON(parsing: text.utf8).encode(to: encoder)
    }
}

/// An encoder that takes a value's text as it is.
protocol WholeTextEncoder {
    func take(_ text: [UInt8])
}
