internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

extension CustomerCalls {
    /// What answers the calls about files of customers.
    func answerImports(on service: Service) {
        let importer = CustomerImporter(store: store, identifiers: identifiers, memo: memo)
        service.answer(CustomersAPI.startImport) { request, context in try await importer.start(request, context) }
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
    }
}

extension Reader {
    func customerImport(_ id: String) throws -> CustomerImport {
        guard let row = try first("SELECT body FROM customer_imports WHERE id = \(id)") else {
            throw Problem.notFound("import", String(id.prefix(100)))
        }
        return try row.decode(CustomerImport.self, "body")
    }
}
