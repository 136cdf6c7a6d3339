@testable import Analytics
import Base
import Contracts
import Testing

@Suite struct FactTests {
    private typealias Start = (at: Instant, business: Double)

    private func changes(_ tale: Tale, start: Start? = nil) throws -> [FactChange] {
        try FactChange.changes(of: try #require(tale.events.last), start: start)
    }

    private func kinds(_ changes: [FactChange]) -> [String] {
        changes.map { change in
            switch change {
            case .put(let fact): "put \(fact.kind.rawValue) \(fact.calendar) \(fact.business)"
            case .keepFirst(let fact): "first \(fact.kind.rawValue) \(fact.calendar) \(fact.business)"
            case .remove(let kind, let ref): "remove \(kind.rawValue) \(ref)"
            case .start(let ticket, _, let business): "start \(ticket) \(business)"
            case .name(let kind, let id, let name): "\(kind) \(id) \(name)"
            }
        }
    }

    @Test func `a customer's ticket counts, is backlog and starts the clock`() throws {
        var tale = Tale()
        tale.open()
        #expect(try kinds(changes(tale)) == ["put volume 1.0 1.0", "put backlog 1.0 1.0", "start t1 0.0"])
    }

    @Test(arguments: [Message.Kind.note, .reply, .muted]) func `a ticket opened otherwise starts no clock`(
        kind: Message.Kind
    ) throws {
        var tale = Tale()
        tale.open(kind)
        #expect(try kinds(changes(tale)) == ["put volume 1.0 1.0", "put backlog 1.0 1.0"])
    }

    @Test func `staff's ticket has no first response until the customer writes`() throws {
        var tale = Tale()
        tale.open(.note)
        tale.wait(.minutes(10))
        tale.reply()
        #expect(try changes(tale) == [])
        tale.wait(.minutes(10))
        tale.receive()
        #expect(try kinds(changes(tale)) == ["start t1 600.0"])
        let start: Start = (tale.now, 600)
        tale.wait(.minutes(30))
        tale.reply()
        #expect(try kinds(changes(tale, start: start)) == ["first firstResponse 1800.0 900.0"])
    }

    @Test func `a later message starts nothing again`() throws {
        var tale = Tale()
        tale.open()
        tale.wait(.minutes(1))
        tale.receive()
        #expect(try changes(tale, start: (Tale.monday, 0)) == [])
    }

    @Test(arguments: [
        (Caller.Kind.rule, false), (.service, false), (.system, false), (.customer, false), (.agent, true),
    ]) func `only a person's answer counts`(kind: Caller.Kind, automatic: Bool) throws {
        var tale = Tale()
        tale.reply(by: kind, automatic: automatic)
        #expect(try changes(tale, start: (Tale.monday, 0)) == [])
    }

    @Test func `the first response is credited to who wrote it`() throws {
        var tale = Tale()
        tale.assign(to: "bob")
        tale.reply(by: .agent, "ann")
        guard case .keepFirst(let fact) = try changes(tale, start: (Tale.monday, 0)).first else {
            Issue.record("no fact")
            return
        }
        #expect(fact.agent == "ann")
    }

    @Test func `a solve is a resolution since creation and leaves the backlog`() throws {
        var tale = Tale()
        tale.wait(.hours(2))
        tale.solve()
        #expect(try kinds(changes(tale)) == ["put resolution 7200.0 3600.0", "put backlog -1.0 -1.0"])
        tale.reopen()
        #expect(try kinds(changes(tale)) == ["remove resolution t1", "put backlog 1.0 1.0"])
    }

    @Test func `a rating is its score, and a target one or nothing`() throws {
        var tale = Tale()
        tale.rate(4)
        #expect(try kinds(changes(tale)) == ["put rating 4.0 4.0"])
        tale.end(.resolution, met: true)
        #expect(try kinds(changes(tale)) == ["first target 1.0 1.0"])
        tale.end(.resolution, met: false)
        #expect(try kinds(changes(tale)) == ["put target 0.0 0.0"])
    }

    @Test func `answers about effort and recommendation count, a rating by the meaning of its scale then`() throws {
        var tale = Tale()
        tale.answer([
            SurveyAnswer(question: "a", value: 5, kind: .csat), SurveyAnswer(question: "b", value: 6, kind: .ces),
            SurveyAnswer(question: "c", value: 10, kind: .nps), SurveyAnswer(question: "d", text: "x", kind: .text),
        ])
        #expect(try kinds(changes(tale)) == ["put effort 6.0 6.0", "put recommendation 10.0 10.0"])
        let strict = SurveyScale(id: "csat5", version: 2, lowest: 1, highest: 5, good: [5], bad: [1, 2])
        for (score, scale, fact) in [
            (3, SurveyScale.standard[1], 5.0), (2, SurveyScale.standard[1], 1), (4, .csat5, 4), (4, strict, 3),
            (5, strict, 5),
        ] {
            tale.rate(score, on: scale)
            #expect(try kinds(changes(tale)) == ["put rating \(fact) \(fact)"])
        }
    }

    @Test func `an unsolved ticket that is handed over moves within the backlog`() throws {
        var tale = Tale()
        tale.assign(to: "ann")
        let facts = try changes(tale).compactMap { if case .put(let fact) = $0 { fact } else { nil } }
        #expect(facts.map(\.calendar) == [-1, 1])
        #expect(facts.map(\.agent) == [nil, "ann"])
        #expect(Set(facts.map(\.ref)).count == 2)
        tale.move(team: "vip", priority: .high)
        let moved = try changes(tale).compactMap { if case .put(let fact) = $0 { fact } else { nil } }
        #expect(moved.map(\.team) == [nil, "vip"])
        #expect(moved.map(\.priority) == [.normal, .high])
        tale.solve()
        tale.assign(to: "bob")
        #expect(try changes(tale) == [])
    }

    @Test(
        arguments: [
            TicketsAPI.muted, TicketsAPI.noted, TicketsAPI.changed, TicketsAPI.assigned, TicketsAPI.closed,
            TicketsAPI.delivery, TicketsAPI.slaStarted, TicketsAPI.slaPaused, TicketsAPI.slaResumed,
            TicketsAPI.slaWarned,
            TicketsAPI.surveyOffered,
        ].map(\.name)) func `other events of a ticket count nothing`(name: String) throws
    {
        var tale = Tale()
        tale.tell(EventType(name), message: tale.message(.note))
        #expect(try changes(tale, start: (Tale.monday, 0)) == [])
    }

    @Test func `agents and teams give names`() throws {
        let agent = Agent(id: "a", name: "安", email: "a@example.com", roles: [.agent])
        let team = Team(id: "t", name: "售后")
        let events = [
            Tale.event(TicketsAPI.agentChanged.name, "agent/a", agent),
            Tale.event(TicketsAPI.teamChanged.name, "team/t", team),
        ]
        #expect(try events.flatMap { try FactChange.changes(of: $0, start: nil) }.count == 2)
        #expect(try kinds(FactChange.changes(of: events[0], start: nil)) == ["agent a 安"])
        #expect(try kinds(FactChange.changes(of: events[1], start: nil)) == ["team t 售后"])
    }

    @Test func `events of other things are left alone, broken ones are a problem`() throws {
        let week = Array(repeating: [BusinessCalendar.Interval](), count: 7)
        let calendar = BusinessCalendar(id: "d", name: "d", zone: "UTC", week: week)
        let event = Tale.event(TicketsAPI.calendarChanged.name, "calendar/d", calendar)
        #expect(try FactChange.changes(of: event, start: nil) == [])
        let broken = Tale.event(TicketsAPI.opened.name, "ticket/1", ["ticket": 1])
        #expect(throws: Problem.self) { try FactChange.changes(of: broken, start: nil) }
    }
}
