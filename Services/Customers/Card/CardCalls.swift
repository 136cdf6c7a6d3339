internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

/// Puts the card of a customer together: what this service knows in one read, and the newest tickets from who owns
/// them, beside it and with little patience.
struct CardCalls: Sendable {
    private static let patience = Instant.Span.milliseconds(400)
    private static let recent = 5

    let store: Store
    let caller: BusCaller
    let memo: GroupMemo

    private struct Known: Sendable {
        var customer: Customer
        var value: CustomerCard.Value
        var activity: CustomerCard.Activity
        /// When the tickets feed was last heard.
        var heardAt: Instant
        var now: Instant
    }

    func card(_ request: ByID, _ context: CallContext) async throws -> CustomerCard {
        // Who sees only some tickets sees only those here.
        let isAgent = context.caller.kind == .agent
        async let asked = tickets(of: request.id, as: isAgent ? context.caller : .service(CustomersAPI.service))
        let known = try await store.read { try read(request.id, $0) }
        let recent = await asked
        let customer = known.customer
        let origin = CustomerCard.Origin(
            source: TicketsAPI.service, asOf: recent == nil ? known.heardAt : known.now,
            state: recent == nil ? .stale : .fresh)
        return CustomerCard(
            identity: .init(origin: .init(source: CustomersAPI.service, asOf: customer.updatedAt), customer: customer),
            value: known.value,
            relationship: .init(
                origin: origin, openTickets: customer.openTickets, tickets: customer.ticketCount,
                lastRating: customer.lastRating, recent: recent ?? []),
            activity: known.activity)
    }

    /// Nil when the tickets service does not answer; none for who may see none.
    private func tickets(of id: String, as who: Caller) async -> [Ticket]? {
        guard let survivor = try? await store.read({ try CustomerReader($0).survivor(of: id) }) else { return [] }
        let request = ListTickets(view: TicketView.all.rawValue, requester: survivor, limit: CardCalls.recent)
        let options = CallOptions(timeout: CardCalls.patience, asksOnly: true)
        do {
            return try await caller.call(TicketsAPI.list, request, as: who, options).items
        } catch {
            return Problem(any: error).status == 403 ? [] : nil
        }
    }

    private func read(_ id: String, _ db: Reader) throws -> Known {
        let customer = try CustomerReader(db).known(id)
        let family = try CustomerReader(db).family(of: customer.id)
        let groups = try memo.groups(in: db)
        let kinds = groups.types.filter { $0.role == .purchase }.map(\.id)
        let sums = try db.first(
            """
            SELECT COUNT(*) AS n, COALESCE(SUM(amount), 0) AS spent, MAX(occurred) AS last FROM facts
            WHERE customer IN (\(list: family)) AND type IN (\(list: kinds))
            """)
        let received = try db.first(
            "SELECT MAX(received) AS last FROM facts WHERE customer IN (\(list: family))")?.optionalInstant("last")
        let standing = try db.standing(AskStanding(customer: customer.id), groups)
        let story = try db.story(ListTimeline(customer: customer.id, limit: CardCalls.recent), groups.types)
        let coupons = try db.coupons(ListCoupons(customer: customer.id, state: .issued, limit: CardCalls.recent)).items
        let heard = try db.first("SELECT MAX(received_at) AS last FROM timeline WHERE source = '/moat/tickets'")
        return Known(
            customer: customer,
            value: .init(
                origin: .init(source: "facts", asOf: received ?? customer.createdAt),
                purchases: try sums?.int("n") ?? 0, spent: try sums?.double("spent") ?? 0,
                lastPurchaseAt: try sums?.optionalInstant("last"), rfm: standing.rfm,
                coupons: coupons.isEmpty ? nil : coupons),
            activity: .init(
                origin: .init(source: CustomersAPI.service, asOf: db.now), lastContactAt: customer.lastContactAt,
                standing: standing, recent: story.items),
            heardAt: try heard?.optionalInstant("last") ?? customer.createdAt, now: db.now)
    }
}
