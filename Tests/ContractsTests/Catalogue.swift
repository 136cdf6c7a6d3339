import Base
import Contracts
import Testing

/// A call as the tests see it: its name, who may, and the documents of its types.
struct CallSample: Sendable, CustomTestStringConvertible {
    let name: String
    let service: String
    let allow: Allow
    let summary: String
    let documents: [Document]
    var testDescription: String { name }

    init<Request, Reply>(_ service: any ServiceAPI.Type, _ call: Call<Request, Reply>) {
        (name, self.service) = (call.name, service.service)
        (allow, summary) = (call.allow, call.summary)
        documents = [Document(Request.self), Document(Reply.self)]
    }
}

/// An event type as the tests see it.
struct EventSample: Sendable, CustomTestStringConvertible {
    let name: String
    let service: String
    let document: Document
    var testDescription: String { name }

    init<Data>(_ service: any ServiceAPI.Type, _ type: EventType<Data>) {
        (name, self.service, document) = (type.name, service.service, Document(Data.self))
    }
}

/// Everything that crosses the bus.
enum Catalogue {
    static let calls: [CallSample] =
        tickets + terms + routing + customers + knowledge + rules + analytics + channels + gateway

    static let events: [EventSample] =
        [
            TicketsAPI.opened, TicketsAPI.received, TicketsAPI.muted, TicketsAPI.replied, TicketsAPI.noted,
            TicketsAPI.changed, TicketsAPI.assigned, TicketsAPI.solved, TicketsAPI.reopened, TicketsAPI.closed,
            TicketsAPI.delivery, TicketsAPI.slaStarted, TicketsAPI.slaPaused, TicketsAPI.slaResumed,
            TicketsAPI.slaMet, TicketsAPI.slaWarned, TicketsAPI.slaBreached, TicketsAPI.surveyOffered,
            TicketsAPI.rated, TicketsAPI.slaApplied, TicketsAPI.slaFulfilled, TicketsAPI.slaCancelled,
            TicketsAPI.slaEscalated,
        ].map { EventSample(TicketsAPI.self, $0) }
        + [
            EventSample(TicketsAPI.self, TicketsAPI.agentChanged), EventSample(TicketsAPI.self, TicketsAPI.teamChanged),
            EventSample(TicketsAPI.self, TicketsAPI.calendarChanged),
            EventSample(TicketsAPI.self, TicketsAPI.viewChanged),
            EventSample(TicketsAPI.self, TicketsAPI.bulkChanged),
            EventSample(TicketsAPI.self, TicketsAPI.calendarRemoved),
            EventSample(TicketsAPI.self, TicketsAPI.policyChanged),
            EventSample(TicketsAPI.self, TicketsAPI.policyRemoved),
            EventSample(TicketsAPI.self, TicketsAPI.policiesOrdered),
            EventSample(TicketsAPI.self, TicketsAPI.offered), EventSample(TicketsAPI.self, TicketsAPI.offerMissed),
            EventSample(TicketsAPI.self, TicketsAPI.offerDeclined),
            EventSample(TicketsAPI.self, TicketsAPI.absenceChanged),
            EventSample(TicketsAPI.self, TicketsAPI.absenceRemoved),
            EventSample(TicketsAPI.self, TicketsAPI.lineChanged), EventSample(TicketsAPI.self, TicketsAPI.lineRemoved),
            EventSample(TicketsAPI.self, TicketsAPI.routingChanged),
            EventSample(TicketsAPI.self, TicketsAPI.queueChanged),
            EventSample(TicketsAPI.self, TicketsAPI.intentChanged),
            EventSample(TicketsAPI.self, TicketsAPI.surveyAnswered),
            EventSample(TicketsAPI.self, TicketsAPI.surveyCancelled),
            EventSample(TicketsAPI.self, TicketsAPI.surveyBad),
            EventSample(TicketsAPI.self, TicketsAPI.surveyOverdue),
            EventSample(TicketsAPI.self, TicketsAPI.surveyFormChanged),
            EventSample(TicketsAPI.self, TicketsAPI.surveyScaleChanged),
            EventSample(TicketsAPI.self, TicketsAPI.surveyCaseClosed),
            EventSample(TicketsAPI.self, TicketsAPI.surveyProgrammeChanged),
            EventSample(RulesAPI.self, RulesAPI.ran), EventSample(RulesAPI.self, RulesAPI.notified),
            EventSample(RulesAPI.self, RulesAPI.changed),
            EventSample(ChannelsAPI.self, ChannelsAPI.received),
            EventSample(ChannelsAPI.self, ChannelsAPI.delivered), EventSample(ChannelsAPI.self, ChannelsAPI.failed),
        ]
        + [CustomersAPI.created, CustomersAPI.changed, CustomersAPI.joined].map { EventSample(CustomersAPI.self, $0) }
        + [KnowledgeAPI.published, KnowledgeAPI.archived, KnowledgeAPI.saved, KnowledgeAPI.cited]
        .map { EventSample(KnowledgeAPI.self, $0) }

    private static let tickets: [CallSample] =
        own(TicketsAPI.self) + [
            CallSample(TicketsAPI.self, TicketsAPI.intake), CallSample(TicketsAPI.self, TicketsAPI.open),
            CallSample(TicketsAPI.self, TicketsAPI.get), CallSample(TicketsAPI.self, TicketsAPI.list),
            CallSample(TicketsAPI.self, TicketsAPI.counts), CallSample(TicketsAPI.self, TicketsAPI.messages),
            CallSample(TicketsAPI.self, TicketsAPI.reply), CallSample(TicketsAPI.self, TicketsAPI.note),
            CallSample(TicketsAPI.self, TicketsAPI.update), CallSample(TicketsAPI.self, TicketsAPI.history),
            CallSample(TicketsAPI.self, TicketsAPI.replay), CallSample(TicketsAPI.self, TicketsAPI.agents),
            CallSample(TicketsAPI.self, TicketsAPI.saveAgent), CallSample(TicketsAPI.self, TicketsAPI.setPresence),
            CallSample(TicketsAPI.self, TicketsAPI.teams), CallSample(TicketsAPI.self, TicketsAPI.saveTeam),
            CallSample(TicketsAPI.self, TicketsAPI.offerSurvey),
            CallSample(TicketsAPI.self, TicketsAPI.survey), CallSample(TicketsAPI.self, TicketsAPI.answerSurvey),
            CallSample(TicketsAPI.self, TicketsAPI.search), CallSample(TicketsAPI.self, TicketsAPI.views),
            CallSample(TicketsAPI.self, TicketsAPI.view), CallSample(TicketsAPI.self, TicketsAPI.saveView),
            CallSample(TicketsAPI.self, TicketsAPI.removeView), CallSample(TicketsAPI.self, TicketsAPI.viewOrder),
            CallSample(TicketsAPI.self, TicketsAPI.orderViews), CallSample(TicketsAPI.self, TicketsAPI.viewFields),
            CallSample(TicketsAPI.self, TicketsAPI.tryView), CallSample(TicketsAPI.self, TicketsAPI.previewBulk),
            CallSample(TicketsAPI.self, TicketsAPI.startBulk), CallSample(TicketsAPI.self, TicketsAPI.bulk),
            CallSample(TicketsAPI.self, TicketsAPI.undoBulk),
        ]

    private static let terms: [CallSample] = [
        CallSample(TicketsAPI.self, TicketsAPI.calendars), CallSample(TicketsAPI.self, TicketsAPI.calendar),
        CallSample(TicketsAPI.self, TicketsAPI.saveCalendar), CallSample(TicketsAPI.self, TicketsAPI.removeCalendar),
        CallSample(TicketsAPI.self, TicketsAPI.importDays), CallSample(TicketsAPI.self, TicketsAPI.deadline),
        CallSample(TicketsAPI.self, TicketsAPI.policies), CallSample(TicketsAPI.self, TicketsAPI.policy),
        CallSample(TicketsAPI.self, TicketsAPI.savePolicy), CallSample(TicketsAPI.self, TicketsAPI.removePolicy),
        CallSample(TicketsAPI.self, TicketsAPI.policyOrder), CallSample(TicketsAPI.self, TicketsAPI.orderPolicies),
        CallSample(TicketsAPI.self, TicketsAPI.previewTerms), CallSample(TicketsAPI.self, TicketsAPI.applyTerms),
        CallSample(TicketsAPI.self, TicketsAPI.application), CallSample(TicketsAPI.self, TicketsAPI.slaLog),
        CallSample(TicketsAPI.self, TicketsAPI.parked),
    ]

    private static let routing: [CallSample] = [
        CallSample(TicketsAPI.self, TicketsAPI.routing), CallSample(TicketsAPI.self, TicketsAPI.saveRouting),
        CallSample(TicketsAPI.self, TicketsAPI.rehearseRouting), CallSample(TicketsAPI.self, TicketsAPI.explainRouting),
        CallSample(TicketsAPI.self, TicketsAPI.routeAgain), CallSample(TicketsAPI.self, TicketsAPI.queues),
        CallSample(TicketsAPI.self, TicketsAPI.saveQueue), CallSample(TicketsAPI.self, TicketsAPI.queued),
        CallSample(TicketsAPI.self, TicketsAPI.claim), CallSample(TicketsAPI.self, TicketsAPI.acceptOffer),
        CallSample(TicketsAPI.self, TicketsAPI.declineOffer), CallSample(TicketsAPI.self, TicketsAPI.skills),
        CallSample(TicketsAPI.self, TicketsAPI.saveSkill), CallSample(TicketsAPI.self, TicketsAPI.presenceReasons),
        CallSample(TicketsAPI.self, TicketsAPI.savePresenceReason), CallSample(TicketsAPI.self, TicketsAPI.presenceLog),
        CallSample(TicketsAPI.self, TicketsAPI.chart), CallSample(TicketsAPI.self, TicketsAPI.saveLine),
        CallSample(TicketsAPI.self, TicketsAPI.removeLine), CallSample(TicketsAPI.self, TicketsAPI.managers),
        CallSample(TicketsAPI.self, TicketsAPI.absences), CallSample(TicketsAPI.self, TicketsAPI.saveAbsence),
        CallSample(TicketsAPI.self, TicketsAPI.removeAbsence), CallSample(TicketsAPI.self, TicketsAPI.intent),
        CallSample(TicketsAPI.self, TicketsAPI.intentSettings),
        CallSample(TicketsAPI.self, TicketsAPI.saveIntentSettings),
        CallSample(TicketsAPI.self, TicketsAPI.tryIntent), CallSample(TicketsAPI.self, TicketsAPI.intentReport),
        CallSample(TicketsAPI.self, TicketsAPI.trainIntent),
        CallSample(TicketsAPI.self, TicketsAPI.surveysOfTicket),
        CallSample(TicketsAPI.self, TicketsAPI.surveyForms),
        CallSample(TicketsAPI.self, TicketsAPI.saveSurveyForm),
        CallSample(TicketsAPI.self, TicketsAPI.removeSurveyForm),
        CallSample(TicketsAPI.self, TicketsAPI.surveyScales),
        CallSample(TicketsAPI.self, TicketsAPI.saveSurveyScale),
        CallSample(TicketsAPI.self, TicketsAPI.surveyCases),
        CallSample(TicketsAPI.self, TicketsAPI.seeSurveyCase),
        CallSample(TicketsAPI.self, TicketsAPI.closeSurveyCase),
        CallSample(TicketsAPI.self, TicketsAPI.surveyCauses),
        CallSample(TicketsAPI.self, TicketsAPI.saveSurveyCause),
        CallSample(TicketsAPI.self, TicketsAPI.surveyCauseCounts),
        CallSample(TicketsAPI.self, TicketsAPI.surveyProgrammes),
        CallSample(TicketsAPI.self, TicketsAPI.saveSurveyProgramme),
    ]

    private static let customers: [CallSample] =
        own(CustomersAPI.self) + [
            CallSample(CustomersAPI.self, CustomersAPI.identify), CallSample(CustomersAPI.self, CustomersAPI.get),
            CallSample(CustomersAPI.self, CustomersAPI.list), CallSample(CustomersAPI.self, CustomersAPI.create),
            CallSample(CustomersAPI.self, CustomersAPI.update), CallSample(CustomersAPI.self, CustomersAPI.addIdentity),
            CallSample(CustomersAPI.self, CustomersAPI.join), CallSample(CustomersAPI.self, CustomersAPI.timeline),
            CallSample(CustomersAPI.self, CustomersAPI.bringIn),
        ]

    private static let knowledge: [CallSample] =
        own(KnowledgeAPI.self) + [
            CallSample(KnowledgeAPI.self, KnowledgeAPI.list), CallSample(KnowledgeAPI.self, KnowledgeAPI.get),
            CallSample(KnowledgeAPI.self, KnowledgeAPI.save), CallSample(KnowledgeAPI.self, KnowledgeAPI.publish),
            CallSample(KnowledgeAPI.self, KnowledgeAPI.archive), CallSample(KnowledgeAPI.self, KnowledgeAPI.search),
            CallSample(KnowledgeAPI.self, KnowledgeAPI.suggest), CallSample(KnowledgeAPI.self, KnowledgeAPI.cite),
            CallSample(KnowledgeAPI.self, KnowledgeAPI.readPublic),
        ]

    private static let rules: [CallSample] =
        own(RulesAPI.self) + [
            CallSample(RulesAPI.self, RulesAPI.list), CallSample(RulesAPI.self, RulesAPI.get),
            CallSample(RulesAPI.self, RulesAPI.save), CallSample(RulesAPI.self, RulesAPI.remove),
            CallSample(RulesAPI.self, RulesAPI.runs), CallSample(RulesAPI.self, RulesAPI.rehearse),
            CallSample(RulesAPI.self, RulesAPI.notifications), CallSample(RulesAPI.self, RulesAPI.readNotifications),
        ]

    private static let analytics: [CallSample] =
        own(AnalyticsAPI.self) + [
            CallSample(AnalyticsAPI.self, AnalyticsAPI.query), CallSample(AnalyticsAPI.self, AnalyticsAPI.catalogue),
            CallSample(AnalyticsAPI.self, AnalyticsAPI.tickets), CallSample(AnalyticsAPI.self, AnalyticsAPI.rebuild),
            CallSample(AnalyticsAPI.self, AnalyticsAPI.state),
        ]

    private static let channels: [CallSample] =
        own(ChannelsAPI.self) + [
            CallSample(ChannelsAPI.self, ChannelsAPI.intakeMail), CallSample(ChannelsAPI.self, ChannelsAPI.submitForm),
            CallSample(ChannelsAPI.self, ChannelsAPI.wechat), CallSample(ChannelsAPI.self, ChannelsAPI.list),
            CallSample(ChannelsAPI.self, ChannelsAPI.save), CallSample(ChannelsAPI.self, ChannelsAPI.intakes),
        ]

    private static let gateway: [CallSample] =
        own(GatewayAPI.self) + [
            CallSample(GatewayAPI.self, GatewayAPI.accounts), CallSample(GatewayAPI.self, GatewayAPI.saveAccount),
            CallSample(GatewayAPI.self, GatewayAPI.signInLink),
        ]

    private static func own<API: ServiceAPI>(_ api: API.Type) -> [CallSample] {
        [CallSample(api, api.feed), CallSample(api, api.writeBlob), CallSample(api, api.readBlob)]
    }
}
