import Base
import HTTP
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(4))) struct HTTPStreamTests {
    private let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test func `events arrive one by one while the stream goes on`() async throws {
        let (numbers, feed) = AsyncStream.makeStream(of: Int.self)
        let handler: HTTPServer.Handler = { _ in
            HTTPResponse(
                headers: ["Content-Type": "text/event-stream"],
                body: .stream { writer in
                    for await number in numbers {
                        try await writer.write(ServerSentEvent(id: String(number), data: "n\(number)"))
                    }
                })
        }
        try await withServer(handler: handler) { server in
            let raw = try await RawSocket.connect(port: server.port)
            try await raw.send(get)
            #expect(try await raw.read(until: "\r\n\r\n").contains("Transfer-Encoding: chunked"))
            for number in 1...5 {
                feed.yield(number)
                #expect(try await raw.read(until: "data: n\(number)\n\n").contains("id: \(number)\n"))
            }
            feed.finish()
            _ = try await raw.read(until: "0\r\n\r\n")
        }
    }

    @Test(arguments: [true, false])
    func `a client that goes away ends the producer`(isIdle: Bool) async throws {
        let ended = Signal()
        let handler: HTTPServer.Handler = { _ in
            HTTPResponse(
                body: .stream { writer in
                    defer { ended.fire() }
                    try await writer.write("first\n")
                    if isIdle { await Signal().wait() }
                    while true { try await writer.write("again and again\n") }
                })
        }
        try await withServer(handler: handler) { server in
            let raw = try await RawSocket.connect(port: server.port)
            try await raw.send(get)
            _ = try await raw.read(until: "first\n")
            raw.shutDown()
            await ended.wait()
        }
    }

    @Test func `a long stream arrives whole through a small buffer`() async throws {
        let handler: HTTPServer.Handler = { _ in
            HTTPResponse(
                body: .stream { writer in
                    for number in 0..<20_000 { try await writer.write("line \(number)\n") }
                    try await writer.write([UInt8](repeating: 120, count: 300_000))
                })
        }
        try await withServer({ $0.streamBuffer = 1_000 }, handler: handler) { server in
            let curl = try await Command.run(["curl", "-sS", "http://127.0.0.1:\(server.port)/"])
            #expect(curl.text.hasPrefix("line 0\nline 1\n"))
            let lines = (0..<20_000).map { "line \($0)\n".utf8.count }
            #expect(curl.output.count == lines.reduce(300_000, +))
        }
    }

    @Test func `a producer that fails cuts the connection, so that the client knows`() async throws {
        let handler: HTTPServer.Handler = { _ in
            HTTPResponse(
                body: .stream { writer in
                    try await writer.write("half")
                    throw HTTPError(.badReply, "broken")
                })
        }
        try await withServer(handler: handler) { server in
            let curl = try await Command.run(["curl", "-sS", "http://127.0.0.1:\(server.port)/"])
            #expect(curl.status != 0)
        }
    }

    @Test func `streams that sleep do not stop other requests, and end when the server stops`() async throws {
        let handler: HTTPServer.Handler = { request in
            guard request.path == "/stream" else { return .text("quick") }
            return HTTPResponse(
                body: .stream { writer in
                    try await writer.write("on\n")
                    await Signal().wait()
                })
        }
        let metrics = Metrics()
        var streams: [RawSocket] = []
        try await withServer(metrics: metrics, handler: handler) { server in
            for _ in 0..<50 {
                let raw = try await RawSocket.connect(port: server.port)
                try await raw.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try await raw.read(until: "on\n")
                streams.append(raw)
            }
            #expect(metrics.text().contains("moat_http_streams{server=\"http\"} 50"))
            let other = try await RawSocket.connect(port: server.port)
            try await other.send(get)
            #expect(status(try await other.read(until: "quick")) == 200)
        }
        #expect(try await streams[0].readToEnd().hasSuffix("0\r\n\r\n"))
        #expect(metrics.text().contains("moat_http_streams{server=\"http\"} 0"))
    }

    @Test func `HEAD of a stream ends its producer`() async throws {
        let ended = Signal()
        let handler: HTTPServer.Handler = { _ in
            HTTPResponse(
                body: .stream { writer in
                    defer { ended.fire() }
                    while true { try await writer.write("more\n") }
                })
        }
        try await withServer(handler: handler) { server in
            let curl = try await Command.run(["curl", "-sSI", "http://127.0.0.1:\(server.port)/"])
            #expect(curl.status == 0)
            await ended.wait()
        }
    }
}
