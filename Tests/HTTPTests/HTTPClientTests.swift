import Base
import HTTP
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(4))) struct HTTPClientTests {
    private let echo: HTTPServer.Handler = { request in
        switch request.path {
        case "/redirect": return .empty(302, headers: ["Location": "/there"])
        case "/large": return .text(String(repeating: "x", count: 100_000))
        case "/forever":
            await Signal().wait()
            return .empty()
        default:
            let text = "\(request.method) \(request.target.raw) \(request.headers["X-A"] ?? "") "
            return HTTPResponse(headers: ["X-B": "b: c"], body: .bytes(Array(text.utf8) + request.body))
        }
    }

    @Test(arguments: ["GET", "POST", "PUT", "PATCH", "DELETE"])
    func `a request goes out as it was asked for and the answer comes back`(method: String) async throws {
        let client = try HTTPClient()
        try await withServer(handler: echo) { server in
            let body = method == "GET" ? [] : Array("你好".utf8)
            let response = try await client.send(
                .init(method, "http://127.0.0.1:\(server.port)/a?b=c", headers: ["X-A": "1"], body: body))
            #expect(response.status == 200 && response.headers["x-b"] == "b: c")
            #expect(response.body == Array("\(method) /a?b=c 1 ".utf8) + body)
        }
    }

    @Test func `redirects are answers unless they are asked for`() async throws {
        let client = try HTTPClient()
        try await withServer(handler: echo) { server in
            var request = HTTPClient.Request("http://127.0.0.1:\(server.port)/redirect")
            let first = try await client.send(request)
            #expect(first.status == 302)
            request.redirects = 2
            let second = try await client.send(request)
            #expect(second.status == 200)
        }
    }

    @Test func `a large answer, a time limit, a closed port, private addresses and forged headers are typed errors`()
        async throws
    {
        let client = try HTTPClient()
        try await withServer({ $0.drainLimit = .milliseconds(10) }, handler: echo) { server in
            let base = "http://127.0.0.1:\(server.port)"
            var large = HTTPClient.Request(base + "/large")
            large.maximumBody = 1_000
            var slow = HTTPClient.Request(base + "/forever")
            slow.timeout = .milliseconds(100)
            var inside = HTTPClient.Request(base + "/")
            inside.onlyPublicAddresses = true
            let forged = HTTPClient.Request(base + "/", headers: ["X": "a\r\nY: b"])
            let closed = HTTPClient.Request("http://127.0.0.1:1/")
            let file = HTTPClient.Request("file:///etc/passwd")
            let expected: [(HTTPClient.Request, HTTPError.Code)] = [
                (large, .tooLarge), (slow, .timeout), (inside, .cannotConnect), (forged, .badRequest),
                (closed, .cannotConnect), (file, .badRequest),
            ]
            for (request, code) in expected {
                let error = await #expect(throws: HTTPError.self) { try await client.send(request) }
                #expect(error?.code == code, "\(request.url)")
            }
        }
    }

    @Test func `a cancelled task gets its cancellation, and the client goes on`() async throws {
        let client = try HTTPClient()
        try await withServer({ $0.drainLimit = .milliseconds(10) }, handler: echo) { server in
            let base = "http://127.0.0.1:\(server.port)"
            await withThrowingTaskGroup { group in
                group.addTask { _ = try await client.send(.init(base + "/forever")) }
                group.cancelAll()
                await #expect(throws: CancellationError.self) { try await group.next() }
            }
            let next = try await client.send(.init(base + "/"))
            #expect(next.status == 200)
        }
    }

    @Test func `a hundred requests at once share the connections`() async throws {
        let client = try HTTPClient()
        try await withServer(handler: echo) { server in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<100 {
                    group.addTask { try await client.send(.init("http://127.0.0.1:\(server.port)/\(number)")).status }
                }
                for try await status in group { #expect(status == 200) }
            }
        }
    }
}
