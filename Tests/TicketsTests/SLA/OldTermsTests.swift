import Base
import Contracts
import Store
import TestSupport
import Testing
import Tickets

/// Stores from the time of one policy and one calendar.
@Suite struct OldTermsTests {
    /// What such a store held: written as it was then.
    private static let policy = """
        {"id":"default","name":"Our own","calendar":"default","business":false,"firstResponse":{"urgent":600,\
        "high":1200,"normal":1800,"low":3600},"resolution":{"urgent":6000,"high":12000,"normal":18000,"low":36000},\
        "warnAt":0.5,"version":4,"pausedIn":["pending"]}
        """
    private static let calendar = """
        {"id":"default","name":"Long days","zone":"Asia/Shanghai","week":[[{"from":480,"to":1200}],[],[],[],[],[],[]],\
        "days":[{"date":"2026-10-01","name":"x","hours":[]}],"version":3}
        """

    private func house(_ body: (House) async throws -> Void) async throws {
        let house = try await House()
        try await house.store.write { tx in
            try tx.execute("DELETE FROM calendars")
            try tx.execute("DELETE FROM policies")
            try tx.execute("DELETE FROM settings WHERE name = 'terms'")
            for (name, text) in [("policy", OldTermsTests.policy), ("calendar", OldTermsTests.calendar)] {
                try tx.execute("INSERT INTO settings (name, version, body) VALUES (\(name), 3, \(text))")
            }
        }
        try await house.work { try $0.bootstrap() }
        try await body(house)
    }

    @Test func `an old store keeps what it promised`() async throws {
        try await house { house in
            let opened = try await house.mail("m1")
            let ticket = try await house.ticket(opened.ticket)
            let clock = try #require(ticket.clock(.firstResponse))
            #expect(ticket.policy == "default" && clock.target == 1_800 && !clock.business)
            #expect(clock.warnDueAt == ticket.createdAt + .minutes(15))
            try await house.update(opened.ticket) { $0.status = .hold }
            #expect(try await house.ticket(opened.ticket).clock(.resolution)?.state == .running)
            try await house.work { try $0.bootstrap() }
            let order = try await house.work(.system) { try $0.order(SLAPolicyOrder(ids: ["default"])) }
            #expect(order.ids == ["default"])
            let rows = try await house.store.read { try $0.rows("SELECT version, body FROM calendars") }
            #expect(try rows.map { try $0.int("version") } == [3])
            #expect(try rows.first?.decode(BusinessCalendar.self, "body").name == "Long days")
        }
    }

    @Test func `a ticket from then goes on with its clocks`() async throws {
        let ticket = """
            {"id":"t1","number":1,"subject":"x","status":"open","priority":"normal","channel":"mail",\
            "requester":{"id":"c1","name":"c"},"tags":[],"fields":{},"createdAt":"2026-11-23T02:00:00.000Z",\
            "updatedAt":"2026-11-23T02:00:00.000Z","messageCount":1,"waitingSince":"2026-11-23T02:00:00.000Z",\
            "lastMessage":{"text":"x","author":{"kind":"customer","id":"c1","name":"c"},"kind":"incoming",\
            "at":"2026-11-23T02:00:00.000Z"},"clocks":[{"metric":"firstResponse","instance":1,"policy":"default",\
            "business":true,"state":"running","target":14400,"startedAt":"2026-11-23T02:00:00.000Z",\
            "dueAt":"2026-11-23T06:00:00.000Z","elapsed":0,"asOf":"2026-11-23T02:00:00.000Z","calendarElapsed":0,\
            "warnDueAt":"2026-11-23T05:00:00.000Z"}],"version":3}
            """
        let old = try JSON(parsing: Array(ticket.utf8)).decoded(as: Ticket.self)
        var work = TicketCase(old, at: shanghai("2026-11-23 13:30"), terms: Calendars.terms)
        #expect(work.story == ["sla.warned"])
        try work.reply(at: shanghai("2026-11-23 13:45"))
        #expect(work.ticket.clock(.firstResponse)?.state == .met)
        #expect(work.ticket.firstRepliedAt == shanghai("2026-11-23 13:45"))
        #expect(work.ticket.clock(.resolution)?.startedAt == shanghai("2026-11-23 13:45"), "promised from now on")
    }
}
