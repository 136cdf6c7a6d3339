internal import Base
internal import Glibc

/// Small needs of 127.0.0.1: free ports, and a question to a health door.
enum Loopback {
    /// What a health door said; nil status when nobody answered.
    struct Answer: Equatable, Sendable {
        var status: Int?
        var text: String
    }

    /// Whether somebody could listen on the port now.
    static func isFree(_ port: Int, host: String = "127.0.0.1") -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var yes: Int32 = 1
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        return unsafe with(address(host, port)) { unsafe bind(descriptor, $0, $1) } == 0
    }

    /// That many free ports, looked for upwards from a start and below the ports the system hands out itself.
    static func freePorts(_ count: Int, from start: Int) throws -> [Int] {
        let found = (start..<32_000).lazy.filter { isFree($0) }.prefix(count)
        guard found.count == count else {
            throw Mistake(sentence: "there are no \(count) free ports from \(start) on.")
        }
        return Array(found)
    }

    /// `GET path`, waiting at most `limit` for each step.
    @concurrent
    static func get(_ path: String, port: Int, limit: Instant.Span = .milliseconds(500)) async -> Answer {
        guard let reply = exchange(path, port, limit) else {
            return Answer(status: nil, text: "nobody answers on port \(port)")
        }
        return read(reply) ?? Answer(status: nil, text: "port \(port) does not speak HTTP, or not in time")
    }

    /// The whole body of what `GET path` gives, nil unless it is a 200.
    @concurrent
    static func fetch(_ path: String, port: Int) async -> String? {
        guard let reply = exchange(path, port, .seconds(2)), read(reply)?.status == 200 else { return nil }
        let text = String(decoding: reply, as: UTF8.self)
        return text.split(separator: "\r\n\r\n", maxSplits: 1).dropFirst().first.map(String.init)
    }

    /// Everything that comes back; nil when nobody answers.
    private static func exchange(_ path: String, _ port: Int, _ limit: Instant.Span) -> [UInt8]? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let micros = limit.microseconds
        var wait = timeval(tv_sec: Int(micros / 1_000_000), tv_usec: Int(micros % 1_000_000))
        let size = socklen_t(MemoryLayout<timeval>.size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &wait, size)
        guard unsafe with(address("127.0.0.1", port), { unsafe connect(descriptor, $0, $1) }) == 0 else {
            return nil
        }
        let request = Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".utf8)
        let flags = Int32(MSG_NOSIGNAL)
        guard unsafe request.withUnsafeBytes({ unsafe send(descriptor, $0.baseAddress, $0.count, flags) }) > 0 else {
            return nil
        }
        var reply: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 16_384)
        while reply.count < 8 << 20 {
            let count = unsafe piece.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
            guard count > 0 else { break }
            reply += piece.prefix(count)
        }
        return reply
    }

    /// Status and first line of the body of a reply.
    static func read(_ reply: [UInt8]) -> Answer? {
        let text = String(decoding: reply, as: UTF8.self)
        let first = text.prefix { !$0.isNewline }.split(separator: " ")
        guard first.count >= 2, first[0].hasPrefix("HTTP/"), let status = Int(first[1]) else { return nil }
        let body = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false).dropFirst().first
        return Answer(status: status, text: String(body?.prefix(200).prefix { !$0.isNewline } ?? ""))
    }

    private static func address(_ host: String, _ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        unsafe inet_pton(AF_INET, host, &address.sin_addr)
        return address
    }

    private static func with(
        _ address: sockaddr_in, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        unsafe withUnsafePointer(to: address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
