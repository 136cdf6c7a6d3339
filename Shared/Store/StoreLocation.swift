internal import FoundationEssentials

/// Where a store is, from its URL: `file:///folder`, `postgres://user:password@host/database`, `memory:` or
/// `memory:NAME`.
struct StoreLocation: Sendable {
    let driver: any Driver
    /// Where the blobs are; nil in memory: a temporary folder is made at the first blob.
    let blobs: String?
    /// The folder of a file store.
    let folder: String?
    /// For people: neither user nor password.
    let place: String

    init(_ url: String, service: String) throws(StoreError) {
        if StoreLocation.isInMemory(url) {
            let name = String(url.dropFirst("memory:".count))
            guard name.utf8.allSatisfy(StoreLocation.mayName) else {
                throw StoreError(.open, "A store in memory is named by letters, digits, - and /.")
            }
            (driver, place) = (SQLiteDriver(place: .memory(name: name.isEmpty ? nil : name)), url)
            (blobs, folder) = (nil, nil)
            return
        }
        if url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") {
            let address = try PostgresAddress(url, service: service)
            (driver, place) = (PostgresDriver(address: address), address.place)
            (blobs, folder) = (address.blobs, nil)
            return
        }
        guard url.hasPrefix("file:///"), var path = URL(string: url)?.path(percentEncoded: false),
            !path.utf8.contains(0)
        else {
            // What looks like an address may hold a password.
            let scheme = url.prefix(40).prefix { $0 != ":" && $0 != "@" }
            throw StoreError(.open, "A store URL is file:///folder or postgres://…, not \(scheme)…")
        }
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        do {
            // Customers' data: nobody outside the service's group looks in.
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
        } catch {
            throw StoreError(.open, "The folder \(path) cannot be made.")
        }
        try DiskFile.syncFolder(path + "/..")
        (driver, place) = (SQLiteDriver(place: .file(path + "/store.sqlite3")), "file://\(path)")
        (blobs, folder) = (path + "/blobs", path)
    }

    /// A file store that is not there: to open it would make one.
    static func isMissingFile(_ url: String) -> Bool {
        guard url.hasPrefix("file:"), let path = URL(string: url)?.path(percentEncoded: false) else { return false }
        return !FileManager.default.fileExists(atPath: path + "/store.sqlite3")
    }

    static func isInMemory(_ url: String) -> Bool { url.hasPrefix("memory:") }

    private static func mayName(_ byte: UInt8) -> Bool {
        (45...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}
