internal import Base
internal import Contracts
internal import Store

extension Reader {
    func fieldSources() throws -> FieldSources {
        try first("SELECT body FROM settings WHERE name = 'field sources'")?.decode(FieldSources.self, "body")
            ?? FieldSources()
    }

    /// Where two systems say different things; those that agree by now are left out, a page may be short.
    func conflicts(_ request: PageRequest) throws -> Page<SyncConflict> {
        let owners = try fieldSources().owners
        let found: Page<SyncConflict> = try page(
            "SELECT * FROM sync_conflicts WHERE 1 = 1", newestBy: "at", after: request.after, limit: request.limit
        ) { try conflict($0, owners) }
        return Page(items: found.items.filter { $0.ours != $0.theirs }, after: found.after)
    }

    fileprivate func conflict(_ row: Row, _ owners: [CustomerField: String]) throws -> SyncConflict {
        let customer = try CustomerReader(self).known(row.string("customer"))
        guard let field = CustomerField(rawValue: try row.string("field")) else {
            throw Problem.fault("conflict.field", "A conflict is about a field that is not there.")
        }
        return SyncConflict(
            id: try row.string("id"), customer: customer.id, name: customer.name, field: field,
            ours: Profile(customer)[field], theirs: try row.json("theirs"), source: try row.string("source"),
            owner: owners[field] ?? "", at: try row.instant("at"))
    }

    /// What happened to customers since a cursor, in the order of the journal.
    func changes(_ request: ListChanges) throws -> CustomerChanges {
        let after = try request.after.map { try PageCursor(parsing: $0, count: 1).int(0) } ?? 0
        let page = try feed(after: after, limit: min(max(1, request.limit ?? 50), 100))
        let prefix = "customer/"
        let items = page.events.filter { $0.subject.hasPrefix(prefix) }.map { event in
            CustomerChanges.Entry(
                id: event.id, type: event.type, customer: String(event.subject.dropFirst(prefix.count)),
                at: event.time, by: event.actor, data: event.data)
        }
        let isMore = try page.last < journalEnd()
        return CustomerChanges(items: items, after: PageCursor(.int(page.last)).text, more: isMore)
    }
}

extension FieldSources {
    /// The system that decides each field.
    var owners: [CustomerField: String] {
        Dictionary(fields.map { ($0.field, $0.source) }, uniquingKeysWith: { first, _ in first })
    }

    /// Throws 422 `sources.invalid`.
    func checked() throws -> FieldSources {
        var clean = self
        clean.fields = fields.map { .init(field: $0.field, source: $0.source.trimmingWhitespace()) }
        guard Set(fields.map(\.field)).count == fields.count,
            clean.fields.allSatisfy({ (1...60).contains($0.source.count) })
        else { throw Problem.invalid("sources.invalid", "Each field stands there once, with a system's name.") }
        return clean
    }
}

extension SyncCustomer {
    fileprivate func update(of customer: String, without owned: Set<CustomerField>) -> UpdateCustomer {
        func free<Value>(_ field: CustomerField, _ value: Value?) -> Value? { owned.contains(field) ? nil : value }
        return UpdateCustomer(
            id: customer, name: free(.name, name), tier: free(.tier, tier), addTags: addTags, removeTags: removeTags,
            company: free(.company, company), language: free(.language, language), note: free(.note, note))
    }
}

extension UpdateCustomer {
    /// The fields that it writes.
    var fields: [CustomerField] {
        var fields: [CustomerField] = []
        if name != nil { fields.append(.name) }
        if tier != nil { fields.append(.tier) }
        if company != nil { fields.append(.company) }
        if language != nil { fields.append(.language) }
        if note != nil { fields.append(.note) }
        if organisation != nil { fields.append(.organisation) }
        if sharesTickets != nil { fields.append(.sharesTickets) }
        return fields
    }
}

extension CustomerDesk {
    func save(_ sources: FieldSources) throws -> FieldSources {
        let current = try tx.fieldSources()
        guard sources.version == current.version else {
            throw Problem.stale("sources", expected: sources.version, actual: current.version)
        }
        var next = try sources.checked()
        next.version += 1
        try tx.keep("field sources", next.version, try JSON(encoding: next))
        return next
    }

    /// People and rules leave to another system what it decides; throws 409 `customer.owned`.
    func refuseOwned(_ update: UpdateCustomer) throws {
        let owners = try tx.fieldSources().owners
        guard !owners.isEmpty else { return }
        let before = Profile(try reader.known(update.id))
        let after = Profile(try reader.known(update.id).applying(update).customer)
        for field in update.fields where before[field] != after[field] {
            guard let owner = owners[field] else { continue }
            throw Problem.conflict("customer.owned", "\(owner) decides the field \(field.rawValue): change it there.")
        }
    }

    /// What a system says: its own fields and those that nobody decides are written, others become conflicts. What is
    /// there already changes nothing, so two systems that repeat each other come to rest.
    func sync(_ request: SyncCustomer) throws -> Synced {
        let source = request.source.trimmingWhitespace()
        guard (1...60).contains(source.count) else {
            throw Problem.invalid("sync.source", "Say which system, in 1 to 60 characters.")
        }
        let record = try standing(named(request))
        let before = try reader.customer(record)
        let said = request.update(of: record.id, without: [])
        let wished = Profile(try before.applying(said).customer)
        let mine = Profile(before)
        let owners = try tx.fieldSources().owners
        var (refused, owned): ([CustomerField], Set<CustomerField>) = ([], [])
        for field in said.fields {
            let isOwned = owners[field].map { $0 != source } ?? false
            if isOwned { owned.insert(field) }
            guard isOwned, wished[field] != mine[field] else {
                try settle(record.id, field, source)
                continue
            }
            refused.append(field)
            try note(record.id, field, source, wished[field])
        }
        var desk = self
        desk.source = source
        let after = try desk.update(request.update(of: record.id, without: owned))
        let changed = Customer.changes(from: before, to: after).compactMap { CustomerField(rawValue: $0.field) }
        return Synced(customer: after, changed: changed, refused: refused)
    }

    /// A customer's id, or of whoever has an address; an address that nobody has makes a customer.
    private func named(_ request: SyncCustomer) throws -> String {
        let name = request.customer
        guard let colon = name.firstIndex(of: ":"), let kind = Identity.Kind(rawValue: String(name[..<colon])) else {
            return name
        }
        let identity = Identity(
            kind: kind, value: String(name[name.index(after: colon)...]), source: String(request.source.prefix(60)))
        let normal = try tx.identityRules().normalised(identity)
        if let holder = try reader.holder(of: normal.key) { return holder }
        return try resolve(IdentifyCustomer(identity: normal, name: request.name)).customer.id
    }

    /// One conflict for each customer, field and system: the newest.
    private func note(_ customer: String, _ field: CustomerField, _ source: String, _ theirs: JSON) throws {
        try tx.execute(
            """
            INSERT INTO sync_conflicts (id, customer, field, source, at, theirs)
            VALUES (\(identifiers.next()), \(customer), \(field), \(source), \(now), \(theirs))
            ON CONFLICT (customer, field, source) DO UPDATE SET at = excluded.at, theirs = excluded.theirs
            """)
    }

    /// The two agree, or may both write.
    private func settle(_ customer: String, _ field: CustomerField, _ source: String) throws {
        try tx.execute(
            """
            DELETE FROM sync_conflicts WHERE customer = \(customer) AND field = \(field) AND source = \(source)
            """)
    }

    func resolve(_ request: ResolveConflict) throws -> Customer {
        guard let row = try tx.first("SELECT * FROM sync_conflicts WHERE id = \(request.id)") else {
            throw Problem.notFound("conflict", String(request.id.prefix(100)))
        }
        let conflict = try tx.conflict(row, tx.fieldSources().owners)
        try tx.execute("DELETE FROM sync_conflicts WHERE id = \(conflict.id)")
        guard request.take == .theirs else { return try reader.known(conflict.customer) }
        var update = UpdateCustomer(id: conflict.customer)
        let text = conflict.theirs.string ?? ""
        switch conflict.field {
        case .name: update.name = text
        case .tier: update.tier = Tier(rawValue: text)
        case .company: update.company = text
        case .language: update.language = text
        case .note: update.note = text
        case .organisation, .sharesTickets: break
        }
        return try self.update(update)
    }
}
