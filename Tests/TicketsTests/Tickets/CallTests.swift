import Base
import Contracts
import ServiceKit
import Store
import TestSupport
import Testing
import Tickets

/// The handlers, as the bus calls them.
@Suite struct CallTests {
    @Test func `a retried call gets the first answer and changes nothing twice`() async throws {
        let house = try await House()
        try await house.hire("ann")
        let opened = try await house.mail("m1")
        let calls = TicketCalls(store: house.store, tools: house.tools)
        let context = CallContext(
            caller: .agent("ann"), idempotencyKey: "k1", fingerprint: "f1", store: house.store)
        let request = WriteMessage(ticket: opened.ticket, text: "您好")
        let first = try await calls.change(context) { try $0.reply(request) }
        let again = try await calls.change(context) { try $0.reply(request) }
        #expect(first == again)
        #expect(try await house.ticket(opened.ticket).messageCount == 2)
        let other = CallContext(caller: .agent("ann"), idempotencyKey: "k1", fingerprint: "f2", store: house.store)
        #expect(await code { _ = try await calls.change(other) { try $0.reply(request) } } == "idempotency.mismatch")
    }

    @Test func `events carry who, the trace and what led to them`() async throws {
        let house = try await House()
        let opened = try await house.mail("m1")
        let calls = TicketCalls(store: house.store, tools: house.tools)
        let context = CallContext(
            caller: Caller(kind: .rule, id: "r1", name: "VIP"), traceparent: "00-1-2-01", causation: "event-7",
            store: house.store)
        _ = try await calls.change(context) { try $0.update(UpdateTicket(id: opened.ticket, priority: .high)) }
        let event = try #require(try await house.events(opened.ticket).last)
        #expect(event.actor == Actor(kind: .rule, id: "r1", name: "VIP"))
        #expect(event.traceparent == "00-1-2-01" && event.causation == "event-7")
    }
}
