internal import Foundation

/// A foreign server that a test started; killed with the object.
package final class ServerProcess: @unchecked Sendable {
    private let process: Process

    /// Starts a program and returns when something accepts connections on `port`, at most a minute later.
    package static func start(_ arguments: [String], port: Int) async throws -> ServerProcess {
        try await offPool {
            let server = try ServerProcess(arguments)
            for _ in 0..<1_200 {
                if canConnect(port: port) { return server }
                guard server.process.isRunning else { break }
                Thread.sleep(forTimeInterval: 0.05)
            }
            throw TestSupportError("\(arguments[0]) does not listen on port \(port)")
        }
    }

    private init(_ arguments: [String]) throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    /// SIGKILL, as a crash would; returns when it has ended.
    package func kill() {
        _ = Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    // Not SIGTERM: a child inherits what its parent blocks, and a test that stands for a service blocks that.
    deinit { if process.isRunning { _ = Foundation.kill(process.processIdentifier, SIGKILL) } }
}

/// A TCP port of this machine that nobody uses at the moment.
package func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = loopback(port: 0)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let done = unsafe withUnsafeMutablePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
            unsafe bind(descriptor, plain, size) == 0 && getsockname(descriptor, plain, &size) == 0
        }
    }
    guard done else { throw TestSupportError("no free port") }
    return Int(UInt16(bigEndian: address.sin_port))
}

private func canConnect(port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = loopback(port: port)
    return unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
            unsafe connect(descriptor, plain, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
    }
}

private func loopback(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
}
