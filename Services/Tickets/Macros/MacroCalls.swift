internal import Contracts
internal import ServiceKit
internal import Store

extension TicketCalls {
    /// What answers the calls about macros.
    func answerMacros(on service: Service) {
        let store = store
        service.answer(TicketsAPI.macros) { _, context in
            Page(items: try await store.read { try $0.macros(for: context.caller) })
        }
        service.answer(TicketsAPI.saveMacro) { request, context in
            try await change(context) { try $0.save(request) }
        }
        service.answer(TicketsAPI.removeMacro) { request, context in
            try await change(context) { try $0.removeMacro(request) }
        }
        service.answer(TicketsAPI.previewMacro) { request, context in
            try await store.read { try $0.preview(request, caller: context.caller) }
        }
        service.answer(TicketsAPI.useMacro) { request, context in
            try await change(context) { try $0.use(request) }
        }
    }
}
