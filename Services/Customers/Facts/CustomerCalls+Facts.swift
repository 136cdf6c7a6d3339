internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

extension CustomerCalls {
    /// What answers the calls about facts.
    func answerFacts(on service: Service) {
        service.answer(CustomersAPI.factTypes) { _, _ in Page(items: try await store.read { try $0.factTypes() }) }
        service.answer(CustomersAPI.saveFactType) { type, context in try await work(context) { try $0.save(type) } }
        service.answer(CustomersAPI.removeFactType) { request, context in
            try await work(context) { desk in
                try desk.refuseInUse(factType: request.id)
                let gone = try desk.tx.removeFactType(request.id)
                try desk.stamp()
                return gone
            }
        }
        service.answer(CustomersAPI.recordFact) { request, context in
            try await work(context) { try $0.record(request) }
        }
        service.answer(CustomersAPI.facts) { request, _ in try await store.read { try $0.facts(request) } }
        let importer = FactImporter(store: store, identifiers: identifiers, memo: memo)
        service.answer(CustomersAPI.startFactImport) { request, context in try await importer.start(request, context) }
        service.answer(CustomersAPI.factImport) { request, _ in try await store.read { try $0.factImport(request.id) } }
        service.answer(CustomersAPI.factImportErrors) { request, _ in
            try await store.read { db in
                _ = try db.factImport(request.id)
                return try db.importErrors(request)
            }
        }
        service.onTimer(FactImporter.timer, calling: { try await importer.run($0.reference) })
    }
}

extension Reader {
    /// Newest first, of the customer and everything joined into it.
    func facts(_ request: ListFacts) throws -> Page<Fact> {
        let reader = CustomerReader(self)
        guard let survivor = try reader.survivor(of: request.customer) else {
            throw Problem.notFound("customer", String(request.customer.prefix(100)))
        }
        var sql: SQL = "SELECT * FROM facts WHERE customer IN (\(list: try reader.family(of: survivor)))"
        if let type = request.type { sql += " AND type = \(type)" }
        if let after = request.after {
            let cursor = try PageCursor(parsing: after, count: 2)
            let (at, id) = (try cursor.int(0), try cursor.int(1))
            sql += " AND (occurred < \(at) OR (occurred = \(at) AND id < \(id)))"
        }
        let limit = min(max(1, request.limit ?? 50), 100)
        let rows = try rows(sql + " ORDER BY occurred DESC, id DESC LIMIT \(limit + 1)")
        let items = try rows.prefix(limit).map { try Fact($0, customer: survivor) }
        guard rows.count > limit, let last = rows.prefix(limit).last else { return Page(items: items) }
        let cursor = PageCursor(.int(try last.int64("occurred")), .int(try last.int64("id")))
        return Page(items: items, after: cursor.text)
    }

    func factImport(_ id: String) throws -> FactImport {
        guard let row = try first("SELECT body FROM fact_imports WHERE id = \(id)") else {
            throw Problem.notFound("import", String(id.prefix(100)))
        }
        return try row.decode(FactImport.self, "body")
    }

    /// The lines of a file, of whatever kind, that were not taken.
    func importErrors(_ request: ListImportErrors) throws -> Page<ImportError> {
        let limit = min(max(1, request.limit ?? 50), 100)
        let after = try request.after.map { try PageCursor(parsing: $0, count: 1).int(0) } ?? 0
        let rows = try rows(
            """
            SELECT line, code, detail FROM fact_import_errors WHERE import = \(request.id) AND line > \(after)
            ORDER BY line LIMIT \(limit + 1)
            """)
        let items = try rows.prefix(limit).map {
            ImportError(line: try $0.int("line"), code: try $0.string("code"), detail: try $0.string("detail"))
        }
        guard rows.count > limit, let last = items.last else { return Page(items: items) }
        return Page(items: items, after: PageCursor(.int(Int64(last.line))).text)
    }
}
