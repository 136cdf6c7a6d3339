internal import Base
package import Contracts
internal import ServiceKit
internal import Store
internal import Text

extension TicketCalls {
    /// Registers the calls, timers and the loop of what the desk learns.
    func answerIntent(on service: Service) {
        let (store, tools) = (store, tools)
        service.answer(TicketsAPI.intentSettings) { _, _ in try await store.read { try $0.intentSettings() } }
        service.answer(TicketsAPI.saveIntentSettings) { request, context in
            try await change(context) { try $0.save(request) }
        }
        service.answer(TicketsAPI.intent) { request, _ in
            try await store.read { db in
                let ticket = try db.ticket(named: request.id)
                if let kept = try db.keptIntent(of: ticket.id) { return kept.proposal }
                let now = db.now.wholeMilliseconds
                return tools.intent.proposal(try db.intentText(of: ticket), at: now) ?? IntentProposal(at: now)
            }
        }
        service.answer(TicketsAPI.tryIntent) { request, _ in
            guard !request.text.trimmed.isEmpty || !(request.subject ?? "").trimmed.isEmpty,
                request.text.utf8.count <= Desk.textMaximum, (request.subject ?? "").count <= 500
            else {
                throw Problem.invalid("intent.text", "A text has 1 to \(Desk.textMaximum) bytes.")
            }
            let text = TextFeatures(request.subject ?? "", request.text)
            return try await store.read { db in
                let now = db.now.wholeMilliseconds
                return tools.intent.proposal(text, at: now) ?? IntentProposal(at: now)
            }
        }
        service.answer(TicketsAPI.intentReport) { _, _ in try await intentReport() }
        service.answer(TicketsAPI.trainIntent) { _, context in try await change(context) { try $0.trainIntent() } }
        service.onTimer(Desk.intentTimer) { _, tx in try Desk.work(tx, tools, .itself) { try $0.beginTraining() } }
        service.onTimer(Desk.intentHistoryTimer) { timer, tx in
            try Desk.work(tx, tools, .itself) { try $0.recallHistory(timer) }
        }
        let time = service.time
        service.loop("intent") { try await tools.intent.run(store, time) }
    }

    /// How often proposals are right.
    package func intentReport() async throws -> IntentReport {
        let bytes = tools.intent.bytes
        return try await store.read { try $0.intentReport(bytes: bytes) }
    }
}
