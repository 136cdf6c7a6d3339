internal import Contracts
internal import ServiceKit
internal import Store

extension TicketCalls {
    /// What answers the calls about steps, followers, effort, reminders and calls before closing.
    func answerTasks(on service: Service) {
        let (store, tools) = (store, tools)
        service.answer(TicketsAPI.addChecklistItem) { request, context in
            try await change(context) { try $0.add(request) }
        }
        service.answer(TicketsAPI.changeChecklistItem) { request, context in
            try await change(context) { try $0.change(request) }
        }
        service.answer(TicketsAPI.removeChecklistItem) { request, context in
            try await change(context) { try $0.remove(request) }
        }
        service.answer(TicketsAPI.follow) { request, context in try await change(context) { try $0.follow(request) } }
        service.answer(TicketsAPI.unfollow) { request, context in
            try await change(context) { try $0.unfollow(request) }
        }
        service.answer(TicketsAPI.efforts) { request, _ in try await store.read { try $0.efforts(request) } }
        service.answer(TicketsAPI.correctEffort) { request, context in
            try await change(context) { try $0.correct(request) }
        }
        service.answer(TicketsAPI.reminders) { _, _ in try await store.read { try $0.reminders() } }
        service.answer(TicketsAPI.saveReminders) { request, context in
            try await change(context) { try $0.save(request) }
        }
        service.answer(TicketsAPI.planCallback) { request, context in
            try await change(context) { try $0.plan(request) }
        }
        service.answer(TicketsAPI.finishCallback) { request, context in
            try await change(context) { try $0.finish(request) }
        }
        service.onTimer(Desk.reminderTimer) { timer, tx in
            try Desk.work(tx, tools, .itself) { try $0.remind(timer.reference) }
        }
    }
}
