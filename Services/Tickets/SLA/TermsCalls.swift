internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

extension TicketCalls {
    /// Calendars, policies, their application and the log.
    func answerTerms(on service: Service) {
        answerCalendars(on: service)
        answerPolicies(on: service)
        let (store, tools) = (store, tools)
        service.answer(TicketsAPI.previewTerms) { _, _ in
            try await store.read { try $0.preview(try tools.terms(in: $0)) }
        }
        service.answer(TicketsAPI.applyTerms) { request, context in
            try await change(context) { try $0.applyTerms(request) }
        }
        service.answer(TicketsAPI.application) { _, _ in try await store.read { try $0.application() } }
        service.onTimer(Desk.applicationTimer) { timer, tx in
            try Desk.work(tx, tools, .itself) { try $0.goOnApplying(timer) }
        }
        service.answer(TicketsAPI.slaLog) { request, _ in try await store.read { try $0.slaLog(request) } }
        service.answer(TicketsAPI.parked) { request, _ in try await store.read { try $0.parked(request) } }
    }

    private func answerCalendars(on service: Service) {
        let (store, terms) = (store, tools.terms)
        service.answer(TicketsAPI.calendars) { request, _ in
            try await store.read { try Reader.page($0.calendars(), request) }
        }
        service.answer(TicketsAPI.calendar) { request, _ in
            guard let calendar = try await store.read({ try $0.calendar(request.id) }) else {
                throw Problem.notFound("calendar", String(request.id.prefix(64)))
            }
            return calendar
        }
        service.answer(TicketsAPI.saveCalendar) { request, context in
            try await change(context) { try $0.save(request) }
        }
        service.answer(TicketsAPI.removeCalendar) { request, context in
            try await change(context) { try $0.removeCalendar(request) }
        }
        service.answer(TicketsAPI.importDays) { request, context in
            try await change(context) { try $0.importDays(request) }
        }
        service.answer(TicketsAPI.deadline) { request, _ in
            guard (0...100_000_000).contains(request.seconds) else {
                throw Problem.invalid("deadline.seconds", "Seconds lie between 0 and 100,000,000.")
            }
            let hours = try await store.read { db in
                if let calendar = request.calendar, try db.calendar(calendar) == nil {
                    throw Problem.notFound("calendar", String(calendar.prefix(64)))
                }
                return try terms.terms(in: db).schedule(request.calendar)
            }
            guard let at = hours.deadline(from: request.from, after: .seconds(request.seconds)) else {
                throw Problem.invalid("deadline.never", "The calendar is not open for so long in three years.")
            }
            return Deadline(at: at)
        }
    }

    private func answerPolicies(on service: Service) {
        let store = store
        service.answer(TicketsAPI.policies) { request, _ in
            try await store.read { try Reader.page($0.policies(), request) }
        }
        service.answer(TicketsAPI.policy) { request, _ in try await store.read { try $0.policy(request.id) } }
        service.answer(TicketsAPI.savePolicy) { request, context in try await change(context) { try $0.save(request) } }
        service.answer(TicketsAPI.removePolicy) { request, context in
            try await change(context) { try $0.removePolicy(request) }
        }
        service.answer(TicketsAPI.policyOrder) { _, _ in try await store.read { try $0.policyOrder() } }
        service.answer(TicketsAPI.orderPolicies) { request, context in
            try await change(context) { try $0.order(request) }
        }
    }
}
