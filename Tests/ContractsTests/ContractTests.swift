import Base
import Contracts
import Testing

@Suite struct ContractTests {
    @Test func `no two calls have one name`() {
        let names = Catalogue.calls.map(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test(arguments: Catalogue.calls) func `a call begins with its service and says what it does`(call: CallSample) {
        #expect(call.name.hasPrefix(call.service + "."))
        #expect(call.name.allSatisfy { $0.isASCII && ($0.isLowercase || $0 == ".") })
        let isOwn = call.name.hasSuffix(".feed") || call.name.contains(".blobs.")
        #expect(isOwn || call.summary.hasSuffix("."))
    }

    @Test func `no two types of event have one name`() {
        let names = Catalogue.events.map(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test(arguments: Catalogue.events) func `an event begins with moat and its service`(event: EventSample) {
        #expect(event.name.hasPrefix("moat.\(event.service)."))
        #expect(event.name.allSatisfy { $0.isASCII && ($0.isLowercase || $0 == ".") })
    }

    @Test(arguments: Catalogue.calls) func `requests and replies come back as they went`(call: CallSample) throws {
        for document in call.documents { #expect(try document.roundTrip() == document.sample, "\(document.type)") }
    }

    @Test(arguments: Catalogue.events) func `event data come back as they went`(event: EventSample) throws {
        #expect(try event.document.roundTrip() == event.document.sample)
    }

    @Test func `an event comes back as it went`() throws {
        let document = Document(Event.self)
        #expect(try document.roundTrip() == document.sample)
        #expect(try Document(Problem.self).roundTrip() == Document(Problem.self).sample)
        #expect(try Document(Caller.self).roundTrip() == Document(Caller.self).sample)
    }

    @Test func `an event gives its typed data, and a problem when they are of another type`() throws {
        let draft = try EventDraft(CustomersAPI.joined, subject: "customer/1", data: Samples.customer)
        let event = Event(
            id: "e", source: "/moat/customers", type: draft.type, subject: draft.subject, time: Samples.time,
            data: try JSON(parsing: draft.data.utf8), sequence: 1)
        #expect(try event.decode(CustomersAPI.joined) == Samples.customer)
        let problem = #expect(throws: Problem.self) { try event.decode(TicketsAPI.opened) }
        #expect(problem?.status == 400)
    }

    @Test func `what is added later does not break what was written before`() throws {
        var members = try #require(Document(TicketEvent.self).sample.object)
        members["invented tomorrow"] = ["a": 1]
        let event = try JSON.object(members).decoded(as: TicketEvent.self)
        #expect(event.businessAge == 7)
    }
}

private enum Samples {
    static let time = Instant(seconds: 1_795_420_800)
    static let customer = CustomerEvent(
        customer: Customer(id: "1", name: "李雷", createdAt: time, updatedAt: time), loser: "2")
}
