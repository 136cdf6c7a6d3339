internal import Base
internal import Crypto
internal import Glibc

/// Files of a backup: read, copied and told apart by their SHA-256. All block.
package enum CopiedFile {
    private static let pieceMaximum = 1 << 20

    /// The size and SHA-256 of a file; nil when there is no such file.
    package static func digest(_ path: String) throws(StoreError) -> (bytes: Int64, sha256: String)? {
        try pieces(of: path) { (_) throws(StoreError) in }
    }

    /// Copies a file to a new place and returns when it is on the disk; nil when there is no such file.
    @discardableResult
    package static func copy(_ path: String, to target: String) throws(StoreError) -> (bytes: Int64, sha256: String)? {
        guard DiskFile.size(path) != nil else { return nil }
        let file = unsafe open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure("be made: \(target)") }
        defer { close(file) }
        let copied = try pieces(of: path) { (piece) throws(StoreError) in
            var done = 0
            while done < piece.count {
                let count = unsafe piece.withUnsafeBytes { raw in
                    unsafe Glibc.write(file, raw.baseAddress?.advanced(by: done), raw.count - done)
                }
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { throw failure("be written") }
                done += count
            }
        }
        guard fsync(file) == 0 else { throw failure("be synced") }
        return copied
    }

    /// Writes a file and returns when it is on the disk.
    package static func write(_ bytes: [UInt8], to path: String) throws(StoreError) {
        try DiskFile.write(bytes, to: path)
    }

    /// Makes the names in a folder durable.
    package static func syncFolder(_ path: String) throws(StoreError) { try DiskFile.syncFolder(path) }

    private static func pieces(
        of path: String, _ use: (ArraySlice<UInt8>) throws(StoreError) -> Void
    ) throws(StoreError) -> (bytes: Int64, sha256: String)? {
        let digest = SHA256Stream()
        var offset = 0
        while true {
            guard let piece = try DiskFile.read(path, from: offset, count: pieceMaximum) else { return nil }
            if piece.isEmpty { return (Int64(offset), Hex.encode(digest.finish())) }
            digest.add(piece[...])
            try use(piece[...])
            offset += piece.count
        }
    }

    private static func failure(_ what: String) -> StoreError {
        let number = errno
        let reason = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
        return StoreError(.disk, "A file of the backup cannot \(what): \(reason)")
    }
}
