internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

extension TicketCalls {
    /// What answers the calls about views and search.
    func answerViews(on service: Service) {
        let store = store
        service.answer(TicketsAPI.search) { request, context in
            try await store.read { try $0.search(request, caller: context.caller) }
        }
        service.answer(TicketsAPI.views) { _, context in
            Page(items: try await store.read { try $0.views(for: context.caller) })
        }
        service.answer(TicketsAPI.view) { request, context in
            try await store.read { db in
                guard let view = try db.view(request.id, for: context.caller) else {
                    throw Problem.notFound("view", String(request.id.prefix(64)))
                }
                return view
            }
        }
        service.answer(TicketsAPI.saveView) { request, context in
            try await change(context) { try $0.save(request) }
        }
        service.answer(TicketsAPI.removeView) { request, context in
            try await change(context) { try $0.remove(request) }
        }
        service.answer(TicketsAPI.viewOrder) { _, context in
            try await store.read { try $0.viewOrder(of: context.caller) }
        }
        service.answer(TicketsAPI.orderViews) { request, context in
            try await change(context) { try $0.order(request) }
        }
        service.answer(TicketsAPI.viewFields) { _, _ in ViewFields.catalogue }
        service.answer(TicketsAPI.tryView) { request, context in
            try await store.read { try $0.attempt(request, caller: context.caller) }
        }
    }
}
