internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

extension TicketCalls {
    /// Registers the calls and timers of surveys.
    func answerSurveys(on service: Service) {
        let store = store
        service.answer(TicketsAPI.offerSurvey) { request, context in
            try await change(context) { try $0.offer(request) }
        }
        service.answer(TicketsAPI.survey) { request, _ in
            try await store.read { try $0.publicSurvey(request.token) }
        }
        service.answer(TicketsAPI.answerSurvey) { request, context in
            try await change(context) { try $0.answer(request) }
        }
        service.answer(TicketsAPI.surveysOfTicket) { request, _ in
            try await store.read { try $0.surveys(request) }
        }
        answerForms(on: service)
        answerCases(on: service)
        let timers: [(String, @Sendable (Timer, Desk) throws -> Void)] = [
            (Desk.surveyTimer, { try $1.wakeSurvey($0.reference) }),
            (Desk.surveyCaseTimer, { try $1.wakeCase($0.reference) }),
            (Desk.programmeTimer, { try $1.runProgramme($0) }),
        ]
        let tools = tools
        for (kind, fire) in timers {
            service.onTimer(kind) { timer, tx in try Desk.work(tx, tools, .itself) { try fire(timer, $0) }
            }
        }
    }

    private func answerForms(on service: Service) {
        let store = store
        service.answer(TicketsAPI.surveyForms) { _, _ in
            Page(items: try await store.read { try $0.surveyForms() })
        }
        service.answer(TicketsAPI.saveSurveyForm) { request, context in
            try await change(context) { try $0.save(request) }
        }
        service.answer(TicketsAPI.removeSurveyForm) { request, context in
            try await change(context) { try $0.removeForm(request.id) }
        }
        service.answer(TicketsAPI.surveyScales) { _, _ in
            Page(items: try await store.read { try $0.surveyScales(latest: false) })
        }
        service.answer(TicketsAPI.saveSurveyScale) { request, context in
            try await change(context) { try $0.save(request) }
        }
        service.answer(TicketsAPI.surveyProgrammes) { _, _ in
            Page(items: try await store.read { try $0.surveyProgrammes() })
        }
        service.answer(TicketsAPI.saveSurveyProgramme) { request, context in
            try await change(context) { try $0.save(request) }
        }
    }

    private func answerCases(on service: Service) {
        let store = store
        service.answer(TicketsAPI.surveyCases) { request, context in
            try await store.read { try $0.surveyCases(request, caller: context.caller) }
        }
        service.answer(TicketsAPI.seeSurveyCase) { request, context in
            try await change(context) { try $0.seeCase(request.id) }
        }
        service.answer(TicketsAPI.closeSurveyCase) { request, context in
            try await change(context) { try $0.close(request) }
        }
        service.answer(TicketsAPI.surveyCauses) { _, _ in
            Page(items: try await store.read { try $0.surveyCauses() })
        }
        service.answer(TicketsAPI.saveSurveyCause) { request, context in
            try await change(context) { try $0.save(request) }
        }
        service.answer(TicketsAPI.surveyCauseCounts) { _, _ in
            Page(items: try await store.read { try $0.surveyCauseCounts() })
        }
    }
}
