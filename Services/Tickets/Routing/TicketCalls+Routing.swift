internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

extension TicketCalls {
    /// Registers the calls and timers of routing and staff.
    func answerRouting(on service: Service) {
        answerQueues(on: service)
        answerOrganisation(on: service)
        let timers: [(String, @Sendable (Timer, Desk) throws -> Void)] = [
            (Desk.routingTimer, { try $1.wakeRouting($0.reference) }),
            (Desk.queueTimer, { $1.wakeQueue($0.reference) }),
            (Desk.requeueTimer, { try $1.requeue($0) }),
            (Desk.rosterTimer, { try $1.wakeRoster($0.reference) }),
            (Desk.handoverTimer, { try $1.handOver($0.reference) }),
        ]
        let tools = tools
        for (kind, fire) in timers {
            service.onTimer(kind) { timer, tx in try Desk.work(tx, tools, .itself) { try fire(timer, $0) } }
        }
    }

    private func answerQueues(on service: Service) {
        let store = store
        service.answer(TicketsAPI.routing) { _, _ in try await store.read { try $0.routingRules() } }
        service.answer(TicketsAPI.saveRouting) { request, context in
            try await change(context) { try $0.save(request) }
        }
        service.answer(TicketsAPI.queues) { _, _ in try await store.read { try $0.queues() } }
        service.answer(TicketsAPI.saveQueue) { request, context in try await change(context) { try $0.save(request) } }
        service.answer(TicketsAPI.queued) { request, _ in try await store.read { try $0.queued(request) } }
        service.answer(TicketsAPI.claim) { request, context in
            try await change(context) { try $0.claim(request.id) }
        }
        service.answer(TicketsAPI.acceptOffer) { request, context in
            try await change(context) { try $0.accept(request.id) }
        }
        service.answer(TicketsAPI.declineOffer) { request, context in
            try await change(context) { try $0.decline(request.id) }
        }
        service.answer(TicketsAPI.routeAgain) { request, context in
            try await change(context) { try $0.routeAgain(request.id) }
        }
        let tools = tools
        service.answer(TicketsAPI.explainRouting) { request, _ in
            try await store.read { try Dispatcher($0, tools).explain(request.id) }
        }
        service.answer(TicketsAPI.rehearseRouting) { request, _ in
            try await store.read { try Dispatcher($0, tools).rehearse(request) }
        }
    }

    private func answerOrganisation(on service: Service) {
        let store = store
        service.answer(TicketsAPI.skills) { _, _ in Page(items: try await store.read { try $0.skills() }) }
        service.answer(TicketsAPI.saveSkill) { request, context in try await change(context) { try $0.save(request) } }
        service.answer(TicketsAPI.presenceReasons) { _, _ in
            Page(items: try await store.read { try $0.presenceReasons() })
        }
        service.answer(TicketsAPI.savePresenceReason) { request, context in
            try await change(context) { try $0.save(request) }
        }
        service.answer(TicketsAPI.presenceLog) { request, _ in try await store.read { try $0.presences(request) } }
        service.answer(TicketsAPI.chart) { request, _ in try await store.read { try $0.chart(request) } }
        service.answer(TicketsAPI.managers) { request, _ in try await store.read { try $0.managers(request) } }
        service.answer(TicketsAPI.saveLine) { request, context in try await change(context) { try $0.save(request) } }
        service.answer(TicketsAPI.removeLine) { request, context in
            try await change(context) { try $0.removeLine(request.id) }
        }
        service.answer(TicketsAPI.absences) { request, _ in try await store.read { try $0.absences(request) } }
        service.answer(TicketsAPI.saveAbsence) { request, context in
            try await change(context) { try $0.save(request) }
        }
        service.answer(TicketsAPI.removeAbsence) { request, context in
            try await change(context) { try $0.removeAbsence(request.id) }
        }
    }
}
