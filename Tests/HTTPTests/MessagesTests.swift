import Base
import HTTP
import Testing

@Suite struct MessagesTests {
    @Test func `header names are compared without regard to case and keep their order`() {
        var headers: HTTPHeaders = ["Set-Cookie": "a=1", "Vary": "Accept"]
        headers.add("set-cookie", "b=2")
        #expect(headers["SET-COOKIE"] == "a=1")
        #expect(headers.all("Set-Cookie") == ["a=1", "b=2"])
        headers["Set-Cookie"] = nil
        #expect(headers.count == 1 && headers["vary"] == "Accept")
        headers["Vary"] = "*"
        #expect(headers.map(\.value) == ["*"])
    }

    @Test func `cookies are found among others`() throws {
        let request = HTTPRequest(target: try HTTPTarget("/"), headers: ["Cookie": "x=1; session=a=b; sessions=2"])
        #expect(request.cookie("session") == "a=b")
        #expect(request.cookie("y") == nil)
    }

    @Test func `an event is split at line ends only and cannot forge fields`() {
        let event = ServerSentEvent(id: "7\ndata: x", event: "ticket", data: "a\r\nb\u{2028}c\n")
        #expect(
            String(decoding: event.bytes, as: UTF8.self)
                == "id: 7data: x\nevent: ticket\ndata: a\ndata: b\u{2028}c\ndata: \n\n")
    }

    @Test func `a problem is a document with its own type and Retry-After`() {
        let response = HTTPResponse.problem(.unavailable("x.busy", "Later.", retryAfter: 7))
        #expect(response.status == 503 && response.headers["Retry-After"] == "7")
        #expect(response.headers["content-type"] == "application/problem+json")
    }
}
