internal import Base
internal import Contracts
package import ServiceKit
package import Store

/// What answers the calls of `TicketsAPI`: each change is one transaction at the desk, each question one read.
package struct TicketCalls: Sendable {
    let store: Store
    let tools: DeskTools

    package init(store: Store, tools: DeskTools) {
        (self.store, self.tools) = (store, tools)
    }

    /// Changes something at the desk, once per idempotency key.
    package func change<Reply: Codable & Sendable>(
        _ context: CallContext, isReplay: Bool = false, _ body: @escaping @Sendable (Desk) throws -> Reply
    ) async throws -> Reply {
        let tools = tools
        let cause = Cause(
            caller: context.caller, traceparent: context.traceparent, causation: context.causation, isReplay: isReplay)
        return try await context.write { tx in try Desk.work(tx, tools, cause, body) }
    }

    /// Registers every call, timer and feed of the service.
    package func register(on service: Service) {
        answerConversation(on: service)
        answerQuestions(on: service)
        answerViews(on: service)
        answerBulk(on: service, tools)
        answerMerging(on: service)
        answerLinks(on: service)
        answerDrafts(on: service)
        answerRedaction(on: service)
        answerTasks(on: service)
        answerSideTalks(on: service)
        answerStaff(on: service)
        answerTerms(on: service)
        answerSurveys(on: service)
        answerRouting(on: service)
        answerIntent(on: service)
        let (tools, store) = (tools, store)
        service.limitScopes { call in try await store.read { try TicketScope.check(call, $0) } }
        answerMacros(on: service)
        service.onTimer(Desk.timer) { timer, tx in try Desk.work(tx, tools, .itself) { try $0.wake(timer.reference) } }
        service.follow(ChannelsAPI.self) { event, tx in
            try Desk.work(tx, tools, Cause(event)) { try $0.followChannels(event) }
        }
        service.follow(CustomersAPI.self) { event, tx in
            try Desk.work(tx, tools, Cause(event)) { try $0.followCustomers(event) }
        }
    }

    private func answerConversation(on service: Service) {
        service.answer(TicketsAPI.intake) { request, context in
            // The words are the customer's, whoever carries them in.
            let customer = Caller(kind: .customer, id: request.requester.id, name: request.requester.name)
            let cause = Cause(caller: customer, traceparent: context.traceparent, causation: context.causation)
            let tools = tools
            return try await context.write { tx in try Desk.work(tx, tools, cause) { try $0.intake(request) } }
        }
        service.answer(TicketsAPI.open) { request, context in
            try await expectFiles(request.attachments)
            return try await change(context) { try $0.open(request) }
        }
        service.answer(TicketsAPI.reply) { request, context in
            try await expectFiles(request.attachments)
            return try await change(context) { try $0.reply(request) }
        }
        service.answer(TicketsAPI.note) { request, context in
            try await expectFiles(request.attachments)
            return try await change(context) { try $0.note(request) }
        }
        service.answer(TicketsAPI.update) { request, context in try await change(context) { try $0.update(request) } }
        service.answer(TicketsAPI.replay) { request, context in
            try await change(context, isReplay: true) { try $0.replay(request) }
        }
    }

    /// Refuses files that nobody has uploaded: a message with one could never be delivered.
    func expectFiles(_ files: [Attachment]?) async throws {
        for file in (files ?? []).prefix(100) {
            do {
                if try await store.blobs.exists(file.id) { continue }
            } catch let error as StoreError where error.code == .blob {
                // Not even a name.
            }
            throw Problem.invalid("attachment.unknown", "There is no file \(file.id.prefix(64)): upload it first.")
        }
    }

    private func answerQuestions(on service: Service) {
        let store = store
        service.answerKept(TicketsAPI.get) { request, _ in
            try await store.read { try $0.keptTicket(named: request.id) }
        }
        service.answerKept(TicketsAPI.list) { request, context in
            try await store.read { try $0.keptTickets(request, caller: context.caller) }
        }
        service.answer(TicketsAPI.counts) { request, context in
            try await store.read { try $0.counts(request, caller: context.caller) }
        }
        service.answerKept(TicketsAPI.messages) { request, _ in
            try await store.read { try $0.keptMessages(request) }
        }
        service.answer(TicketsAPI.history) { request, _ in try await store.read { try $0.history(request) } }
    }

    private func answerStaff(on service: Service) {
        let store = store
        service.answer(TicketsAPI.agents) { _, _ in Page(items: try await store.read { try $0.staff(at: $0.now) }) }
        service.answer(TicketsAPI.teams) { _, _ in Page(items: try await store.read { try $0.teams() }) }
        service.answer(TicketsAPI.saveAgent) { request, context in try await change(context) { try $0.save(request) } }
        service.answer(TicketsAPI.saveTeam) { request, context in try await change(context) { try $0.save(request) } }
        service.answer(TicketsAPI.setPresence) { request, context in try await change(context) { try $0.set(request) } }
    }
}
