import Base
import Testing

@Suite struct JSONTests {
    struct Thing: Codable, Equatable { var name: String; var count: Int; var at: Instant? }

    @Test func `a tree survives its text form`() throws {
        let tree: JSON = ["a": [1, 2.5, true, nil, "zwölf 十二"], "b": ["c": [:]], "d": -9_007_199_254_740_993]
        #expect(try JSON(parsing: tree.text.utf8) == tree)
    }

    @Test func `a path finds a value or nothing`() {
        let tree: JSON = ["ticket": ["requester": ["tier": "vip"]]]
        #expect(tree.value(at: "ticket.requester.tier") == "vip")
        #expect(tree.value(at: "ticket.assignee.name") == nil)
    }

    @Test(arguments: [
        ("{", "json.malformed"), ("{\"name\":\"x\"}", "json.missing"),
        ("{\"name\":1,\"count\":2}", "json.mismatch"), ("{\"name\":\"x\",\"count\":1,\"at\":\"now\"}", "json.invalid"),
    ])
    func `what does not fit is a 400 that names the place`(text: String, code: String) {
        let problem = #expect(throws: Problem.self) { try JSON.decode(Thing.self, from: Array(text.utf8)) }
        #expect(problem?.status == 400)
        #expect(problem?.code == code)
    }
}
