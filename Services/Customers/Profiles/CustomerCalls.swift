package import Base
internal import Contracts
package import ServiceKit
package import Store

/// Answers the calls about customers.
package struct CustomerCalls: Sendable {
    let store: Store
    let identifiers: Identifiers
    let memo = GroupMemo()

    package init(store: Store, identifiers: Identifiers) { (self.store, self.identifiers) = (store, identifiers) }

    /// Records in one import call.
    static let importMaximum = 1_000

    /// Which call is answered by whom, and which feeds are followed.
    package func register(on service: Service) {
        service.answer(CustomersAPI.get, get)
        service.answer(CustomersAPI.list, list)
        service.answer(CustomersAPI.create, create)
        service.answer(CustomersAPI.update, update)
        service.answer(CustomersAPI.bringIn, bringIn)
        answerIdentities(on: service)
        answerMerges(on: service)
        answerOrganisations(on: service)
        answerFacts(on: service)
        answerSegments(on: service)
        answerImports(on: service)
        answerConsent(on: service)
        answerErasure(on: service)
        answerTags(on: service)
        answerCoupons(on: service)
        answerPapers(on: service)
        answerAttributes(on: service)
        answerSync(on: service)
        let timeline = TimelineCalls(store: store, time: service.time, identifiers: identifiers, memo: memo)
        service.answer(CustomersAPI.timeline, timeline.list)
        service.answer(CustomersAPI.card, CardCalls(store: store, caller: service.caller, memo: memo).card)
        service.follow(TicketsAPI.self, types: TimelineCalls.types, apply: timeline.apply)
    }

    /// Works at the desk, once per idempotency key.
    func work<Reply: Codable & Sendable>(
        _ context: CallContext, _ body: @escaping @Sendable (CustomerDesk) throws -> Reply
    ) async throws -> Reply {
        let (identifiers, memo) = (identifiers, memo)
        return try await context.write { tx in
            try body(CustomerDesk(tx: tx, context: context, identifiers: identifiers, memo: memo))
        }
    }

    func get(_ request: ByID, _ context: CallContext) async throws -> Customer {
        try await store.read { try CustomerReader($0).known(request.id) }
    }

    func list(_ request: ListCustomers, _ context: CallContext) async throws -> Page<Customer> {
        try await store.read { try CustomerReader($0).list(request) }
    }

    func create(_ request: CreateCustomer, _ context: CallContext) async throws -> Customer {
        try await work(context) { desk in
            let rules = try desk.tx.identityRules()
            let customer = try Customer(
                id: desk.identifiers.next(), name: request.name, tier: request.tier ?? .standard,
                tags: request.tags ?? [], identities: (request.identities ?? []).map(rules.normalised),
                company: request.company, language: request.language, note: request.note, createdAt: desk.now,
                updatedAt: desk.now
            ).checked()
            try desk.checkTags(customer.tags, before: [])
            return try desk.insert(customer)
        }
    }

    func update(_ request: UpdateCustomer, _ context: CallContext) async throws -> Customer {
        try await work(context) { desk in
            try desk.refuseOwned(request)
            return try desk.update(request)
        }
    }

    func bringIn(_ request: BringInCustomers, _ context: CallContext) async throws -> BroughtIn {
        guard request.customers.count <= CustomerCalls.importMaximum else {
            throw Problem.invalid("customer.import", "Bring in at most 1,000 customers at once.")
        }
        let customers = try request.customers.map { customer in
            guard (1...100).contains(customer.id.utf8.count) else {
                throw Problem.invalid("customer.import", "Every customer has an id of 1 to 100 bytes.")
            }
            return try customer.checked()
        }
        return try await work(context) { desk in
            var result = BroughtIn(added: 0, known: 0)
            for customer in customers {
                if try desk.reader.survivor(of: customer.id) != nil {
                    result.known += 1
                    continue
                }
                try desk.insert(customer, replayed: true)
                result.added += 1
            }
            return result
        }
    }
}
