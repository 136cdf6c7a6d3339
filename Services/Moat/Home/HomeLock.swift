internal import FoundationEssentials
internal import Glibc

/// Held while `moat up` runs: two of them on one folder would fight over the stores. The system lets go of it when the
/// process ends, however it ends.
final class HomeLock: Sendable {
    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Takes the lock, or says who has it.
    static func take(_ home: Home) throws -> HomeLock {
        let descriptor = unsafe open(home.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Mistake(sentence: "\(home.lock) cannot be opened.") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            let holder = FileManager.default.contents(atPath: home.lock).map { String(decoding: $0, as: UTF8.self) }
            let process = holder.map { $0.isEmpty ? "" : " as process \($0)" } ?? ""
            throw Mistake(
                sentence: "Moat is already running in \(home.path)\(process).",
                advice: "'moat doctor' shows how it is. Stop it with Ctrl-C there, or choose another --home.")
        }
        let mine = Array("\(getpid())".utf8)
        ftruncate(descriptor, 0)
        unsafe mine.withUnsafeBytes { unsafe _ = pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        return HomeLock(descriptor: descriptor)
    }
}
