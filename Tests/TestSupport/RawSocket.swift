internal import Base
internal import Glibc

/// A TCP client that sends exactly the bytes it is told, for talking to servers as no library would.
package final class RawSocket: Sendable {
    private let descriptor: Int32
    private let rest = Locked<[UInt8]>([])

    /// Connects to a port of this machine; reads give up after ten seconds.
    package static func connect(port: Int) async throws -> RawSocket {
        try await offPool { try RawSocket(port: port) }
    }

    private init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let done = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
                unsafe Glibc.connect(descriptor, plain, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        guard done else { throw TestSupportError("cannot connect to port \(port)") }
    }

    deinit { Glibc.close(descriptor) }

    package func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    package func send(_ bytes: [UInt8]) async throws {
        try await offPool { [descriptor] in
            var sent = 0
            while sent < bytes.count {
                let count = unsafe bytes.withUnsafeBytes { buffer in
                    unsafe Glibc.send(
                        descriptor, buffer.baseAddress.map { unsafe $0 + sent }, buffer.count - sent,
                        Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { throw TestSupportError("the peer does not take more after \(sent) bytes") }
                sent += count
            }
        }
    }

    /// Reads up to and with `mark`; throws when the connection ends or ten seconds pass before it.
    package func read(until mark: String) async throws -> String {
        try await offPool {
            while true {
                let found: String? = self.rest.withLock { rest in
                    guard let end = rest.firstEnd(of: Array(mark.utf8)) else { return nil }
                    defer { rest.removeFirst(end) }
                    return String(decoding: rest[..<end], as: UTF8.self)
                }
                if let found { return found }
                guard try self.receive() else {
                    throw TestSupportError("the connection ended after: \(self.text)")
                }
            }
        }
    }

    /// Reads until the peer closes.
    package func readToEnd() async throws -> String {
        try await offPool {
            while try self.receive() {}
            return self.text
        }
    }

    /// No more bytes will be sent.
    package func shutDown() { Glibc.shutdown(descriptor, Int32(SHUT_RDWR)) }

    private var text: String { rest.withLock { String(decoding: $0, as: UTF8.self) } }

    private func receive() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
        if count < 0 && errno == EAGAIN { throw TestSupportError("nothing came in ten seconds after: \(text)") }
        guard count > 0 else { return false }
        let piece = buffer[..<count]
        rest.withLock { $0 += piece }
        return true
    }
}

extension [UInt8] {
    /// The index after the first occurrence of `mark`.
    fileprivate func firstEnd(of mark: [UInt8]) -> Int? {
        guard count >= mark.count else { return nil }
        for start in 0...(count - mark.count) where self[start..<start + mark.count].elementsEqual(mark) {
            return start + mark.count
        }
        return nil
    }
}
