import Base
import Contracts
import Testing

@Suite struct RightsTests {
    @Test(arguments: Catalogue.calls) func `built-in roles may what the table says`(call: CallSample) throws {
        let wanted = try #require(RightsTable.lines[call.name], "\(call.name) has no line in RightsTable")
        for role in Role.allCases {
            let caller = Caller(kind: .agent, id: "1", roles: [role])
            #expect((caller.scope(for: call.name, call.allow) == .all) == wanted.contains(role.rawValue), "\(role)")
            // The same said by rights, as a custom role would say it.
            let granted = Caller(kind: .agent, id: "1", grants: Grants([role]))
            #expect((granted.scope(for: call.name, call.allow) != nil) == wanted.contains(role.rawValue), "\(role)")
        }
    }

    @Test func `the table has no line of a call that is gone`() {
        #expect(Set(RightsTable.lines.keys).subtracting(Catalogue.calls.map(\.name)).isEmpty)
    }

    @Test(arguments: Catalogue.calls) func `a call for people belongs to a right of its level`(call: CallSample) {
        guard !call.allow.contains(.anyone), let level = call.allow.level else {
            #expect(Right.of(call.name) == nil)
            return
        }
        #expect(Right.of(call.name)?.level == level)
    }

    @Test func `whatever shows a ticket to those who only read ends where their tickets end`() {
        for call in Catalogue.calls where call.service == "tickets" && call.documents[0].sample["ticket"] != nil {
            guard let right = Right.of(call.name), right.level == .light else { continue }
            #expect(right.isScoped, "\(call.name)")
        }
    }

    @Test func `rights have names of their own`() {
        #expect(Set(Right.all.map(\.id)).count == Right.all.count)
        for right in Right.all {
            #expect(Right.named(right.id) == right && right.id.contains(":"))
            #expect(!right.calls.isEmpty)
        }
    }

    private let reply = TicketsAPI.reply

    private func scope(_ grants: Grants) -> Scope? {
        Caller(kind: .agent, id: "1", grants: grants).scope(for: reply.name, reply.allow)
    }

    @Test func `what is denied is denied, whatever else allows it`() {
        let agent = Grants([.agent])
        #expect(scope(agent) == .all)
        #expect(scope(agent.joined(with: Grants(denied: ["tickets:reply"]))) == nil)
        #expect(scope(Grants(denied: ["tickets:reply"]).joined(with: Grants([.owner]))) == nil)
    }

    @Test func `of two roles the wider scope counts, of a key and its person the narrower`() {
        let own = Grants(allowed: ["tickets:reply": .own])
        let team = Grants(allowed: ["tickets:reply": .team])
        #expect(scope(own) == .own)
        #expect(scope(own.joined(with: team)) == .team)
        #expect(scope(Grants([.agent]).limited(to: own)) == .own)
        #expect(scope(Grants([.light]).limited(to: own)) == nil)
    }

    @Test func `nobody hands out more than they have`() {
        let admin = Grants([.admin])
        #expect(admin.covers(Grants([.agent])) && admin.covers(Grants([.admin])))
        #expect(!Grants([.agent]).covers(admin))
        #expect(!Grants(allowed: ["tickets:reply": .own]).covers(Grants(allowed: ["tickets:reply": .team])))
        #expect(!admin.joined(with: Grants(denied: ["tickets:purge"])).covers(admin))
        #expect(!Grants(masked: [.contact]).covers(Grants()))
    }

    @Test func `a right of a house that is gone, or of no call, allows nothing`() {
        let caller = Caller(kind: .agent, id: "1", grants: Grants(allowed: ["tickets:everything": .all]))
        #expect(caller.scope(for: TicketsAPI.get.name, TicketsAPI.get.allow) == nil)
        #expect(caller.scope(for: "tickets.feed", .services) == nil)
    }

    @Test func `grants help nobody but people`() {
        for kind in Caller.Kind.allCases where kind != .agent {
            let caller = Caller(kind: kind, id: "1", grants: Grants([.owner]))
            let may = caller.scope(for: TicketsAPI.purge.name, TicketsAPI.purge.allow) != nil
            #expect(may == (kind == .system), "\(kind)")
        }
    }
}

@Suite struct EventDescriptionTests {
    @Test func `every type of event is described`() {
        let described = EventDescription.all.map { "\($0.service) \($0.name)" }
        #expect(Set(described) == Set(Catalogue.events.map { "\($0.service) \($0.name)" }))
        #expect(Set(described).count == described.count)
    }
}

@Suite struct FieldMaskTests {
    private let time = Instant(seconds: 1_795_420_800)

    private func covered(_ value: some Encodable, _ masks: FieldMask...) throws -> JSON {
        FieldMask.cover(try JSON(encoding: value), Set(masks))
    }

    @Test func `addresses of customers are covered wherever they stand`() throws {
        let customer = Customer(
            id: "c", name: "李雷", identities: [Identity(kind: .email, value: "li@example.org")], note: "likes tea",
            createdAt: time, updatedAt: time)
        let shown = try covered(CustomerEvent(customer: customer), .contact)
        #expect(!shown.text.contains("li@example.org") && shown.text.contains("likes tea"))
        #expect(shown["customer"]?["identities"]?.array?.first?["value"] == .string(FieldMask.cover))
        let requester = Requester(id: "c", name: "李雷", address: "li@example.org")
        #expect(!(try covered([["a": requester]], .contact)).text.contains("li@"))
        #expect(try shown["customer"]?.decoded(as: Customer.self).name == "李雷")
    }

    @Test func `a note goes, and nothing else`() throws {
        let customer = Customer(id: "c", name: "李雷", note: "likes tea", createdAt: time, updatedAt: time)
        let shown = try covered(customer, .note)
        #expect(shown["note"] == nil && shown["name"] == "李雷")
        #expect(try covered(["note": "of a ticket"], .note)["note"] == "of a ticket")
    }

    @Test func `facts keep that they happened, not what`() throws {
        let entry = TimelineEntry(
            id: "e", customer: "c", kind: "order", occurredAt: time, receivedAt: time, source: "shop", summary: "12 red"
        )
        #expect(!(try covered(entry, .facts)).text.contains("12 red"))
        #expect(try covered(entry, .contact)["summary"] == "12 red")
    }
}
