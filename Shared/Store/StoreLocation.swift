internal import FoundationEssentials

/// Where a store is, from its URL: `file:///folder`, `memory:` or `memory:NAME`; `postgres://` is understood and
/// refused until its driver is built.
struct StoreLocation: Sendable {
    let driver: any Driver
    /// Where the blobs are; nil in memory: a temporary folder is made at the first blob.
    let folder: String?

    init(_ url: String) throws(StoreError) {
        if StoreLocation.isInMemory(url) {
            let name = String(url.dropFirst("memory:".count))
            guard name.utf8.allSatisfy(StoreLocation.mayName) else {
                throw StoreError(.open, "A store in memory is named by letters, digits, - and /.")
            }
            (driver, folder) = (SQLiteDriver(place: .memory(name: name.isEmpty ? nil : name)), nil)
            return
        }
        if url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") {
            throw StoreError(.unsupported, "PostgreSQL stores are not in this build: use file:///folder.")
        }
        guard url.hasPrefix("file:///"), var path = URL(string: url)?.path(percentEncoded: false),
            !path.utf8.contains(0)
        else { throw StoreError(.open, "A store URL is file:///folder: \(url.prefix(40))") }
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        do {
            // Customers' data: nobody outside the service's group looks in.
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
        } catch {
            throw StoreError(.open, "The folder \(path) cannot be made.")
        }
        try DiskFile.syncFolder(path + "/..")
        (driver, folder) = (SQLiteDriver(place: .file(path + "/store.sqlite3")), path)
    }

    static func isInMemory(_ url: String) -> Bool { url.hasPrefix("memory:") }

    private static func mayName(_ byte: UInt8) -> Bool {
        (45...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}
