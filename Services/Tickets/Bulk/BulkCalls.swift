internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

extension TicketCalls {
    /// What was tried, carried out of the transaction that is taken back.
    private struct Tried: Error {
        var preview: BulkPreview
    }

    /// What answers the calls about changes of many tickets.
    func answerBulk(on service: Service, _ tools: DeskTools) {
        let store = store
        service.answer(TicketsAPI.previewBulk) { request, context in
            let cause = Cause(caller: context.caller)
            do {
                try await store.write { tx in
                    throw Tried(preview: try Desk.work(tx, tools, cause) { try $0.preview(request) })
                }
            } catch let tried as Tried {
                return tried.preview
            }
            throw Problem.fault("bulk.preview", "A trial was kept.")
        }
        service.answer(TicketsAPI.startBulk) { request, context in
            try await change(context) { try $0.begin(request) }
        }
        service.answer(TicketsAPI.bulk) { request, _ in try await store.read { try $0.bulk(request.id) } }
        service.answer(TicketsAPI.undoBulk) { request, context in
            try await change(context) { try $0.undo(request) }
        }
        service.onTimer(Desk.bulkTimer) { timer, tx in try Desk.goOn(tx, tools, bulk: timer.reference) }
    }
}
