import Base
import Contracts
import Store
import TestSupport
import Testing

@testable import Customers

/// Row 101: joining with a preview, and taking it back.
struct MergeTests {
    private func two(_ house: House) async throws -> (Customer, Customer) {
        let mail = try await house.create(
            CreateCustomer(
                name: "李雷", tags: ["a"], identities: [Identity(kind: .email, value: "li@example.com")],
                language: "zh"))
        house.time.advance(by: .seconds(1))
        let chat = try await house.create(
            CreateCustomer(
                name: "Lei", tier: .vip, tags: ["b"], identities: [Identity(kind: .wechat, value: "o1@wx")],
                company: "Moat", language: "en", note: "Mondays"))
        return (mail, chat)
    }

    @Test func `a preview shows both sides and changes nothing`() async throws {
        let house = try await House()
        let (mail, chat) = try await two(house)
        let request = JoinCustomers(survivor: mail.id, loser: chat.id, take: [.name, .company])
        let preview = try await house.calls.previewJoin(request, house.context())
        #expect(preview.fields.filter(\.taken).map(\.field) == [.name, .company])
        #expect(preview.fields.first { $0.field == .tier }?.loser == "vip")
        #expect(preview.result.name == "Lei" && preview.result.tier == .standard && preview.result.tags == ["a", "b"])
        #expect(try await house.get(chat.id).id == chat.id)
        #expect(try await house.events() == ["created", "created"])
        let joined = try await house.calls.join(request, house.context())
        #expect(joined.name == "Lei" && joined.company == "Moat" && joined.note == nil && joined.language == "zh")
    }

    @Test func `taking back gives both what they had, and keeps what was written since`() async throws {
        let house = try await House()
        let (mail, chat) = try await two(house)
        _ = try await house.join(mail.id, chat.id)
        _ = try await house.update(UpdateCustomer(id: chat.id, addTags: ["c"], removeTags: ["b"], language: "de"))
        let apart = try await house.undo(house.merges()[0])
        #expect(apart.customer.id == chat.id && apart.from.id == mail.id)
        #expect(apart.from.company == nil && apart.from.tier == .standard && apart.from.tags == ["a", "c"])
        #expect(apart.from.language == "de", "what was written to the joined customer stays with the survivor")
        #expect(apart.customer.tags == ["b"] && apart.customer.company == "Moat" && apart.customer.language == "en")
        #expect(apart.customer.identities.map(\.value) == ["o1@wx"])
        #expect(try await house.search("Lei") == ["Lei"])
        #expect(try await house.search("o1") == ["Lei"])
        #expect(try await house.events().suffix(2) == ["separated", "changed"])
        #expect(await House.problem { _ = try await house.undo(house.merges()[0]) }?.code == "merge.undone")
    }

    @Test func `a joining that led into another is taken back alone`() async throws {
        let house = try await House()
        let (mail, chat) = try await two(house)
        let third = try await house.create(CreateCustomer(name: "Third"))
        _ = try await house.join(mail.id, chat.id)
        house.time.advance(by: .seconds(1))
        let all = try await house.join(third.id, mail.id)
        #expect(all.company == "Moat" && all.tier == .vip)
        let apart = try await house.undo(house.merges()[0])
        #expect(apart.customer.id == chat.id && apart.from.id == third.id)
        #expect(apart.from.company == nil && apart.from.tier == .standard && apart.from.tags == ["a"])
        #expect(try await house.get(mail.id).id == third.id)
    }

    @Test func `two ids of the house's own systems join only when somebody is sure`() async throws {
        let house = try await House()
        let one = try await house.identify(.external, "1")
        let two = try await house.identify(.external, "2")
        let problem = await House.problem { _ = try await house.join(one.id, two.id) }
        #expect(problem?.code == "merge.strong" && problem?.status == 409)
        let preview = try await house.calls.previewJoin(
            JoinCustomers(survivor: one.id, loser: two.id), house.context())
        #expect(preview.strong.map(\.value) == ["1", "2"])
        let sure = JoinCustomers(survivor: one.id, loser: two.id, confirmed: true)
        #expect(try await house.calls.join(sure, house.context()).identities.count == 2)
    }

    @Test func `after the days of grace it stays as it is`() async throws {
        let house = try await House()
        let (mail, chat) = try await two(house)
        _ = try await house.join(mail.id, chat.id)
        house.time.advance(by: .days(31))
        #expect(await House.problem { _ = try await house.undo(house.merges()[0]) }?.code == "merge.expired")
        #expect(await House.status { _ = try await house.undo("none") } == 404)
    }

    @Test func `tickets that came with a record go with it`() async throws {
        let house = try await House()
        let (mail, chat) = try await two(house)
        try await house.hear(TicketStory.opened("t1", of: chat.id, at: 10))
        _ = try await house.join(mail.id, chat.id)
        try await house.hear(TicketStory.opened("t1", of: mail.id, type: TicketsAPI.solved, at: 20))
        try await house.hear(TicketStory.opened("t2", of: mail.id, at: 30))
        #expect(try await house.get(mail.id).ticketCount == 2)
        let apart = try await house.undo(house.merges()[0])
        #expect(apart.customer.ticketCount == 1 && apart.from.ticketCount == 1)
        #expect(try await house.story(chat.id).filter { $0.hasPrefix("solved") }.count == 1)
        let told = try await house.store.feed(after: 0, limit: 100).events.last { $0.type.hasSuffix("separated") }
        #expect(try told?.decode(CustomersAPI.separated).tickets == ["t1"])
    }
}
