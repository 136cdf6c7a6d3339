internal import Contracts
internal import ServiceKit
internal import Store

extension TicketCalls {
    /// What answers the calls about merging and splitting.
    func answerMerging(on service: Service) {
        let (store, tools) = (store, tools)
        service.answer(TicketsAPI.merge) { request, context in try await change(context) { try $0.merge(request) } }
        service.answer(TicketsAPI.previewMerge) { request, context in
            let cause = Cause(caller: context.caller)
            return try await store.write { tx in try Desk.work(tx, tools, cause) { try $0.preview(request) } }
        }
        service.answer(TicketsAPI.merges) { request, _ in try await store.read { try $0.merges(of: request) } }
        service.answer(TicketsAPI.undoMerge) { request, context in
            try await change(context) { try $0.undoMerge(request) }
        }
        service.answer(TicketsAPI.split) { request, context in try await change(context) { try $0.split(request) } }
    }
}
