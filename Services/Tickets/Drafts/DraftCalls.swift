internal import Contracts
internal import ServiceKit
internal import Store

extension TicketCalls {
    /// What answers the calls about words before they are sent, and about tickets put aside.
    func answerDrafts(on service: Service) {
        let (store, tools) = (store, tools)
        service.answer(TicketsAPI.drafts) { request, context in
            try await store.read { try $0.drafts(of: request.ticket, for: context.caller) }
        }
        service.answer(TicketsAPI.myDrafts) { request, context in
            try await store.read { try $0.drafts(of: context.caller, request) }
        }
        service.answer(TicketsAPI.saveDraft) { request, context in
            try await expectFiles(request.attachments)
            return try await change(context) { try $0.save(request) }
        }
        service.answer(TicketsAPI.removeDraft) { request, context in
            try await change(context) { try $0.remove(request) }
        }
        service.answer(TicketsAPI.holdReply) { request, context in
            try await expectFiles(request.attachments)
            return try await change(context) { try $0.hold(request) }
        }
        service.answer(TicketsAPI.heldReplies) { request, _ in try await store.read { try $0.heldReplies(request) } }
        service.answer(TicketsAPI.cancelReply) { request, context in
            try await change(context) { try $0.cancelHeld(request) }
        }
        service.answer(TicketsAPI.releaseReply) { request, context in
            try await change(context) { try $0.releaseHeld(request) }
        }
        service.answer(TicketsAPI.sending) { _, _ in try await store.read { try $0.sending() } }
        service.answer(TicketsAPI.saveSending) { request, context in
            try await change(context) { try $0.save(request) }
        }
        service.answer(TicketsAPI.snooze) { request, context in try await change(context) { try $0.snooze(request) } }
        service.answer(TicketsAPI.wake) { request, context in try await change(context) { try $0.endSnooze(request) } }
        service.onTimer(Desk.sendTimer) { timer, tx in try Desk.send(tx, tools, held: timer.reference) }
    }
}
