internal import Glibc

/// The few file calls that durable files need and that Foundation does not offer. All block.
enum DiskFile {
    /// Creates or appends to a file and returns when its bytes are on the disk.
    static func write(_ bytes: [UInt8], to path: String, at offset: Int = 0) throws(StoreError) {
        let file = try open(path, O_WRONLY | O_CREAT | O_CLOEXEC)
        defer { close(file) }
        guard ftruncate(file, offset) == 0 else { throw failure("truncate") }
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { raw in
                unsafe pwrite(file, raw.baseAddress?.advanced(by: done), raw.count - done, offset + done)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw failure("write") }
            done += count
        }
        guard fsync(file) == 0 else { throw failure("sync") }
    }

    /// Up to `count` bytes from an offset; fewer at the end of the file, nil when there is no file.
    static func read(_ path: String, from offset: Int, count: Int) throws(StoreError) -> [UInt8]? {
        guard let size = size(path) else { return nil }
        let file = try open(path, O_RDONLY | O_CLOEXEC)
        defer { close(file) }
        let wanted = max(0, min(count, size - offset))
        var done = 0
        var status = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
            while done < wanted {
                status = unsafe pread(file, buffer.baseAddress?.advanced(by: done), wanted - done, offset + done)
                if status < 0 && errno == EINTR { continue }
                guard status > 0 else { break }
                done += status
            }
            filled = done
        }
        if status < 0 { throw failure("read") }
        return bytes
    }

    /// The size of a regular file, or nil.
    static func size(_ path: String) -> Int? {
        var status = stat()
        guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// When a file was last written, in seconds since 1970.
    static func modified(_ path: String) -> Int64? {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return nil }
        return Int64(status.st_mtim.tv_sec)
    }

    /// Makes the names in a folder durable.
    static func syncFolder(_ path: String) throws(StoreError) {
        let folder = try open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw failure("sync") }
    }

    /// Makes a folder unless it exists, and its name durable.
    static func makeFolder(_ path: String, in parent: String) throws(StoreError) {
        if unsafe mkdir(path, 0o750) == 0 { return try syncFolder(parent) }
        guard errno == EEXIST else { throw failure("make a folder") }
    }

    /// Gives a file another name in one step, replacing what has it.
    static func rename(_ from: String, to: String) throws(StoreError) {
        guard unsafe Glibc.rename(from, to) == 0 else { throw failure("rename") }
    }

    private static func open(_ path: String, _ flags: Int32) throws(StoreError) -> Int32 {
        let file = unsafe Glibc.open(path, flags, 0o640)
        guard file >= 0 else { throw failure("open") }
        return file
    }

    private static func failure(_ action: String) -> StoreError {
        let number = errno
        let reason = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
        return StoreError(.disk, "A file of the store cannot \(action): \(reason)")
    }
}
