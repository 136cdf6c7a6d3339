internal import CMicroHTTPD
internal import Glibc

/// A bound, listening TCP socket; closed with the object.
final class ListenSocket: Sendable {
    let descriptor: Int32
    let port: Int

    init(host: String, port: Int) throws(HTTPError) {
        guard (0...65_535).contains(port) else { throw HTTPError(.cannotListen, "port \(port) is not in 0...65535") }
        let isIPv6 = host.contains(":")
        let descriptor = socket(isIPv6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw HTTPError(.cannotListen, "no socket") }
        var on: Int32 = 1
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        let flags = fcntl(descriptor, F_GETFL)
        _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        guard let bound = Self.bind(descriptor, host, UInt16(port), isIPv6), listen(descriptor, 1_024) == 0 else {
            let reason = unsafe String(cString: strerror(errno))
            close(descriptor)
            throw HTTPError(.cannotListen, "\(host) port \(port): \(reason)")
        }
        self.descriptor = descriptor
        self.port = bound
    }

    deinit { close(descriptor) }

    /// The same socket by another number, for libmicrohttpd, which closes the one it was given.
    func duplicate() -> Int32 { fcntl(descriptor, F_DUPFD_CLOEXEC, 0) }

    /// Does not answer who wants to connect, until they are refused; handshakes that have begun are completed.
    func ignoreNewcomers() { _ = moat_ignore_newcomers(descriptor) }

    /// Whether somebody has connected and was not accepted yet.
    var hasNewcomers: Bool { moat_accept_queue(descriptor) > 0 }

    /// From now on who wants to connect is refused, and so is who has connected and was not accepted yet.
    /// libmicrohttpd's threads find that in vain again and again until the daemon stops: at most the drain limit.
    func refuse() { _ = shutdown(descriptor, Int32(SHUT_RD)) }

    /// Binds and returns the port, or nil with `errno` set.
    private static func bind(_ descriptor: Int32, _ host: String, _ port: UInt16, _ isIPv6: Bool) -> Int? {
        isIPv6 ? bind6(descriptor, host, port) : bind4(descriptor, host, port)
    }

    private static func bind4(_ descriptor: Int32, _ host: String, _ port: UInt16) -> Int? {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        guard unsafe inet_pton(AF_INET, host, &address.sin_addr) == 1 else {
            errno = EINVAL
            return nil
        }
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let done = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
                unsafe Glibc.bind(descriptor, plain, size) == 0 && getsockname(descriptor, plain, &size) == 0
            }
        }
        return done ? Int(UInt16(bigEndian: address.sin_port)) : nil
    }

    private static func bind6(_ descriptor: Int32, _ host: String, _ port: UInt16) -> Int? {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        guard unsafe inet_pton(AF_INET6, host, &address.sin6_addr) == 1 else {
            errno = EINVAL
            return nil
        }
        var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let done = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
                unsafe Glibc.bind(descriptor, plain, size) == 0 && getsockname(descriptor, plain, &size) == 0
            }
        }
        return done ? Int(UInt16(bigEndian: address.sin6_port)) : nil
    }
}
