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

    init() async throws {
        let identifiers = Identifiers.uuidV7(time: time, randomness: .seeded(1))
        store = try await TestStore.open(
            service: "customers", migrations: Schema.migrations, time: time, identifiers: identifiers)
        calls = CustomerCalls(store: store, identifiers: identifiers)
        timeline = TimelineCalls(store: store, time: time)
    }

    func context(key: String? = nil) -> CallContext {
        CallContext(caller: .service("channels"), idempotencyKey: key, fingerprint: "f", store: store)
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
