internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

extension CustomerCalls {
    /// What was tried, carried out of the transaction that is taken back.
    private struct Tried: Error {
        var preview: MergePreview
    }

    /// What answers the calls about joining customers.
    func answerMerges(on service: Service) {
        service.answer(CustomersAPI.join) { request, context in try await join(request, context) }
        service.answer(CustomersAPI.previewJoin) { request, context in try await previewJoin(request, context) }
        service.answer(CustomersAPI.undoJoin) { request, context in try await undoJoin(request, context) }
        service.answer(CustomersAPI.merges) { request, _ in try await store.read { try merges(request, $0) } }
        service.answer(CustomersAPI.duplicates) { request, _ in try await store.read { try duplicates(request, $0) } }
        service.answer(CustomersAPI.dismissDuplicate) { request, context in
            try await work(context) { desk in
                let changed = try desk.tx.execute("UPDATE duplicates SET dismissed = 1 WHERE id = \(request.id)")
                guard changed == 1 else { throw Problem.notFound("duplicate", String(request.id.prefix(100))) }
                return Empty()
            }
        }
    }

    func join(_ request: JoinCustomers, _ context: CallContext) async throws -> Customer {
        try await work(context) { try $0.join(request) }
    }

    func previewJoin(_ request: JoinCustomers, _ context: CallContext) async throws -> MergePreview {
        let (identifiers, memo) = (identifiers, memo)
        do {
            try await store.write { tx in
                let desk = CustomerDesk(tx: tx, context: context, identifiers: identifiers, memo: memo)
                throw Tried(preview: try desk.preview(request))
            }
        } catch let tried as Tried {
            return tried.preview
        }
        throw Problem.fault("merge.preview", "A trial was kept.")
    }

    func undoJoin(_ request: ByID, _ context: CallContext) async throws -> Separation {
        try await work(context) { try $0.undo(request) }
    }

    private func merges(_ request: ListMerges, _ db: Reader) throws -> Page<CustomerMerge> {
        let reader = CustomerReader(db)
        guard let survivor = try reader.survivor(of: request.customer) else {
            throw Problem.notFound("customer", String(request.customer.prefix(100)))
        }
        let family = try reader.family(of: survivor)
        let days = try db.identityRules().undoDays
        return try db.page(
            "SELECT * FROM merges WHERE survivor IN (\(list: family))", newestBy: "at", after: request.after,
            limit: request.limit
        ) { try CustomerMerge($0, days: days) }
    }

    /// Pairs that have become one since are left out: a page may be short and still go on.
    private func duplicates(_ request: PageRequest, _ db: Reader) throws -> Page<Duplicate> {
        let reader = CustomerReader(db)
        let page: Page<Duplicate> = try db.page(
            "SELECT * FROM duplicates WHERE dismissed = 0", newestBy: "at", after: request.after, limit: request.limit
        ) { row in
            Duplicate(
                id: try row.string("id"), first: try reader.known(row.string("first")),
                second: try reader.known(row.string("second")),
                kind: Identity.Kind(rawValue: try row.string("kind")) ?? .other, at: try row.instant("at"))
        }
        return Page(items: page.items.filter { $0.first.id != $0.second.id }, after: page.after)
    }
}
