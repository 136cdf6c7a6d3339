internal import FoundationEssentials

/// Where a store is, from its URL: `file:///folder` or `memory:`; `postgres://` is understood and refused until its
/// driver is built.
struct StoreLocation: Sendable {
    let driver: any Driver
    /// Where the blobs are; nil in memory: a temporary folder is made at the first blob.
    let folder: String?

    init(_ url: String) throws(StoreError) {
        if url == "memory:" {
            (driver, folder) = (SQLiteDriver(place: .memory), nil)
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
}
