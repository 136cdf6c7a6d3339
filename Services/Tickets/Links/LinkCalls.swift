internal import Contracts
internal import ServiceKit
internal import Store

extension TicketCalls {
    /// What answers the calls about what belongs together.
    func answerLinks(on service: Service) {
        let store = store
        service.answer(TicketsAPI.links) { request, _ in try await store.read { try $0.links(request) } }
        service.answer(TicketsAPI.link) { request, context in try await change(context) { try $0.link(request) } }
        service.answer(TicketsAPI.unlink) { request, context in try await change(context) { try $0.unlink(request) } }
        service.answer(TicketsAPI.solveIncidents) { request, context in
            try await change(context) { try $0.solveIncidents(request) }
        }
        service.answer(TicketsAPI.duplicates) { request, _ in try await store.read { try $0.duplicates(request) } }
        service.answer(TicketsAPI.reopening) { _, _ in try await store.read { try $0.reopening() } }
        service.answer(TicketsAPI.saveReopening) { request, context in
            try await change(context) { try $0.save(request) }
        }
    }
}
