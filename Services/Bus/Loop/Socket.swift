internal import Glibc

/// A TCP socket by its descriptor. Closing is explicit; nothing blocks.
struct Socket: Equatable, Sendable {
    let descriptor: Int32

    enum Sent { case done(Int), later, broken }
    enum Received { case bytes(Int), later, ended }

    /// Sends once; a signal is no interruption.
    func send(_ bytes: UnsafeRawBufferPointer) -> Sent {
        while true {
            let count = unsafe Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            if count >= 0 { return .done(count) }
            if errno == EINTR { continue }
            return errno == EAGAIN || errno == EWOULDBLOCK ? .later : .broken
        }
    }

    /// Reads once into `buffer` from `offset` up to `limit`.
    func receive(into buffer: inout [UInt8], at offset: Int, limit: Int) -> Received {
        unsafe buffer.withUnsafeMutableBytes { memory in
            guard let start = memory.baseAddress, offset < limit, limit <= memory.count else { return .ended }
            while true {
                let count = unsafe recv(descriptor, start + offset, limit - offset, 0)
                if count > 0 { return .bytes(count) }
                if count == 0 { return .ended }
                if errno == EINTR { continue }
                return errno == EAGAIN || errno == EWOULDBLOCK ? .later : .ended
            }
        }
    }

    /// Tells the peer that nothing more will come, while what it sends can still be read away.
    func finishSending() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

    func close() { _ = Glibc.close(descriptor) }

    /// The next waiting connection and the peer's numeric address, nil when there is none; `.failure` carries errno.
    func accept() -> Result<(Socket, String), SocketError>? {
        var address = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let accepted = unsafe withUnsafeMutablePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.accept(descriptor, $0, &size)
            }
        }
        guard accepted >= 0 else {
            if errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR || errno == ECONNABORTED { return nil }
            return .failure(SocketError(number: errno))
        }
        let socket = Socket(descriptor: accepted)
        socket.makeNonBlocking()
        return .success((socket, Self.name(of: address, size)))
    }

    /// Listens on a host name or address. Throws a sentence that says what to do.
    static func listen(host: String, port: Int) throws(SocketError) -> Socket {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = AI_PASSIVE
        var list: UnsafeMutablePointer<addrinfo>?
        let status = unsafe getaddrinfo(host.isEmpty ? nil : host, String(port), &hints, &list)
        guard status == 0, let first = unsafe list else {
            throw SocketError(
                number: EINVAL,
                advice: "The host '\(host)' is unknown: set BUS_HOST (or -a) to an address of this machine.")
        }
        defer { unsafe freeaddrinfo(first) }
        let descriptor = unsafe socket(first.pointee.ai_family, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw SocketError(number: errno) }
        let listener = Socket(descriptor: descriptor)
        listener.set(SOL_SOCKET, SO_REUSEADDR)
        listener.set(Int32(IPPROTO_TCP), TCP_NODELAY)
        listener.makeNonBlocking()
        guard unsafe bind(descriptor, first.pointee.ai_addr, first.pointee.ai_addrlen) == 0,
            Glibc.listen(descriptor, 1_024) == 0
        else {
            let number = errno
            listener.close()
            throw SocketError(number: number, advice: SocketError.advice(number, host: host, port: port))
        }
        return listener
    }

    /// The port a listener has, for port 0.
    var localPort: Int {
        var address = sockaddr_in6()
        var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let status = unsafe withUnsafeMutablePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe getsockname(descriptor, $0, &size) }
        }
        return status == 0 ? Int(UInt16(bigEndian: address.sin6_port)) : 0
    }

    private func makeNonBlocking() {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL, 0) | O_NONBLOCK)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    private func set(_ level: Int32, _ option: Int32) {
        var on: Int32 = 1
        unsafe setsockopt(descriptor, level, option, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func name(of address: sockaddr_storage, _ size: socklen_t) -> String {
        var address = address
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let status = unsafe withUnsafePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe getnameinfo($0, size, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
            }
        }
        guard status == 0 else { return "" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// Why a socket could not be had.
struct SocketError: Error, Equatable, Sendable {
    let number: Int32
    var advice: String?

    var description: String {
        let reason = unsafe String(cString: strerror(number))
        return advice.map { "\($0) (\(reason))" } ?? reason
    }

    static func advice(_ number: Int32, host: String, port: Int) -> String {
        switch number {
        case EADDRINUSE:
            "Port \(port) is taken by another program: stop it (see 'ss -ltnp'), or set BUS_PORT (or -p) to a free one."
        case EACCES: "Port \(port) needs more rights: choose a port above 1023 with BUS_PORT (or -p)."
        case EADDRNOTAVAIL: "The address \(host) is not one of this machine: set BUS_HOST (or -a)."
        default: "Cannot listen on \(host):\(port)."
        }
    }
}
