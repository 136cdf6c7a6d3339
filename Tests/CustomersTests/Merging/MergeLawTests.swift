import Base
import Contracts
import TestSupport
import Store
import Testing

@testable import Customers

/// The law of joining: whatever was done and taken back, in whatever order, every record shows what it would show if
/// the joinings that were taken back had never been. Every id leads to one customer, every address to one record.
struct MergeLawTests {
    /// What was done, as the law sees it: to whom it went is settled when it is done.
    private enum Deed {
        case wrote(record: String, field: CustomerField, JSON)
        case tagged(record: String, came: [String], gone: [String])
        case joined(id: String, survivor: String, loser: String, [CustomerField])
    }

    /// A model without any of the service's code: history told again.
    private struct Chronicle {
        var first: [String: Profile] = [:]
        var deeds: [Deed] = []
        var undone: Set<String> = []

        struct State {
            var profiles: [String: Profile]
            var survivor: [String: String] = [:]

            func root(_ id: String) -> String {
                var id = id
                while let next = survivor[id] { id = next }
                return id
            }
        }

        var state: State {
            var state = State(profiles: first)
            for deed in deeds {
                switch deed {
                case .wrote(let record, let field, let value): state.profiles[record]?[field] = value
                case .tagged(let record, let came, let gone):
                    state.profiles[record]?.tags.removeAll(where: gone.contains)
                    let known = state.profiles[record]?.tags ?? []
                    state.profiles[record]?.tags += came.filter { !known.contains($0) }
                case .joined(let id, let survivor, let loser, let fields):
                    guard !undone.contains(id), let theirs = state.profiles[loser] else { continue }
                    state.survivor[loser] = survivor
                    for field in fields { state.profiles[survivor]?[field] = theirs[field] }
                    let known = state.profiles[survivor]?.tags ?? []
                    state.profiles[survivor]?.tags += theirs.tags.filter { !known.contains($0) }
                }
            }
            return state
        }
    }

    @Test(arguments: Array(1...12) as [UInt64])
    func `undone joinings never were`(seed: UInt64) async throws {
        let house = try await House()
        let random = Randomness.seeded(seed)
        var chronicle = Chronicle()
        var ids: [String] = []
        for number in 0..<7 {
            let customer = try await house.create(
                CreateCustomer(
                    name: "N\(number)", tier: Tier.allCases[random.below(4)],
                    tags: random.below(2) == 0 ? ["t\(random.below(3))"] : [],
                    identities: [Identity(kind: .email, value: "\(number)@x.co")],
                    company: random.below(2) == 0 ? "C\(number)" : nil))
            ids.append(customer.id)
            chronicle.first[customer.id] = Profile(customer)
        }
        for step in 0..<60 {
            house.time.advance(by: .seconds(1))
            let (one, other) = (ids[random.below(ids.count)], ids[random.below(ids.count)])
            switch random.below(10) {
            case 0...3: try await join(house, one, other, random, &chronicle)
            case 4...6: try await undo(house, random, &chronicle)
            default: try await write(house, one, step, random, &chronicle)
            }
            try await compare(house, chronicle, ids, "seed \(seed), step \(step)")
        }
        #expect(chronicle.deeds.count > 10)
    }

    private func join(
        _ house: House, _ one: String, _ other: String, _ random: Randomness, _ chronicle: inout Chronicle
    ) async throws {
        let state = chronicle.state
        let (survivor, loser) = (state.root(one), state.root(other))
        let take = random.below(2) == 0 ? nil : CustomerField.allCases.filter { _ in random.below(3) == 0 }
        let known = Set(try await house.merges())
        let problem = await House.problem { _ = try await house.join(one, other, take: take) }
        guard survivor != loser else {
            #expect(problem?.code == "customer.same")
            return
        }
        #expect(problem == nil)
        let id = try #require(try await house.merges().first { !known.contains($0) })
        var fields = take ?? []
        if take == nil, let mine = state.profiles[survivor], let theirs = state.profiles[loser] {
            fields = CustomerField.allCases.filter { field in
                if field == .tier { return theirs.tier > mine.tier }
                return mine[field] == .null && theirs[field] != .null
            }
        }
        chronicle.deeds.append(.joined(id: id, survivor: survivor, loser: loser, fields))
    }

    private func undo(_ house: House, _ random: Randomness, _ chronicle: inout Chronicle) async throws {
        let merges = try await house.merges()
        guard !merges.isEmpty else { return }
        let merge = merges[random.below(merges.count)]
        let problem = await House.problem { _ = try await house.undo(merge) }
        #expect(problem?.code == (chronicle.undone.contains(merge) ? "merge.undone" : nil))
        chronicle.undone.insert(merge)
    }

    private func write(
        _ house: House, _ id: String, _ step: Int, _ random: Randomness, _ chronicle: inout Chronicle
    ) async throws {
        let state = chronicle.state
        let root = state.root(id)
        let before = try #require(state.profiles[root])
        if random.below(2) == 0 {
            let tag = "t\(random.below(4))"
            let isThere = before.tags.contains(tag)
            let update =
                isThere ? UpdateCustomer(id: id, removeTags: [tag]) : UpdateCustomer(id: id, addTags: [tag])
            _ = try await house.update(update)
            chronicle.deeds.append(.tagged(record: root, came: isThere ? [] : [tag], gone: isThere ? [tag] : []))
        } else {
            let company = random.below(4) == 0 ? "" : "W\(random.below(5))"
            _ = try await house.update(UpdateCustomer(id: id, company: company))
            let value: JSON = company.isEmpty ? .null : .string(company)
            guard before[.company] != value else { return }
            chronicle.deeds.append(.wrote(record: root, field: .company, value))
        }
    }

    private func compare(_ house: House, _ chronicle: Chronicle, _ ids: [String], _ place: String) async throws {
        let state = chronicle.state
        var mails: [String] = []
        for (number, id) in ids.enumerated() {
            let customer = try await house.get(id)
            #expect(customer.id == state.root(id), "\(place)")
            #expect(customer.identities.contains { $0.value == "\(number)@x.co" }, "\(place)")
            guard customer.id == id, let expected = state.profiles[id] else { continue }
            mails += customer.identities.map(\.value)
            for field in CustomerField.allCases {
                #expect(Profile(customer)[field] == expected[field], "\(place): \(field) of \(number)")
            }
            #expect(Set(customer.tags) == Set(expected.tags), "\(place): tags of \(number)")
        }
        #expect(Set(mails).count == ids.count && mails.count == ids.count, "\(place): an address is of one customer")
        let listed = try await house.calls.list(ListCustomers(limit: 100), house.context()).items.map(\.id)
        #expect(Set(listed) == Set(ids.map(state.root)), "\(place)")
    }

    @Test func `many at once keep the law`() async throws {
        let house = try await House()
        var ids: [String] = []
        for number in 0..<12 { ids.append(try await house.identify(.email, "\(number)@x.co", name: "N\(number)").id) }
        let all = ids
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<60 {
                group.addTask {
                    let random = Randomness.seeded(UInt64(number))
                    let (one, other) = (all[random.below(all.count)], all[random.below(all.count)])
                    _ = try? await house.join(one, other)
                    guard number % 2 == 0, let merge = try? await house.merges().randomElement(random) else { return }
                    _ = try? await house.undo(merge)
                }
            }
        }
        var roots: Set<String> = []
        var mails: [String] = []
        for id in ids {
            let customer = try await house.get(id)
            guard roots.insert(customer.id).inserted else { continue }
            mails += customer.identities.map(\.value)
            let lineage = try await house.store.write { tx in
                let desk = CustomerDesk(
                    tx: tx, context: house.context(), identifiers: house.calls.identifiers, memo: house.calls.memo)
                return try desk.lineage(of: customer.id).profile(of: customer.id)
            }
            #expect(Profile(customer) == lineage, "what is kept is what follows")
        }
        #expect(mails.count == 12 && Set(mails).count == 12)
    }
}

extension Array {
    fileprivate func randomElement(_ random: Randomness) -> Element? {
        isEmpty ? nil : self[random.below(count)]
    }
}
