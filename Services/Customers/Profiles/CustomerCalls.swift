internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

/// Answers the calls about customers and their addresses.
struct CustomerCalls: Sendable {
    let store: Store
    let time: any TimeSource
    let identifiers: Identifiers

    /// Records in one import call.
    static let importMaximum = 1_000

    /// One match: that customer. None: a new one. Different strong identities never meet here (row 100).
    func identify(_ request: IdentifyCustomer, _ context: CallContext) async throws -> Customer {
        let identity = try request.identity.normalised()
        let now = time.now()
        let id = identifiers.next()
        return try await context.write { tx in
            if let known = try CustomerReader(tx).customer(with: identity) {
                return try self.learnName(request.name, of: known, identity, now, tx, context)
            }
            let name = request.name.map { $0.trimmingWhitespace() }.flatMap { $0.isEmpty ? nil : $0 }
            let customer = Customer(
                id: id, name: String((name ?? identity.value).prefix(Customer.nameMaximum)), identities: [identity],
                language: request.language, createdAt: now, updatedAt: now, lastContactAt: now)
            try self.insert(customer, now, tx, context)
            return customer
        }
    }

    func get(_ request: ByID, _ context: CallContext) async throws -> Customer {
        try await store.read { db in
            guard let customer = try CustomerReader(db).customer(request.id) else {
                throw Problem.notFound("customer", request.id)
            }
            return customer
        }
    }

    func list(_ request: ListCustomers, _ context: CallContext) async throws -> Page<Customer> {
        try await store.read { try CustomerReader($0).list(request) }
    }

    func create(_ request: CreateCustomer, _ context: CallContext) async throws -> Customer {
        let now = time.now()
        let customer = try Customer(
            id: identifiers.next(), name: request.name, tier: request.tier ?? .standard, tags: request.tags ?? [],
            identities: request.identities ?? [], company: request.company, language: request.language,
            note: request.note, createdAt: now, updatedAt: now
        ).checked()
        return try await context.write { tx in
            try self.insert(customer, now, tx, context)
            return customer
        }
    }

    func update(_ request: UpdateCustomer, _ context: CallContext) async throws -> Customer {
        let now = time.now()
        return try await context.write { tx in
            let before = try self.existing(request.id, tx)
            var (after, changes) = try before.applying(request)
            guard !changes.isEmpty else { return before }
            after.version += 1
            after.updatedAt = now
            try CustomerWriter(tx: tx).save(after)
            try self.append(CustomersAPI.changed, after, changes, tx, context)
            return after
        }
    }

    func addIdentity(_ request: AddIdentity, _ context: CallContext) async throws -> Customer {
        let identity = try request.identity.normalised()
        let now = time.now()
        return try await context.write { tx in
            let before = try self.existing(request.customer, tx)
            guard !before.identities.contains(where: { $0.kind == identity.kind && $0.value == identity.value }) else {
                return before
            }
            var after = before
            try CustomerWriter(tx: tx).add(identity, to: before.id, at: now)
            after.identities.append(identity)
            after.version += 1
            after.updatedAt = now
            try CustomerWriter(tx: tx).save(after)
            let change = Change(
                field: "identities", before: try JSON(encoding: before.identities),
                after: try JSON(encoding: after.identities))
            try self.append(CustomersAPI.changed, after, [change], tx, context)
            return after
        }
    }

    /// The loser keeps its row and becomes an alias: whoever holds its id finds the survivor (row 101).
    func join(_ request: JoinCustomers, _ context: CallContext) async throws -> Customer {
        let now = time.now()
        return try await context.write { tx in
            let survivor = try self.existing(request.survivor, tx)
            let loser = try self.existing(request.loser, tx)
            guard survivor.id != loser.id else {
                throw Problem.conflict("customer.same", "These two are one customer already.")
            }
            try tx.execute("UPDATE customers SET survivor = \(survivor.id) WHERE id = \(loser.id)")
            try tx.execute("DELETE FROM customer_words WHERE customer = \(loser.id)")
            var joined = try self.existing(survivor.id, tx)
            joined.tags = try Customer.checked(tags: Array((survivor.tags + loser.tags).prefix(Customer.tagsMaximum)))
            joined.company = survivor.company ?? loser.company
            joined.language = survivor.language ?? loser.language
            joined.note = survivor.note ?? loser.note
            joined.lastContactAt = [joined.lastContactAt, loser.lastContactAt].compactMap(\.self).max()
            joined.tier = max(survivor.tier, loser.tier)
            joined.version += 1
            joined.updatedAt = now
            try CustomerWriter(tx: tx).save(joined)
            let event = CustomerEvent(customer: joined, loser: loser.id)
            let draft = try context.event(CustomersAPI.joined, subject: "customer/\(joined.id)", data: event)
            try TimelineWriter(tx: tx).add(try tx.append(draft), to: joined.id, kind: "joined", summary: loser.name)
            return joined
        }
    }

    func bringIn(_ request: BringInCustomers, _ context: CallContext) async throws -> BroughtIn {
        guard request.customers.count <= CustomerCalls.importMaximum else {
            throw Problem.invalid("customer.import", "Bring in at most 1,000 customers at once.")
        }
        let now = time.now()
        let customers = try request.customers.map { customer in
            guard (1...100).contains(customer.id.utf8.count) else {
                throw Problem.invalid("customer.import", "Every customer has an id of 1 to 100 bytes.")
            }
            return try customer.checked()
        }
        return try await context.write { tx in
            var result = BroughtIn(added: 0, known: 0)
            for customer in customers {
                if try CustomerReader(tx).survivor(of: customer.id) != nil {
                    result.known += 1
                    continue
                }
                try self.insert(customer, now, tx, context, replayed: true)
                result.added += 1
            }
            return result
        }
    }

    // MARK: - Inside a transaction

    private func existing(_ id: String, _ tx: Transaction) throws -> Customer {
        guard let customer = try CustomerReader(tx).customer(id) else { throw Problem.notFound("customer", id) }
        return customer
    }

    private func insert(
        _ customer: Customer, _ now: Instant, _ tx: Transaction, _ context: CallContext, replayed: Bool? = nil
    ) throws {
        let writer = CustomerWriter(tx: tx)
        try writer.save(customer)
        for identity in customer.identities { try writer.add(identity, to: customer.id, at: customer.createdAt) }
        let draft = try context.event(
            CustomersAPI.created, subject: "customer/\(customer.id)", data: CustomerEvent(customer: customer),
            time: customer.createdAt, replayed: replayed)
        try TimelineWriter(tx: tx).add(try tx.append(draft), to: customer.id, kind: "created", summary: customer.name)
    }

    /// A customer first known by an address gets the name that comes with a later message.
    private func learnName(
        _ name: String?, of known: Customer, _ identity: Identity, _ now: Instant, _ tx: Transaction,
        _ context: CallContext
    ) throws -> Customer {
        guard known.name == identity.value, let name = name?.trimmingWhitespace(), !name.isEmpty,
            name != known.name
        else { return known }
        let update = UpdateCustomer(id: known.id, name: String(name.prefix(Customer.nameMaximum)))
        var (after, changes) = try known.applying(update)
        after.version += 1
        after.updatedAt = now
        try CustomerWriter(tx: tx).save(after)
        try append(CustomersAPI.changed, after, changes, tx, context)
        return after
    }

    private func append(
        _ type: EventType<CustomerEvent>, _ customer: Customer, _ changes: [Change], _ tx: Transaction,
        _ context: CallContext
    ) throws {
        let data = CustomerEvent(customer: customer, changes: changes)
        _ = try tx.append(context.event(type, subject: "customer/\(customer.id)", data: data))
    }
}
