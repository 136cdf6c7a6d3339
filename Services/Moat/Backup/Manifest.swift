internal import Base
internal import Store

/// What a backup holds: `manifest.json` beside its files.
struct Manifest: Codable, Equatable, Sendable {
    static let file = "manifest.json"
    /// The shape of a backup's folder; a program reads those it knows.
    static let formatKnown = 1

    struct Part: Codable, Equatable, Sendable {
        var service: String
        var position: StorePosition
    }

    struct File: Codable, Equatable, Sendable {
        /// From the backup's folder: `tickets/store.sqlite3`.
        var path: String
        var bytes: Int64
        var sha256: String
    }

    var format = Manifest.formatKnown
    /// The Moat that made it.
    var version: String
    var startedAt: Instant
    var finishedAt: Instant
    var stores: [Part]
    var files: [File]

    var bytes: Int64 { files.reduce(0) { $0 + $1.bytes } }

    /// Cursors that stand beyond the journal they follow: their consumer would never see what is written there next.
    static func strayCursors(_ positions: [String: StorePosition]) -> [String] {
        positions.sorted { $0.key < $1.key }.flatMap { service, position in
            position.cursors.sorted { $0.key < $1.key }.compactMap { cursor, reached in
                guard let source = cursor.split(separator: "/").first.map(String.init),
                    let end = positions[source]?.journal, reached > end
                else { return nil }
                return "\(service) has read \(cursor) up to \(reached), but the journal of \(source) ends at \(end)"
            }
        }
    }

    /// Consumers before those they follow, so that a cursor is older than the journal it points into. Where services
    /// follow each other, the one with fewer followers left comes first; the check of the cursors covers the rest.
    static func order(_ positions: [String: StorePosition]) -> [String] {
        let followed = positions.mapValues { position in
            Set(position.cursors.keys.compactMap { $0.split(separator: "/").first.map(String.init) })
        }
        var rest = positions.keys.sorted()
        var order: [String] = []
        while !rest.isEmpty {
            let followers = rest.map { name in rest.count { $0 != name && followed[$0]?.contains(name) ?? false } }
            let least = followers.min() ?? 0
            order.append(rest.remove(at: followers.firstIndex(of: least) ?? 0))
        }
        return order
    }

    /// A path that stays inside the folder it is read from.
    static func isInside(_ path: String) -> Bool {
        !path.isEmpty && !path.hasPrefix("/")
            && path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
                !["", ".", ".."].contains($0)
            }
    }
}
