internal import Contracts
internal import ServiceKit
internal import Store

extension TicketCalls {
    /// What answers the calls about conversations beside a ticket.
    func answerSideTalks(on service: Service) {
        let store = store
        service.answer(TicketsAPI.openSideTalk) { request, context in
            try await expectFiles(request.attachments)
            return try await change(context) { try $0.open(request) }
        }
        service.answer(TicketsAPI.writeSideMessage) { request, context in
            try await expectFiles(request.attachments)
            return try await change(context) { try $0.write(request) }
        }
        service.answer(TicketsAPI.closeSideTalk) { request, context in
            try await change(context) { try $0.close(request) }
        }
        service.answer(TicketsAPI.sideTalks) { request, _ in try await store.read { try $0.sideTalks(request) } }
        service.answer(TicketsAPI.sideMessages) { request, _ in try await store.read { try $0.sideMessages(request) } }
    }
}
