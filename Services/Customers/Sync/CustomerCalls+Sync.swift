internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

extension CustomerCalls {
    /// What answers the calls of other systems that keep customers, too (row 112).
    func answerSync(on service: Service) {
        service.answer(CustomersAPI.fieldSources) { _, _ in try await store.read { try $0.fieldSources() } }
        service.answer(CustomersAPI.saveFieldSources) { sources, context in
            try await work(context) { try $0.save(sources) }
        }
        service.answer(CustomersAPI.sync) { request, context in try await work(context) { try $0.sync(request) } }
        service.answer(CustomersAPI.conflicts) { request, _ in try await store.read { try $0.conflicts(request) } }
        service.answer(CustomersAPI.resolveConflict) { request, context in
            try await work(context) { try $0.resolve(request) }
        }
        service.answer(CustomersAPI.changes) { request, _ in try await store.read { try $0.changes(request) } }
    }
}
