internal import Base
internal import Glibc

/// The live transport: non-blocking sockets on one thread that also runs the connection's tasks.
package final class TCPTransport: Transport {
    private let thread = IOThread()

    package init() {}

    package var executor: (any TaskExecutor)? { thread }

    /// Tries each address of the host in the resolver's order. Name lookup blocks the transport's own thread only.
    package func connect(host: String, port: Int) async throws -> any Link {
        var last = "no address"
        for address in try Self.addresses(of: host, port: port) {
            do {
                return try await open(address)
            } catch let error as BusError {
                last = error.message
            }
        }
        throw BusError(.disconnected, "cannot connect to \(host):\(port): \(last)")
    }

    package func stop() { thread.stop() }

    private func open(_ address: Address) async throws -> any Link {
        let descriptor = socket(
            address.family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue),
            0)
        guard descriptor >= 0 else { throw Self.failure("socket") }
        let link = TCPLink(descriptor: descriptor, thread: thread)
        var on: Int32 = 1
        unsafe _ = setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        let started = unsafe address.bytes.withUnsafeBytes { raw -> Int32 in
            guard let base = raw.baseAddress else { return -1 }
            return unsafe Glibc.connect(descriptor, base.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count))
        }
        if started == 0 { return link }
        guard errno == EINPROGRESS else { throw Self.failure("connect") }
        try await thread.wait(for: descriptor, events: Int16(POLLOUT))
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        unsafe _ = getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
        guard code == 0 else { throw Self.failure("connect", code) }
        return link
    }

    private struct Address {
        let family: Int32
        let bytes: [UInt8]
    }

    private static func addresses(of host: String, port: Int) throws -> [Address] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var head: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(host, String(port), &hints, &head)
        guard code == 0 else {
            throw BusError(.disconnected, "cannot find \(host): \(unsafe String(cString: gai_strerror(code)))")
        }
        defer { unsafe freeaddrinfo(head) }
        var found: [Address] = []
        var next = unsafe head
        while let entry = unsafe next {
            if let raw = unsafe entry.pointee.ai_addr {
                let bytes = unsafe [UInt8](UnsafeRawBufferPointer(start: raw, count: Int(entry.pointee.ai_addrlen)))
                found.append(Address(family: unsafe entry.pointee.ai_family, bytes: bytes))
            }
            unsafe next = unsafe entry.pointee.ai_next
        }
        return found
    }

    static func failure(_ what: String, _ code: Int32 = errno) -> BusError {
        BusError(.disconnected, "\(what): \(unsafe String(cString: strerror(code)))")
    }
}

/// A connected socket; closed when the last holder lets go.
final class TCPLink: Link {
    private let descriptor: Int32
    private let thread: IOThread
    /// How much the next `read` takes at most: grows while reads fill it, shrinks while they do not.
    private let chunk = Locked(smallest)
    private static let smallest = 4_096
    private static let largest = 131_072

    init(descriptor: Int32, thread: IOThread) { (self.descriptor, self.thread) = (descriptor, thread) }

    deinit { Glibc.close(descriptor) }

    func read() async throws -> [UInt8] {
        while true {
            // Always through the wait, also when bytes are there: the writer shares this thread and gets its turn.
            try await thread.wait(for: descriptor, events: Int16(POLLIN))
            var count = 0
            let chunk = chunk.withLock { $0 }
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: chunk) { buffer, initialized in
                count = unsafe recv(descriptor, buffer.baseAddress, chunk, 0)
                initialized = max(0, count)
            }
            if count >= 0 {
                adapt(chunk, to: count)
                return bytes
            }
            guard errno == EAGAIN || errno == EINTR else { throw TCPTransport.failure("read") }
        }
    }

    private func adapt(_ size: Int, to count: Int) {
        if count == size, size < Self.largest { chunk.withLock { $0 = size * 2 } }
        if count * 8 < size, size > Self.smallest { chunk.withLock { $0 = size / 2 } }
    }

    func write(_ bytes: [UInt8]) async throws {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { raw in
                unsafe send(descriptor, raw.baseAddress?.advanced(by: sent), raw.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count > 0 {
                sent += count
            } else if errno == EAGAIN {
                try await thread.wait(for: descriptor, events: Int16(POLLOUT))
            } else if errno != EINTR {
                throw TCPTransport.failure("write")
            }
        }
    }

    func close() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}
