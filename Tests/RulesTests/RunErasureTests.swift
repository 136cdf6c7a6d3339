import Base
import Conditions
import Contracts
import ServiceKit
import Store
import Testing

@testable import Rules

/// Row 111 in the rules service: that a rule acted stays, what it saw goes.
@Suite(.serialized) struct RunErasureTests {
    /// Every text the service keeps of runs, notices and events.
    private func kept(_ desk: Desk) async throws -> String {
        try await desk.rules.store.read { db in
            try [("runs", "run"), ("notifications", "notification"), ("store_journal", "data"), ("progress", "ticket")]
                .flatMap { table, column in
                    try db.rows("SELECT \(unsafeSQL: column) AS text FROM \(unsafeSQL: table)").map {
                        try $0.string("text")
                    }
                }.joined(separator: "\n")
        }
    }

    @Test func `what rules saw of a redacted ticket goes, and what notices said of it`() async throws {
        try await Desk.open { desk in
            let shout = Rule(
                id: "", name: "shout", position: 1, trigger: Trigger(on: [TicketsAPI.opened.name]),
                condition: .test("ticket.subject", .contains, "坏"),
                actions: [RuleAction(kind: .notify, to: "ann", text: "{{ticket.subject}} of {{ticket.requester.name}}")]
            )
            try await desk.only(shout)
            for id in ["t1", "t2"] { try await desk.happens(TicketsAPI.opened, id) { $0.subject = "\(id) 打印机坏了" } }
            for id in ["t1", "t2"] { #expect(try await desk.runs(1, of: id) == ["shout matched"]) }
            #expect(try await kept(desk).contains("t1 打印机坏了 of 李雷"))
            try await desk.happens(TicketsAPI.redacted, "t1")
            try await desk.settle()
            let texts = try await kept(desk)
            #expect(!texts.contains("t1 打印机坏了"), "\(texts)")
            #expect(texts.contains("t2 打印机坏了 of 李雷"), "another ticket's notice stays")
            #expect(try await desk.runs() == ["shout matched"])
        }
    }
}
