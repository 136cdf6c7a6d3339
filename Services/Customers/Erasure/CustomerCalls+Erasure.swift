internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

extension CustomerCalls {
    private static let exportMaximum = 10_000

    /// What answers the calls about everything known of one person.
    func answerErasure(on service: Service) {
        service.answer(CustomersAPI.erase) { request, context in try await erase(request, context) }
        service.answer(CustomersAPI.export) { request, context in try await export(request, context) }
    }

    /// Files go after the commit, and what lay in the store's log goes at last: an erasure that was interrupted there
    /// is asked for again.
    func erase(_ request: EraseCustomer, _ context: CallContext) async throws -> Erasure {
        let (identifiers, memo) = (identifiers, memo)
        let forgotten = try await store.write { tx in
            try CustomerDesk(tx: tx, context: context, identifiers: identifiers, memo: memo).erase(request)
        }
        for blob in forgotten.blobs { try? await store.blobs.remove(blob) }
        try await store.forgetOverwritten()
        return forgotten.erasure
    }

    /// Everything in one file of JSON, at most 10,000 of each kind.
    func export(_ request: ByID, _ context: CallContext) async throws -> PersonExport {
        let (id, document) = try await store.read { db in
            let customer = try CustomerReader(db).known(request.id)
            return (customer.id, try everything(of: customer, db))
        }
        let bytes = Array(document.text.utf8)
        let blob = try await store.blobs.put(bytes)
        let before = try await store.write { tx in
            let before = try tx.first("SELECT blob FROM exports WHERE customer = \(id)")?.string("blob")
            try tx.execute(
                """
                INSERT INTO exports (customer, blob, at) VALUES (\(id), \(blob), \(tx.now))
                ON CONFLICT (customer) DO UPDATE SET blob = excluded.blob, at = excluded.at
                """)
            return before
        }
        if let before, before != blob { try? await store.blobs.remove(before) }
        return PersonExport(customer: id, blob: blob, size: bytes.count)
    }

    private func everything(of customer: Customer, _ db: Reader) throws -> JSON {
        let groups = try memo.groups(in: db)
        func all<Item: Codable & Hashable & Sendable>(_ page: (String?) throws -> Page<Item>) throws -> JSON {
            var (items, after) = ([Item](), String?.none)
            repeat {
                let next = try page(after)
                (items, after) = (items + next.items, next.after)
            } while after != nil && items.count < CustomerCalls.exportMaximum
            return try JSON(encoding: items)
        }
        return [
            "customer": try JSON(encoding: customer),
            "timeline": try all {
                try db.story(ListTimeline(customer: customer.id, limit: 100, after: $0), groups.types)
            },
            "facts": try all { try db.facts(ListFacts(customer: customer.id, limit: 100, after: $0)) },
            "coupons": try all { try db.coupons(ListCoupons(customer: customer.id, limit: 100, after: $0)) },
            "notes": try all {
                try db.notes(ListOfCustomer(customer: customer.id, limit: 100, after: $0), for: .system)
            },
            "files": try all { try db.files(ListOfCustomer(customer: customer.id, limit: 100, after: $0)) },
            "attributes": try JSON(
                encoding: db.attributeValues(of: CustomerReader(db).family(of: customer.id)).values
                    .sorted { $0.field < $1.field }),
            "preferences": try JSON(encoding: db.preferences(of: customer.id)),
            "standing": try JSON(encoding: db.standing(AskStanding(customer: customer.id), groups)),
            "history": try JSON(encoding: db.events(subject: "customer/\(customer.id)", limit: 1_000)),
        ]
    }
}
