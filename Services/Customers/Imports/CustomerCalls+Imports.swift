internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

extension CustomerCalls {
    /// What answers the calls about files of customers.
    func answerImports(on service: Service) {
        let importer = CustomerImporter(store: store, identifiers: identifiers, memo: memo)
        service.answer(CustomersAPI.startImport) { request, context in try await importer.start(request, context) }
        service.answer(CustomersAPI.lookAtImport) { request, _ in
            let (head, size) = try await importer.look(request.blob)
            return ImportLook(
                format: head.format, encoding: head.encoding,
                delimiter: String(decoding: [head.delimiter], as: UTF8.self), header: head.header,
                columns: head.columns, rows: head.rows, size: size)
        }
        service.answer(CustomersAPI.customerImports) { request, _ in
            try await store.read { try $0.customerImports(request) }
        }
        service.answer(CustomersAPI.customerImport) { request, _ in
            try await store.read { try $0.customerImport(request.id) }
        }
        service.answer(CustomersAPI.customerImportErrors) { request, _ in
            try await store.read { db in
                _ = try db.customerImport(request.id)
                return try db.importErrors(request)
            }
        }
        service.onTimer(CustomerImporter.timer, calling: { try await importer.run($0.reference) })
        let exporter = CustomerExporter(store: store, identifiers: identifiers)
        service.answer(CustomersAPI.startExport) { request, context in try await exporter.start(request, context) }
        service.answer(CustomersAPI.customerExport) { request, _ in
            try await store.read { try $0.customerExport(request.id) }
        }
        service.onTimer(CustomerExporter.timer, calling: { try await exporter.run($0.reference) })
    }
}

extension Reader {
    /// Newest first: ids are made in the order of time.
    func customerImports(_ request: PageRequest) throws -> Page<CustomerImport> {
        let limit = min(max(1, request.limit ?? 50), 100)
        var sql: SQL = "SELECT id, body FROM customer_imports WHERE 1 = 1"
        if let after = request.after { sql += " AND id < \(try PageCursor(parsing: after, count: 1).string(0))" }
        let rows = try rows(sql + " ORDER BY id DESC LIMIT \(limit + 1)")
        let items = try rows.prefix(limit).map { try $0.decode(CustomerImport.self, "body") }
        guard rows.count > limit, let last = items.last else { return Page(items: items) }
        return Page(items: items, after: PageCursor(.string(last.id)).text)
    }

    func customerImport(_ id: String) throws -> CustomerImport {
        guard let row = try first("SELECT body FROM customer_imports WHERE id = \(id)") else {
            throw Problem.notFound("import", String(id.prefix(100)))
        }
        return try row.decode(CustomerImport.self, "body")
    }
}
