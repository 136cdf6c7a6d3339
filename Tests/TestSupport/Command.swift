internal import Foundation

/// A program run to its end, as on the command line.
package struct Command: Sendable {
    package let status: Int32
    package let output: [UInt8]
    package let errors: String
    package var text: String { String(decoding: output, as: UTF8.self) }

    /// Runs `arguments` (the first is looked up in PATH) with `input` on standard input and waits for the end.
    package static func run(_ arguments: [String], input: [UInt8] = []) async throws -> Command {
        try await offPool {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = arguments
            let folder = FileManager.default.temporaryDirectory.appending(path: "moat-command-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            // Files instead of pipes: none of them can fill up and stop the program.
            let files = ["input", "output", "errors"].map { folder.appending(path: $0) }
            try Data(input).write(to: files[0])
            for file in files[1...] { try Data().write(to: file) }
            process.standardInput = try FileHandle(forReadingFrom: files[0])
            process.standardOutput = try FileHandle(forWritingTo: files[1])
            process.standardError = try FileHandle(forWritingTo: files[2])
            try process.run()
            process.waitUntilExit()
            return Command(
                status: process.terminationStatus, output: Array(try Data(contentsOf: files[1])),
                errors: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self))
        }
    }
}

/// A program of the system that a test needs.
package func has(_ program: String) -> Bool {
    ["/usr/bin/", "/usr/local/bin/", "/bin/"].contains { unsafe access("\($0)\(program)", X_OK) == 0 }
}
