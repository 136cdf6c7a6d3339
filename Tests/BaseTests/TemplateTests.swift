import Base
import Testing

struct TemplateTests {
    private static let facts: JSON = [
        "ticket": [
            "subject": "{{secret}}", "number": 7, "tags": ["a", "b"], "open": true, "empty": nil, "requester": [:],
        ],
        "secret": "no",
    ]

    @Test(arguments: [
        ("#{{ticket.number}}: {{ ticket.subject }}", "#7: {{secret}}"),
        ("{{ticket.tags}} {{ticket.open}}", "a, b true"),
        ("{{ticket.nothing}}{{ticket.empty}}{{ticket.requester}}.", "."), ("{{ticket.nothing|you}}", "you"),
        ("no placeholder", "no placeholder"), ("open {{ticket.number", "open {{ticket.number"), ("{{}}", ""),
        ("}}{{", "}}{{"),
    ])
    func `placeholders become their values, once`(_ template: String, _ text: String) {
        #expect(Template.render(template, Self.facts) == text)
    }

    @Test(arguments: [
        ("#{{ticket.number}} {{ticket.nothing|you}}", []),
        ("{{ticket.nothing}} and {{ ticket.nothing }}, {{ticket.empty}}", ["ticket.nothing", "ticket.empty"]),
        ("a {{x", []), ("x}} {{y}}", ["y"]),
    ])
    func `gaps are what would become nothing, each once`(_ template: String, _ gaps: [String]) {
        #expect(Template.gaps(template, Self.facts) == gaps)
    }
}
