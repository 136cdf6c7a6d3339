internal import Glibc

/// Bytes waiting to be sent to one connection: one piece of memory that grows by doubling and is given back when it is
/// empty and large. It is written by hand because `[UInt8]` costs several times more per small append.
@safe struct OutputBuffer: ~Copyable {
    private var base: UnsafeMutableRawPointer?
    private var capacity = 0
    private var head = 0
    private var tail = 0

    /// Capacity that an empty buffer may keep until `trim()`.
    private static let keep = 1_048_576

    init() { unsafe base = nil }

    deinit { unsafe free(base) }

    /// Bytes not sent yet.
    var pending: Int { tail - head }

    mutating func append(_ bytes: Span<UInt8>) {
        reserve(bytes.count)
        copy(bytes)
    }

    mutating func append(_ text: StaticString) {
        let count = text.utf8CodeUnitCount
        reserve(count)
        unsafe base?.advanced(by: tail).copyMemory(from: text.utf8Start, byteCount: count)
        tail += count
    }

    /// Appends `MSG ` or `HMSG `, the subject, the blank-enclosed subscription id and the rest of the frame: everything
    /// after that is the same for every subscriber, so it is one piece.
    mutating func appendMessage(
        headers: Bool, subject: Span<UInt8>, sid: Span<UInt8>, rest: Span<UInt8>
    ) {
        reserve(5 + subject.count + sid.count + rest.count)
        if headers { put(0x48) }
        put(0x4D)
        put(0x53)
        put(0x47)
        put(0x20)
        copy(subject)
        copy(sid)
        copy(rest)
    }

    /// Sends what the socket takes at once. Returns false when the connection is broken.
    mutating func send(to socket: Socket) -> Bool {
        while head < tail {
            guard let start = unsafe base else { break }
            let sent = unsafe socket.send(UnsafeRawBufferPointer(start: start + head, count: tail - head))
            switch sent {
            case .done(let count): head += count
            case .later:
                if head > capacity / 2 { compact() }
                return true
            case .broken: return false
            }
        }
        clear()
        return true
    }

    /// Forgets everything and gives large memory back.
    mutating func clear() {
        (head, tail) = (0, 0)
        if capacity > Self.keep { release() }
    }

    /// Gives memory back when nothing waits; called once a second for connections that may have become idle.
    mutating func trim() {
        if pending == 0, capacity > 4_096 { release() }
    }

    /// Gives all memory back; the connection is idle or gone.
    mutating func release() {
        unsafe free(base)
        unsafe base = nil
        (capacity, head, tail) = (0, 0, 0)
    }

    /// Takes what is pending, for tests and for looking at it without a socket.
    mutating func take() -> [UInt8] {
        guard let start = unsafe base else { return [] }
        let bytes = unsafe [UInt8](UnsafeRawBufferPointer(start: start + head, count: pending))
        clear()
        return bytes
    }

    @inline(__always)
    private mutating func reserve(_ count: Int) {
        if capacity - tail < count { grow(count) }
    }

    @inline(never)
    private mutating func grow(_ count: Int) {
        if head > 0, capacity - pending >= count, head > capacity / 2 { return compact() }
        compact()
        var size = max(capacity, 4_096)
        while size - tail < count { size *= 2 }
        guard let memory = unsafe realloc(base, size) else {
            preconditionFailure("no memory for \(size) bytes of output")
        }
        unsafe base = memory
        capacity = size
    }

    private mutating func compact() {
        guard head > 0, let start = unsafe base else { return }
        unsafe memmove(start, start + head, pending)
        (head, tail) = (0, pending)
    }

    @inline(__always)
    private mutating func put(_ byte: UInt8) {
        unsafe base?.storeBytes(of: byte, toByteOffset: tail, as: UInt8.self)
        tail += 1
    }

    @inline(__always)
    private mutating func copy(_ bytes: Span<UInt8>) {
        let (start, at) = unsafe (base, tail)
        unsafe bytes.withUnsafeBytes { piece in
            guard let from = piece.baseAddress, let start = unsafe start else { return }
            unsafe memcpy(start + at, from, piece.count)
        }
        tail += bytes.count
    }
}
