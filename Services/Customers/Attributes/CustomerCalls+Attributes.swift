internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

extension CustomerCalls {
    /// What answers the calls about the house's own fields (row 109).
    func answerAttributes(on service: Service) {
        service.answer(CustomersAPI.attributeFields) { _, _ in
            Page(items: try await store.read { try $0.attributeFields() })
        }
        service.answer(CustomersAPI.saveAttributeField) { field, context in
            try await work(context) { try $0.save(field) }
        }
        service.answer(CustomersAPI.removeAttributeField) { request, context in
            try await work(context) { try $0.removeAttributeField(request.id) }
        }
        service.answer(CustomersAPI.attributes) { request, _ in
            try await store.read { try $0.attributes(of: request.customer) }
        }
        service.answer(CustomersAPI.saveAttributes) { request, context in
            try await work(context) { try $0.save(request) }
        }
        service.answer(CustomersAPI.revealAttribute) { request, context in
            // Not kept for retries: a secret would lie there, and each look is one.
            let (identifiers, memo) = (identifiers, memo)
            return try await store.write { tx in
                try CustomerDesk(tx: tx, context: context, identifiers: identifiers, memo: memo).reveal(request)
            }
        }
    }
}
