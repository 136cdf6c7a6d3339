internal import Base
internal import Glibc

/// A TCP client that sends exactly the bytes it is told, for talking to servers as no library would.
package final class RawSocket: Sendable {
    private let descriptor: Int32
    private let rest = Locked(Rest())

    /// What came and was not handed out yet. A mark is looked for only where no earlier look has been: bytes that come
    /// in a thousand pieces are read once, not a thousand times.
    private struct Rest {
        var bytes: [UInt8] = []
        var head = 0
        var seen = 0
        var soughtFor: [UInt8] = []

        /// Everything up to and with `mark`, taken out; nil when it has not come.
        mutating func take(through mark: [UInt8]) -> [UInt8]? {
            if mark != soughtFor { (soughtFor, seen) = (mark, head) }
            let start = max(head, seen - mark.count + 1)
            guard let end = unsafe bytes.withUnsafeBytes({ unsafe RawSocket.end(of: mark, in: $0, from: start) }) else {
                seen = bytes.count
                return nil
            }
            defer { (head, seen) = (end, end) }
            return Array(bytes[head..<end])
        }

        var left: ArraySlice<UInt8> { bytes[head...] }
    }

    /// Seconds without a byte after which a read gives up: a busy machine must not look like a silent peer.
    private static let patience = 60

    /// Connects to a port of this machine; a read gives up when nothing comes for a minute.
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
        var patience = timeval(tv_sec: Self.patience, tv_usec: 0)
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

    /// Reads up to and with `mark`; throws when the connection ends or a minute passes without a byte.
    package func read(until mark: String) async throws -> String {
        try await offPool {
            while true {
                let found = self.rest.withLock { $0.take(through: Array(mark.utf8)) }
                if let found { return String(decoding: found, as: UTF8.self) }
                guard try self.receive() else {
                    throw TestSupportError("the connection ended after: \(self.tail)")
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

    private var text: String { rest.withLock { String(decoding: $0.left, as: UTF8.self) } }
    private var tail: String { rest.withLock { String(decoding: $0.left.suffix(2_000), as: UTF8.self) } }

    private func receive() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
        if count < 0 && errno == EAGAIN { throw TestSupportError("nothing came in \(Self.patience) s after: \(tail)") }
        guard count > 0 else { return false }
        let piece = buffer[..<count]
        rest.withLock { $0.bytes += piece }
        return true
    }

    private static func end(of mark: [UInt8], in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard let base = bytes.baseAddress, let first = mark.first else { return nil }
        var place = start
        while place + mark.count <= bytes.count {
            let room = bytes.count - mark.count - place + 1
            guard let found = unsafe memchr(base + place, Int32(first), room) else { return nil }
            place = unsafe UnsafeRawPointer(found) - base
            if unsafe memcmp(base + place, mark, mark.count) == 0 { return place + mark.count }
            place += 1
        }
        return nil
    }
}
