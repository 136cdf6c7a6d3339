import Base
import Contracts
import ServiceKit
import Store
import TestSupport

@testable import Customers

/// The customers service without its bus: the real store and calls.
struct House: Sendable {
    let time = ManualTime()
    let store: Store
    let calls: CustomerCalls
    let timeline: TimelineCalls

    /// In memory, in PostgreSQL where the tests are told so, or at a place.
    init(url: String? = nil) async throws {
        let identifiers = Identifiers.uuidV7(time: time, randomness: .seeded(1))
        let place = if let url { url } else { try await TestStore.url() }
        store = try await Store.open(
            place, service: "customers", migrations: Schema.migrations, time: time, identifiers: identifiers)
        calls = CustomerCalls(store: store, identifiers: identifiers)
        timeline = TimelineCalls(store: store, time: time, identifiers: identifiers, memo: calls.memo)
    }

    func context(key: String? = nil) -> CallContext {
        CallContext(caller: .service("channels"), idempotencyKey: key, fingerprint: "f", store: store)
    }

    /// The desk in a transaction, as the service itself.
    func desk(_ tx: Transaction) -> CustomerDesk {
        CustomerDesk(tx: tx, context: context(), identifiers: calls.identifiers, memo: calls.memo)
    }

    /// Works at the desk.
    @discardableResult
    func work<Reply: Codable & Sendable>(_ body: @escaping @Sendable (CustomerDesk) throws -> Reply) async throws
        -> Reply
    {
        try await calls.work(context(), body)
    }

    @discardableResult
    func identify(
        _ kind: Identity.Kind, _ value: String, name: String? = nil, key: String? = nil
    ) async throws -> Customer {
        let request = IdentifyCustomer(identity: Identity(kind: kind, value: value), name: name)
        return try await calls.identify(request, context(key: key))
    }

    func create(_ request: CreateCustomer) async throws -> Customer { try await calls.create(request, context()) }
    func get(_ id: String) async throws -> Customer { try await calls.get(ByID(id: id), context()) }

    func update(_ request: UpdateCustomer) async throws -> Customer { try await calls.update(request, context()) }

    func join(_ survivor: String, _ loser: String, take: [CustomerField]? = nil) async throws -> Customer {
        try await calls.join(JoinCustomers(survivor: survivor, loser: loser, take: take), context())
    }

    var importer: FactImporter {
        FactImporter(store: store, identifiers: calls.identifiers, memo: calls.memo)
    }

    var files: CustomerImporter {
        CustomerImporter(store: store, identifiers: calls.identifiers, memo: calls.memo)
    }

    var exporter: CustomerExporter { CustomerExporter(store: store, identifiers: calls.identifiers) }

    var ranking: Ranking { Ranking(store: store, identifiers: calls.identifiers, memo: calls.memo) }

    /// Does what timers would do by now, until nothing is left to do.
    func settle() async throws {
        var isBusy = true
        while isBusy {
            isBusy = try await work { desk in
                try desk.goOnLookingThrough()
                try desk.refreshDue()
                let due = try desk.tx.first("SELECT 1 AS one FROM refreshes WHERE due <= \(desk.now) LIMIT 1")
                return try due != nil || desk.tx.setting("look through") != nil
            }
        }
    }

    func members(_ segment: String, at: Instant? = nil) async throws -> [String] {
        let request = ListSegmentMembers(segment: segment, at: at, limit: 100)
        return try await store.read { try $0.members(request) }.items.map(\.customer.id)
    }

    func standing(_ customer: String, at: Instant? = nil) async throws -> Standing {
        try await store.read { try $0.standing(AskStanding(customer: customer, at: at), calls.memo.groups(in: $0)) }
    }

    /// How many events of a type were told.
    func told(_ type: String) async throws -> Int {
        try await store.feed(after: 0, limit: 1_000).events.count { $0.type == "moat.customers.\(type)" }
    }

    /// The joinings there are, oldest first.
    func merges() async throws -> [String] {
        try await store.read { db in try db.rows("SELECT id FROM merges ORDER BY at, id").map { try $0.string("id") } }
    }

    func undo(_ merge: String) async throws -> Separation {
        try await calls.undoJoin(ByID(id: merge), context())
    }

    func search(_ words: String) async throws -> [String] {
        try await calls.list(ListCustomers(search: words), context()).items.map(\.name)
    }

    func story(_ customer: String) async throws -> [String] {
        try await timeline.list(ListTimeline(customer: customer), context()).items.map { "\($0.kind) \($0.summary)" }
    }

    /// An event of the tickets feed takes effect.
    func hear(_ event: Event) async throws { try await store.write { try timeline.apply(event, $0) } }

    func events() async throws -> [String] {
        try await store.feed(after: 0, limit: 100).events.map { String($0.type.dropFirst("moat.customers.".count)) }
            .filter { $0 != "tagged" }
    }

    /// The status of the problem that the work ends with; 200 when it does not.
    static func status(_ work: () async throws -> Void) async -> Int {
        await problem(work)?.status ?? 200
    }

    /// The problem that the work ends with.
    static func problem(_ work: () async throws -> Void) async -> Problem? {
        do {
            try await work()
            return nil
        } catch {
            return Problem(any: error)
        }
    }
}
