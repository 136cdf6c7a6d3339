@testable import Gateway
import Base
import HTTP
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(4))) struct PagesTests {
    private let folder = TemporaryFolder()
    private let pages: Pages

    init() throws {
        for (name, text) in [
            ("index.html", "<!doctype html>index"), ("sign-in.html", "sign-in"), ("survey.html", "survey"),
            ("app.js", "export {}"), ("style.css", "a{}"), ("icon.svg", "<svg/>"), ("data.json", "{}"),
            ("secret.txt", "no type, no page"), (".hidden.html", "hidden"), ("libraries.json", "{}"),
        ] { _ = try folder.write(name, text) }
        pages = try Pages(root: folder.path, log: Log(service: "test", level: .error))
    }

    private func get(_ path: String, _ headers: HTTPHeaders = [:], method: String = "GET") throws -> HTTPResponse {
        try pages.response(to: HTTPRequest(method: method, target: try HTTPTarget(path), headers: headers))
    }

    @Test(arguments: [
        ("/", "text/html; charset=utf-8"), ("/index.html", "text/html; charset=utf-8"),
        ("/assets/app.js", "text/javascript; charset=utf-8"), ("/assets/style.css", "text/css; charset=utf-8"),
        ("/icon.svg", "image/svg+xml"), ("/assets/data.json", "application/json"),
    ]) func `a file has its type`(path: String, type: String) throws {
        let answer = try get(path)
        #expect(answer.status == 200 && answer.headers["Content-Type"] == type)
    }

    @Test func `nothing foreign or inline runs in a page`() throws {
        let policy = try #require(try get("/").headers["Content-Security-Policy"])
        for part in ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"] {
            #expect(policy.contains(part))
        }
        #expect(!policy.contains("unsafe") && !policy.contains("*"))
    }

    @Test(arguments: ["/inbox", "/inbox/t1", "/reports", "/settings/channels", "/customers/1", "/live"])
    func `the places of the application are one page`(path: String) throws {
        #expect(try get(path).headers["ETag"] == (try get("/").headers["ETag"]))
    }

    @Test func `sign-in and survey have pages of their own`() throws {
        let tags = try ["/", "/sign-in", "/survey/abc"].map { try get($0).headers["ETag"] }
        #expect(Set(tags).count == 3)
    }

    @Test func `what is known is not sent again`() throws {
        let tag = try #require(try get("/assets/app.js").headers["ETag"])
        let same = try get("/assets/app.js", ["If-None-Match": tag])
        #expect(same.status == 304)
        #expect(try get("/assets/app.js", ["If-None-Match": "\"other\""]).status == 200)
        #expect(try get("/").headers["Cache-Control"] == "no-cache")
    }

    @Test(arguments: [
        "/nothing", "/assets/", "/assets/nothing.js", "/secret.txt", "/assets/secret.txt", "/.hidden.html",
        "/assets/.hidden.html", "/etc/passwd", "/assets//etc/passwd", "/lib/x.js", "/assets/~root",
    ]) func `everything else is a 404`(path: String) throws {
        #expect(#expect(throws: Problem.self) { try get(path) }?.status == 404)
    }

    @Test func `pages are only read`() {
        #expect(#expect(throws: Problem.self) { try get("/", method: "POST") }?.status == 405)
        #expect(throws: Never.self) { try get("/", method: "HEAD") }
    }

    @Test func `a folder without pages is a wrong setting`() {
        let problem = #expect(throws: Problem.self) {
            try Pages(root: "/nowhere/at/all", log: Log(service: "test", level: .error))
        }
        #expect(problem?.code == "configuration")
    }

    @Test(arguments: [
        "/../../etc/passwd", "/assets/../../../etc/passwd", "/assets/..%2f..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/assets/%2e%2e%5c%2e%2e%5cetc/passwd", "/assets/%00index.html", "/assets/....//....//etc/passwd",
        "/assets/index.html%00.js", "/assets/%c0%ae%c0%ae/etc/passwd",
    ]) func `no path leads out of the folder`(path: String) async throws {
        let pages = pages
        let server = try HTTPServer(.init(host: "127.0.0.1", port: 0, name: "test"), time: SystemTime()) { request in
            do { return try pages.response(to: request) } catch {
                return .problem(error as? Problem ?? .fault("x", "x"))
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { do { try await server.run() } catch is CancellationError {} }
            defer { group.cancelAll() }
            let socket = try await RawSocket.connect(port: server.port)
            try await socket.send("GET \(path) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            let answer = try await socket.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 404") || answer.hasPrefix("HTTP/1.1 400"), "\(answer.prefix(40))")
            #expect(!answer.contains("root:"))
        }
    }
}
