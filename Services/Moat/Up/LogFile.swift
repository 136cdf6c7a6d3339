internal import FoundationEssentials
internal import Glibc

/// The log file of a process: it writes there itself, so that it goes on when we are gone; we keep the file small.
enum LogFile {
    static let limit = 16 << 20

    /// A file beyond the limit becomes `<name>.1`, in place of the one before, and starts empty again. Lines written in
    /// the instant between copying and emptying are lost: logs, not data.
    static func bound(_ path: String, limit: Int = limit) {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_size > limit else { return }
        try? FileManager.default.removeItem(atPath: path + ".1")
        try? FileManager.default.copyItem(atPath: path, toPath: path + ".1")
        unsafe truncate(path, 0)
    }

    /// The last lines, for a person who has to know why something did not start.
    static func end(of path: String, lines: Int) -> [String] {
        guard let handle = FileManager.default.contents(atPath: path)?.suffix(16_384) else { return [] }
        return String(decoding: handle, as: UTF8.self).split(separator: "\n").suffix(lines).map(String.init)
    }
}
