import Base
import HTTP
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(4))) struct HTTPServerLoadTests {
    private let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test func `200 connections are handled at once by two threads`() async throws {
        let arrived = Locked(0)
        let all = Signal()
        let handler: HTTPServer.Handler = { _ in
            let count = arrived.withLock { count -> Int in
                count += 1
                return count
            }
            if count == 200 { all.fire() }
            await all.wait()
            return .text("together")
        }
        try await withServer(handler: handler) { server in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<200 {
                    group.addTask {
                        let raw = try await RawSocket.connect(port: server.port)
                        try await raw.send(get)
                        return status(try await raw.read(until: "together"))
                    }
                }
                for try await code in group { #expect(code == 200) }
            }
        }
    }

    @Test func `over the request limit the answer is 503 at once`() async throws {
        let begun = Signal()
        let go = Signal()
        let handler: HTTPServer.Handler = { _ in
            begun.fire()
            await go.wait()
            return .text("done")
        }
        try await withServer({ $0.requestLimit = 1 }, handler: handler) { server in
            let first = try await RawSocket.connect(port: server.port)
            try await first.send(get)
            await begun.wait()
            let second = try await RawSocket.connect(port: server.port)
            try await second.send(get)
            let answer = try await second.readToEnd()
            #expect(status(answer) == 503 && answer.contains("Retry-After: 1"))
            go.fire()
            #expect(status(try await first.read(until: "done")) == 200)
        }
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    ])
    func `a client that stops in the middle is cut off with 408`(start: String) async throws {
        let metrics = Metrics()
        let short = Instant.Span.milliseconds(100)
        try await withServer(
            { ($0.headerTimeout, $0.bodyTimeout) = (short, short) }, metrics: metrics, handler: { _ in .text("ok") }
        ) { server in
            let slow = try await RawSocket.connect(port: server.port)
            try await slow.send(start)
            #expect(status(try await slow.readToEnd()) == 408)
            #expect(metrics.text().contains("moat_http_connections_timed_out_total{server=\"http\"} 1"))
        }
    }

    @Test func `a client that drips a request line without end is cut off`() async throws {
        let short = Instant.Span.milliseconds(100)
        try await withServer({ ($0.headerTimeout, $0.idleTimeout) = (short, short) }, handler: { _ in .text("ok") }) {
            let slow = try await RawSocket.connect(port: $0.port)
            try await slow.send("GE")
            #expect(try await slow.readToEnd().isEmpty)
        }
    }

    @Test func `stopping lets the request under way finish and closes idle connections`() async throws {
        let begun = Signal()
        let go = Signal()
        let server = try HTTPServer(.init(port: 0), time: SystemTime()) { _ in
            begun.fire()
            await go.wait()
            return .text("finished")
        }
        try await withThrowingTaskGroup { group in
            group.addTask { try await server.run() }
            let idle = try await RawSocket.connect(port: server.port)
            let busy = try await RawSocket.connect(port: server.port)
            try await busy.send(get)
            await begun.wait()
            server.stop()
            #expect(try await idle.readToEnd().isEmpty)
            go.fire()
            let answer = try await busy.readToEnd()
            #expect(answer.contains("Connection: close") && answer.hasSuffix("finished"))
            try await group.waitForAll()
        }
    }

    @Test func `a handler that does not end is left behind at the drain limit`() async throws {
        let begun = Signal()
        var configuration = HTTPServer.Configuration(port: 0)
        configuration.drainLimit = .milliseconds(50)
        let server = try HTTPServer(configuration, time: SystemTime()) { _ in
            begun.fire()
            await Signal().wait()
            return .empty()
        }
        try await withThrowingTaskGroup { group in
            group.addTask { try await server.run() }
            let raw = try await RawSocket.connect(port: server.port)
            try await raw.send(get)
            await begun.wait()
            server.stop()
            try await group.waitForAll()
        }
    }

    @Test func `cancelling run ends it, with handlers cancelled`() async throws {
        let begun = Signal()
        let server = try HTTPServer(.init(port: 0), time: SystemTime()) { _ in
            begun.fire()
            await Signal().wait()
            return .empty()
        }
        try await withThrowingTaskGroup { group in
            group.addTask { try await server.run() }
            let raw = try await RawSocket.connect(port: server.port)
            try await raw.send(get)
            await begun.wait()
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    /// Clients that connect again and again while the server leaves: each is either served or refused, none is cut off.
    @Test func `who leaves serves everybody it let in`() async throws {
        let (served, cut) = (Locked(0), Locked<[String]>([]))
        let warm = Signal()
        let handler: HTTPServer.Handler = { _ in
            if served.withLock({ count -> Int in
                count += 1
                return count
            }) == 50 {
                warm.fire()
            }
            return .text("served")
        }
        let (isKnown, late) = (Locked(false), Locked<[String]>([]))
        try await withServer(handler: handler) { server in
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        // Until it is refused, which is how a balancer finds the next copy.
                        while let raw = try? await RawSocket.connect(port: server.port) {
                            let wasKnown = isKnown.withLock { $0 }
                            let answer = (try? await raw.exchange(get)) ?? ""
                            if !answer.contains("served") { cut.withLock { $0.append("cut off") } }
                            if answer.contains("Connection: close") {
                                isKnown.withLock { $0 = true }
                            } else if wasKnown {
                                late.withLock { $0.append(answer) }
                            }
                        }
                    }
                }
                await warm.wait()
                await server.leave(grace: .milliseconds(300))
            }
        }
        #expect(isKnown.withLock { $0 }, "nobody was told that it leaves")
        #expect(late.withLock { $0 } == [], "kept open after others were told that it leaves")
        #expect(cut.withLock { $0 } == [])
    }
}

extension RawSocket {
    /// Sends and reads what comes until the other side is silent or closes.
    fileprivate func exchange(_ text: String) async throws -> String {
        try await send(text)
        return try await read(until: "served")
    }
}
