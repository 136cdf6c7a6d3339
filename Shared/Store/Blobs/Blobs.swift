internal import Base
internal import Crypto
internal import FoundationEssentials

/// Files named by the SHA-256 of their content, in a folder beside the database: the same content is kept once, and a
/// name is never used for other content. A blob is on the disk when `put` returns: put first, then commit the row that
/// names it; a crash between leaves an unnamed file, never a name without a file.
package final class Blobs: Sendable {
    /// The largest blob: 64 MiB; more is refused with `.blob`.
    package static let sizeMaximum = 64 << 20
    /// An upload nobody went on with is forgotten after a day.
    private static let uploadAge = Instant.Span.hours(24)

    let folder: String
    private let isTemporary: Bool
    private let identifier: @Sendable () -> String
    private let time: any TimeSource
    /// File accesses that may wait; beyond it one is refused with `.overloaded`.
    static let queueMaximum = 1_000
    private let lanes: LanePool<Void>

    init(folder: String?, instance: String, time: any TimeSource) {
        let counter = Locked(0)
        self.time = time
        isTemporary = folder == nil
        // A store in memory does everything on its caller's thread, its files included.
        lanes = LanePool(
            resources: [Locked(()), Locked(())], queueMaximum: Blobs.queueMaximum, isInline: folder == nil)
        // Not named by the instance: two tests with one seed have the same one at the same time.
        self.folder =
            folder ?? FileManager.default.temporaryDirectory.path(percentEncoded: false)
            + "/moat-blobs-\(UUID().uuidString)"
        identifier = {
            let number = counter.withLock { count in
                count += 1
                return count
            }
            return "\(instance)-\(number)"
        }
    }

    /// File accesses that wait.
    var waiting: Int { lanes.waiting }

    /// Keeps bytes; returns their name, a SHA-256 in hexadecimal.
    package func put(_ bytes: [UInt8]) async throws -> String {
        try await onDisk { try self.keep(bytes) }
    }

    /// All bytes of a blob; throws `.blob` when there is none of this name.
    package func get(_ hash: String) async throws -> [UInt8] {
        try await piece(hash, from: 0, count: Blobs.sizeMaximum)
    }

    /// Up to `count` bytes from an offset, none beyond the end; throws `.blob` when there is no blob of this name.
    package func piece(_ hash: String, from offset: Int, count: Int) async throws -> [UInt8] {
        let path = try path(hash)
        guard offset >= 0, count >= 0 else { throw StoreError(.blob, "A piece starts at 0 or later.") }
        return try await onDisk {
            guard let bytes = try DiskFile.read(path, from: offset, count: count) else {
                throw StoreError(.blob, "There is no blob \(hash).")
            }
            return bytes
        }
    }

    /// The size of a blob, or nil when there is none of this name.
    package func size(_ hash: String) async throws -> Int? {
        let path = try path(hash)
        return try await onDisk { DiskFile.size(path) }
    }

    package func exists(_ hash: String) async throws -> Bool { try await size(hash) != nil }

    /// Removes a blob if it is there: for erasure, when no row names it any more.
    package func remove(_ hash: String) async throws {
        let path = try path(hash)
        try await onDisk { try? FileManager.default.removeItem(atPath: path) }
    }

    /// Writes a piece of an upload at its offset, cutting off what was there: a repeated piece does no harm. The name
    /// is up to 100 letters, digits, `-` and `_`. Returns the size so far; throws `.blob` on a gap or beyond the limit.
    package func write(upload: String, at offset: Int, _ bytes: [UInt8]) async throws -> Int {
        let path = try path(upload: upload)
        return try await onDisk {
            try self.prepare()
            guard offset >= 0, offset <= DiskFile.size(path) ?? 0, offset + bytes.count <= Blobs.sizeMaximum else {
                throw StoreError(.blob, "A piece must follow what is there, up to \(Blobs.sizeMaximum) bytes.")
            }
            try DiskFile.write(bytes, to: path, at: offset)
            return offset + bytes.count
        }
    }

    /// Turns an upload into a blob; returns its name. Throws `.blob` when there is no such upload.
    package func finish(upload: String) async throws -> String {
        let path = try path(upload: upload)
        return try await onDisk {
            guard let bytes = try DiskFile.read(path, from: 0, count: Blobs.sizeMaximum) else {
                throw StoreError(.blob, "There is no upload \(upload).")
            }
            let hash = try self.keep(bytes)
            try? FileManager.default.removeItem(atPath: path)
            return hash
        }
    }

    /// Removes uploads that nobody went on with for a day.
    func purgeUploads() async throws {
        let (incoming, oldest) = (incoming, (time.now() - Blobs.uploadAge).seconds)
        try await onDisk {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: incoming)) ?? [] {
                let path = "\(incoming)/\(name)"
                if let at = DiskFile.modified(path), at < oldest { try? FileManager.default.removeItem(atPath: path) }
            }
        }
    }

    /// Removes a temporary store's files.
    func close() async {
        if isTemporary { try? await onDisk { try? FileManager.default.removeItem(atPath: self.folder) } }
        lanes.close()
    }

    private var incoming: String { folder + "/incoming" }

    /// Only 64 lower-case hexadecimal digits: nothing else can become a path.
    func path(_ hash: String) throws(StoreError) -> String {
        guard hash.utf8.count == 64, hash.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else {
            throw StoreError(.blob, "A blob's name is a SHA-256 in lower-case hexadecimal.")
        }
        return "\(folder)/\(hash.prefix(2))/\(hash)"
    }

    private func path(upload: String) throws(StoreError) -> String {
        let isName = upload.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || [45, 95].contains(byte)
        }
        guard isName, (1...100).contains(upload.utf8.count) else {
            throw StoreError(.blob, "An upload's name is up to 100 letters, digits, - and _.")
        }
        return "\(incoming)/upload-\(upload)"
    }

    private func prepare() throws(StoreError) {
        if DiskFile.modified(incoming) != nil { return }
        do {
            try FileManager.default.createDirectory(atPath: incoming, withIntermediateDirectories: true)
        } catch {
            throw StoreError(.disk, "The folder of the blobs cannot be made.")
        }
        try DiskFile.syncFolder(folder)
    }

    /// Written beside, synced, renamed: a blob is there whole or not at all.
    func keep(_ bytes: [UInt8]) throws(StoreError) -> String {
        guard bytes.count <= Blobs.sizeMaximum else {
            throw StoreError(.blob, "A blob is at most \(Blobs.sizeMaximum) bytes.")
        }
        let hash = Hex.encode(Digest.sha256(bytes))
        let path = try path(hash)
        let shelf = "\(folder)/\(hash.prefix(2))"
        try prepare()
        if DiskFile.size(path) != bytes.count {
            try DiskFile.makeFolder(shelf, in: folder)
            let part = "\(incoming)/part-\(identifier())"
            try DiskFile.write(bytes, to: part)
            try DiskFile.rename(part, to: path)
        }
        // Also when it was there: who put it may not have come this far yet.
        try DiskFile.syncFolder(shelf)
        return hash
    }

    private func onDisk<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            do throws(StoreError) {
                try lanes.submit { _ in continuation.resume(with: Result(catching: work)) }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }
}
