internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

/// The work on customers within one transaction: loads, lets the pure part decide, saves rows, journal and timeline
/// together.
struct CustomerDesk {
    let tx: Transaction
    let context: CallContext
    let identifiers: Identifiers
    let memo: GroupMemo
    /// True for history brought in later: nobody acts on what is told of it.
    var replayed: Bool?
    /// The other system whose words these are.
    var source: String?

    var now: Instant { tx.now }
    var reader: CustomerReader { CustomerReader(tx) }
    var writer: CustomerWriter { CustomerWriter(tx: tx) }

    /// The record that stands for an id now; 404 when there is none.
    func standing(_ id: String) throws -> CustomerRecord {
        guard let id = try reader.survivor(of: id), let record = try reader.record(id) else {
            throw Problem.notFound("customer", String(id.prefix(100)))
        }
        return record
    }

    /// A new record with its addresses; 409 when somebody else has one of them.
    @discardableResult
    func insert(_ customer: Customer, replayed: Bool? = nil) throws -> Customer {
        let record = CustomerRecord(customer)
        try tx.execute(
            """
            INSERT INTO customers (id, name, tier, tags, created_at, updated_at, version)
            VALUES (\(record.id), '', '', '[]', \(record.createdAt), \(record.updatedAt), 0)
            """)
        for identity in customer.identities { try writer.add(identity, to: record.id, at: customer.createdAt) }
        try writer.save(record)
        let shown = try reader.known(record.id)
        let draft = try context.event(
            CustomersAPI.created, subject: "customer/\(record.id)", data: CustomerEvent(customer: shown),
            time: record.createdAt, replayed: replayed ?? self.replayed)
        try TimelineWriter(tx: tx).add(
            try tx.append(draft), to: record.id, kind: "created", summary: record.profile.name)
        try refreshSoon([record.id])
        return shown
    }

    /// Changes fields of the customer behind an id; the same values change nothing.
    func update(_ request: UpdateCustomer) throws -> Customer {
        var record = try standing(request.id)
        let before = try reader.customer(record)
        let (after, changes) = try before.applying(request)
        guard !changes.isEmpty else { return before }
        if let organisation = after.organisation, organisation != before.organisation {
            guard try tx.first("SELECT 1 AS one FROM organisations WHERE id = \(organisation)") != nil else {
                throw Problem.invalid("customer.organisation", "There is no such organisation.")
            }
        }
        try checkTags(after.tags, before: before.tags)
        record.write(changes, now: now)
        try writer.save(record)
        try refresh([record.id])
        return try tell(record.id, changes)
    }

    /// Changes the addresses of the customer behind an id.
    func changeIdentities(of id: String, _ change: (CustomerRecord) throws -> Void) throws -> Customer {
        var record = try standing(id)
        let before = try reader.customer(record)
        try change(record)
        let identities = try reader.customer(record).identities
        guard identities != before.identities else { return before }
        record.write([], now: now)
        try writer.save(record)
        return try tell(
            record.id,
            [
                Change(
                    field: "identities", before: try JSON(encoding: before.identities),
                    after: try JSON(encoding: identities))
            ])
    }

    /// Journals a change; returns the customer as it is now.
    @discardableResult
    func tell(_ id: String, _ changes: [Change]) throws -> Customer {
        let customer = try reader.known(id)
        let data = CustomerEvent(customer: customer, changes: changes, source: source)
        try tx.append(context.event(CustomersAPI.changed, subject: "customer/\(id)", data: data, replayed: replayed))
        return customer
    }
}
