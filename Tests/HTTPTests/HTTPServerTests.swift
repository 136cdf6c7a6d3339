import Base
import HTTP
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(4))) struct HTTPServerTests {
    private let echo: HTTPServer.Handler = { request in
        HTTPResponse(
            headers: ["X-Method": request.method, "X-Path": PercentCoding.encode(request.path)],
            body: .bytes(request.body))
    }

    @Test func `curl asks twice over one connection`() async throws {
        try await withServer(handler: { _ in .text("hello\n") }) { server in
            let url = "http://127.0.0.1:\(server.port)/"
            let curl = try await Command.run(["curl", "-sSv", url, url])
            #expect(curl.text == "hello\nhello\n")
            #expect(curl.errors.contains("Re-using existing connection"))
        }
    }

    @Test func `a body arrives whole, with a length and in chunks`() async throws {
        try await withServer(handler: echo) { server in
            let body = (0..<900_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
            for extra in [[], ["-H", "Transfer-Encoding: chunked"], ["-H", "Expect:"]] {
                let curl = try await Command.run(
                    ["curl", "-sS", "--data-binary", "@-", "http://127.0.0.1:\(server.port)/a"] + extra, input: body)
                #expect(curl.output == body)
            }
        }
    }

    @Test(arguments: [[], ["-H", "Transfer-Encoding: chunked"], ["-H", "Expect:"]])
    func `a body over the limit is answered 413 with a problem`(extra: [String]) async throws {
        try await withServer(handler: echo) { server in
            let curl = try await Command.run(
                ["curl", "-sS", "-w", "%{http_code}", "--data-binary", "@-", "http://127.0.0.1:\(server.port)/"]
                    + extra,
                input: [UInt8](repeating: 97, count: 10_000_000))
            #expect(curl.text.hasSuffix("413"))
            #expect(curl.text.contains("http.body_too_large"))
        }
    }

    @Test func `the limit of a body depends on the path`() async throws {
        try await withServer({ $0.bodyLimit = { $0 == "/big" ? 3_000_000 : 10 } }, handler: echo) { server in
            let body = [UInt8](repeating: 98, count: 2_000_000)
            let base = "http://127.0.0.1:\(server.port)"
            #expect(
                try await Command.run(["curl", "-s", "--data-binary", "@-", base + "/big"], input: body).output == body)
            let raw = try await RawSocket.connect(port: server.port)
            try await raw.send("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n")
            #expect(status(try await raw.read(until: "\r\n\r\n")) == 413)
        }
    }

    @Test func `a client that expects 100 gets it before the body, or 413 instead of it`() async throws {
        try await withServer({ $0.bodyLimit = { _ in 5 } }, handler: echo) { server in
            let raw = try await RawSocket.connect(port: server.port)
            try await raw.send("PUT /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
            #expect(status(try await raw.read(until: "\r\n\r\n")) == 100)
            try await raw.send("12345")
            #expect(status(try await raw.read(until: "12345")) == 200)
            try await raw.send("PUT /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 6\r\n\r\n")
            #expect(status(try await raw.read(until: "\r\n\r\n")) == 413)
        }
    }

    @Test func `pipelined requests are answered in order`() async throws {
        try await withServer(handler: { .text("<\($0.path)>") }) { server in
            let raw = try await RawSocket.connect(port: server.port)
            try await raw.send((1...20).map { "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
            for number in 1...20 {
                #expect(try await raw.read(until: ">").contains("</\(number)>"))
            }
        }
    }

    @Test(arguments: [
        "GET /%FF HTTP/1.1\r\nHost: a\r\n\r\n", "GET /a%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", "GET /%2e%2e/x HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
    ])
    func `a malformed request is answered 400 and hurts nobody else`(request: String) async throws {
        try await withServer(handler: { _ in .text("ok") }) { server in
            let raw = try await RawSocket.connect(port: server.port)
            let other = try await RawSocket.connect(port: server.port)
            try await raw.send(request)
            #expect(status(try await raw.read(until: "\r\n\r\n")) == 400)
            try await other.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(status(try await other.read(until: "ok")) == 200)
        }
    }

    @Test func `a header without end, and noise, are cut off`() async throws {
        try await withServer(handler: { _ in .text("ok") }) { server in
            let raw = try await RawSocket.connect(port: server.port)
            try await raw.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "x", count: 60_000) + "\r\n\r\n")
            #expect([413, 414, 431].contains(status(try await raw.read(until: "\r\n\r\n"))))
            let noise = try await RawSocket.connect(port: server.port)
            let random = Randomness.seeded(3)
            try await noise.send((0..<4_000).map { _ in UInt8(random.below(256)) } + Array("\r\n\r\n".utf8))
            noise.shutDown()
            _ = try await noise.readToEnd()
        }
    }

    @Test func `HEAD has the length and no body; files are sent; a file that is none is 404`() async throws {
        let file = #filePath
        let handler: HTTPServer.Handler = { request in
            HTTPResponse(
                headers: ["Content-Type": "text/plain"], body: .file(path: request.path == "/f" ? file : "/tmp"))
        }
        try await withServer(handler: handler) { server in
            let base = "http://127.0.0.1:\(server.port)"
            let own = try await Command.run(["curl", "-sS", base + "/f"])
            #expect(own.text.contains("files are sent; a file that is none"))
            let head = try await Command.run(["curl", "-sSI", base + "/f"])
            #expect(head.text.contains("Content-Length: \(own.output.count)\r\n"))
            let none = try await Command.run(["curl", "-sS", base + "/g"])
            #expect(none.text.contains("file.not_found"))
        }
    }

    @Test func `a header that would split the answer becomes a 500`() async throws {
        try await withServer(handler: { _ in HTTPResponse(headers: ["X": "a\r\nY: b"]) }) { server in
            let curl = try await Command.run(["curl", "-sSi", "http://127.0.0.1:\(server.port)/"])
            #expect(curl.text.contains("http.bad_response") && !curl.text.contains("Y: b"))
        }
    }

    @Test func `a port that is taken and a host that is none are errors with a sentence`() async throws {
        try await withServer(handler: { _ in .empty() }) { server in
            let error = #expect(throws: HTTPError.self) {
                try HTTPServer(.init(port: server.port), time: SystemTime()) { _ in .empty() }
            }
            #expect(error?.code == .cannotListen && error?.message.contains("in use") == true)
            #expect(throws: HTTPError.self) {
                try HTTPServer(.init(host: "nonsense", port: 0), time: SystemTime()) { _ in .empty() }
            }
        }
    }

    /// A container may have no IPv6 at all.
    private static let hasIPv6 =
        (try? HTTPServer(.init(host: "::1", port: 0), time: SystemTime()) { _ in .empty() }) != nil

    @Test(.enabled(if: hasIPv6, "this machine has no IPv6 loopback")) func `IPv6 is served too`() async throws {
        try await withServer({ $0.host = "::1" }, handler: { .text($0.remoteAddress) }) { server in
            let curl = try await Command.run(["curl", "-sS", "http://[::1]:\(server.port)/"])
            #expect(curl.text == "::1")
        }
    }
}
