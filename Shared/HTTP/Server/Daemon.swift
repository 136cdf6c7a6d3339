internal import Base
internal import CMicroHTTPD
internal import Glibc

/// libmicrohttpd's daemon: its threads run between `init` and `stop`, and call the server (HTTPServer+Connections).
@safe final class Daemon: @unchecked Sendable {
    private let daemon: OpaquePointer

    /// The server must outlive the daemon: it is not retained.
    init(_ server: HTTPServer, listening socket: ListenSocket) throws(HTTPError) {
        let limits = server.configuration
        let daemon = unsafe moat_mhd_start(
            socket.duplicate(), UInt32(limits.threads), UInt32(limits.connectionLimit),
            UInt32(max(1, limits.idleTimeout.seconds)), limits.headerLimit,
            { _, connection, _, method, _, upload, uploadCount, _ in
                guard let connection = unsafe connection, let link = unsafe link(of: connection) else {
                    return moat_mhd_result(0)
                }
                let piece = unsafe UnsafeRawBufferPointer(start: upload, count: uploadCount?.pointee ?? 0)
                let goesOn = unsafe link.server?.proceed(
                    link, method: method.map { unsafe String(cString: $0) } ?? "", piece: piece)
                unsafe uploadCount?.pointee = 0
                return moat_mhd_result(goesOn == true ? 1 : 0)
            },
            { _, target, connection in
                guard let target = unsafe target, let connection = unsafe connection,
                    let link = unsafe link(of: connection)
                else { return nil }
                let count = unsafe strlen(target)
                let bytes = unsafe Array(UnsafeRawBufferPointer(start: target, count: count))
                link.server?.begin(link, target: bytes)
                return nil
            },
            { _, connection, _, _ in
                guard let connection = unsafe connection, let link = unsafe link(of: connection) else { return }
                link.server?.completed(link)
            },
            { server, connection, context, code in
                guard let server = unsafe server, let connection = unsafe connection, let context = unsafe context
                else { return }
                if moat_mhd_started(code) != 0 {
                    let server = unsafe Unmanaged<HTTPServer>.fromOpaque(server).takeUnretainedValue()
                    let link = unsafe server.opened(ConnectionHandle(connection))
                    unsafe context.pointee = Unmanaged.passRetained(link).toOpaque()
                } else if let held = unsafe context.pointee {
                    let link = unsafe Unmanaged<Link>.fromOpaque(held).takeRetainedValue()
                    unsafe context.pointee = nil
                    link.server?.closed(link)
                }
            },
            Unmanaged.passUnretained(server).toOpaque())
        guard let daemon = unsafe daemon else { throw HTTPError(.library, "libmicrohttpd does not start") }
        unsafe self.daemon = unsafe daemon
    }

    /// Closes everything and joins the threads; no connection may be suspended, and nothing may be called after it.
    /// There is no `MHD_quiesce_daemon` before it: the caller and a thread of the daemon would both take the socket out
    /// of epoll, and the slower one aborts the process (0.9.75, seen). `ListenSocket.refuse` ends newcomers instead.
    func stop() { unsafe MHD_stop_daemon(daemon) }
}

private func link(of connection: OpaquePointer) -> Link? {
    guard let context = unsafe moat_mhd_context(connection) else { return nil }
    return unsafe Unmanaged<Link>.fromOpaque(context).takeUnretainedValue()
}
