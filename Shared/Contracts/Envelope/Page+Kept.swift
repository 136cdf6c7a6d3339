package import Base

extension Page {
    /// The values of a page that was only to be passed on.
    package func values<Value: Codable & Hashable & Sendable>() throws -> Page<Value> where Item == Kept<Value> {
        Page<Value>(items: try items.map { try $0.value }, after: after)
    }
}
