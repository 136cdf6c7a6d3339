internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

extension CustomerCalls {
    /// What answers the calls about notes and files (row 109).
    func answerPapers(on service: Service) {
        service.answer(CustomersAPI.notes) { request, context in
            try await store.read { try $0.notes(request, for: context.caller) }
        }
        service.answer(CustomersAPI.addNote) { request, context in try await work(context) { try $0.add(request) } }
        service.answer(CustomersAPI.editNote) { request, context in try await work(context) { try $0.edit(request) } }
        service.answer(CustomersAPI.removeNote) { request, context in
            try await work(context) { try $0.removeNote(request) }
        }
        service.answer(CustomersAPI.files) { request, _ in try await store.read { try $0.files(request) } }
        service.answer(CustomersAPI.file) { request, _ in try await store.read { try $0.file(request.id) } }
        service.answer(CustomersAPI.addFile) { request, context in try await addFile(request, context) }
        service.answer(CustomersAPI.removeFile) { request, context in try await removeFile(request, context) }
    }

    func addFile(_ request: AddCustomerFile, _ context: CallContext) async throws -> CustomerFile {
        guard let size = try? await store.blobs.size(request.blob), size > 0 else {
            throw Problem.invalid("file.invalid", "There is no such file, or it is empty.")
        }
        return try await work(context) { try $0.add(request, size: size) }
    }

    /// The bytes go after the commit that takes the file away.
    func removeFile(_ request: ByID, _ context: CallContext) async throws -> Empty {
        let (identifiers, memo) = (identifiers, memo)
        let blob = try await store.write { tx in
            try CustomerDesk(tx: tx, context: context, identifiers: identifiers, memo: memo).removeFile(request.id)
        }
        if let blob { try? await store.blobs.remove(blob) }
        return Empty()
    }
}
