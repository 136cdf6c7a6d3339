internal import CMicroHTTPD
internal import Glibc

/// libmicrohttpd's connection, valid between its start and end notices; the only calls other threads may make on it.
@safe struct ConnectionHandle: @unchecked Sendable {
    /// Which directions of a connection are shut down; the numbers are those of shutdown(2).
    enum Side: Int32 {
        case ours = 1
        case both = 2
    }

    private let pointer: OpaquePointer
    let socket: Int32

    init(_ pointer: OpaquePointer) {
        unsafe self.pointer = unsafe pointer
        unsafe socket = moat_mhd_socket(pointer)
    }

    /// Only from libmicrohttpd's callbacks for this connection.
    func suspend() { unsafe MHD_suspend_connection(pointer) }

    /// From any thread, exactly once for each `suspend`.
    func resume() { unsafe MHD_resume_connection(pointer) }

    /// Hands the response over; only from the access callback. False: refused, the connection has to be closed.
    func queue(_ status: Int, _ response: ResponseHandle) -> Bool {
        unsafe moat_mhd_queue(pointer, UInt32(status), response.pointer) != 0
    }

    var remoteAddress: String {
        var text = [CChar](repeating: 0, count: 64)
        return unsafe text.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return "" }
            unsafe moat_mhd_client(pointer, base, 64)
            return unsafe String(cString: base)
        }
    }

    /// The header fields of the request; only from the access callback.
    func headers() -> HTTPHeaders {
        var headers = HTTPHeaders()
        unsafe withUnsafeMutablePointer(to: &headers) { target in
            unsafe moat_mhd_headers(
                pointer,
                { target, _, name, nameCount, value, valueCount in
                    let headers = unsafe target?.assumingMemoryBound(to: HTTPHeaders.self)
                    let name = unsafe text(name, nameCount)
                    let value = unsafe text(value, valueCount)
                    unsafe headers?.pointee.add(name, value)
                    return moat_mhd_result(1)
                }, target)
        }
        return headers
    }

    /// Sends without waiting, past libmicrohttpd: for a last word before the connection is cut.
    func sendAndShutDown(_ bytes: [UInt8], _ side: Side) {
        _ = unsafe bytes.withUnsafeBytes { bytes in
            unsafe send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
        }
        shutdown(socket, side.rawValue)
    }

    /// True when the peer has closed its side or the connection is broken.
    var isHungUp: Bool {
        var item = pollfd(fd: socket, events: Int16(0x2000), revents: 0)
        return unsafe poll(&item, 1, 0) > 0
    }
}

private func text(_ pointer: UnsafePointer<CChar>?, _ count: Int) -> String {
    guard let pointer = unsafe pointer else { return "" }
    return unsafe String(decoding: UnsafeRawBufferPointer(start: pointer, count: count), as: UTF8.self)
}

/// libmicrohttpd's response, counted: released with the object, kept by libmicrohttpd while it is sent.
@safe final class ResponseHandle: @unchecked Sendable {
    let pointer: OpaquePointer

    init?(bytes: [UInt8], headers: HTTPHeaders) {
        let made = unsafe bytes.withUnsafeBytes { unsafe moat_mhd_bytes($0.count, $0.baseAddress) }
        guard let made = unsafe made else { return nil }
        unsafe pointer = unsafe made
        guard add(headers) else { return nil }
    }

    /// Nil when the path is no readable regular file.
    init?(path: String, headers: HTTPHeaders) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            let made = unsafe MHD_create_response_from_fd64(UInt64(status.st_size), descriptor)
        else {
            close(descriptor)
            return nil
        }
        unsafe pointer = unsafe made
        guard add(headers) else { return nil }
    }

    init?(stream: BodyStream, headers: HTTPHeaders) {
        let made = unsafe moat_mhd_stream(
            { stream, _, space, count in
                guard let stream = unsafe stream, let space = unsafe space else { return moat_mhd_end_with_error }
                let body = unsafe Unmanaged<BodyStream>.fromOpaque(stream).takeUnretainedValue()
                return unsafe body.read(into: UnsafeMutableRawBufferPointer(start: space, count: count))
            },
            Unmanaged.passRetained(stream).toOpaque(),
            { stream in
                guard let stream = unsafe stream else { return }
                unsafe Unmanaged<BodyStream>.fromOpaque(stream).takeRetainedValue().released()
            })
        guard let made = unsafe made else { return nil }
        unsafe pointer = unsafe made
        guard add(headers) else { return nil }
    }

    deinit { unsafe MHD_destroy_response(pointer) }

    /// The connection is closed after this response.
    func addClose() { unsafe _ = moat_mhd_add_header(pointer, "Connection", "close") }

    private func add(_ headers: HTTPHeaders) -> Bool {
        for (name, value) in headers where unsafe moat_mhd_add_header(pointer, name, value) == 0 { return false }
        return true
    }
}
