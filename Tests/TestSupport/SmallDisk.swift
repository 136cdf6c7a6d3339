internal import Foundation
internal import Glibc

/// A file system of a few megabytes, to be filled up; mounting it takes root.
package struct SmallDisk: Sendable {
    package let path: String

    package static let canBeHad = geteuid() == 0 && has("mount")

    /// Mounts it at a path, made where it is missing; nil where the machine does not let even root mount.
    package init?(at path: String, megabytes: Int) async throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let mounted = try await Command.run(["mount", "-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", path])
        guard mounted.status == 0 else { return nil }
        self.path = path
    }

    /// Leaves no byte free.
    package func fill() async throws {
        let full = try await Command.run(["dd", "if=/dev/zero", "of=\(path)/filler", "bs=4k"])
        guard full.errors.contains("No space left") else { throw TestSupportError("not full: \(full.errors)") }
    }

    package func empty() throws { try FileManager.default.removeItem(atPath: path + "/filler") }

    package func unmount() async throws { _ = try await Command.run(["umount", "-l", path]) }
}
