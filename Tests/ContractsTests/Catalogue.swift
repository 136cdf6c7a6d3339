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
        tickets + desk + terms + routing + customers + knowledge + rules + analytics + channels + gateway

    static let events: [EventSample] =
        [
            TicketsAPI.opened, TicketsAPI.received, TicketsAPI.muted, TicketsAPI.replied, TicketsAPI.noted,
            TicketsAPI.changed, TicketsAPI.assigned, TicketsAPI.solved, TicketsAPI.reopened, TicketsAPI.closed,
            TicketsAPI.delivery, TicketsAPI.slaStarted, TicketsAPI.slaPaused, TicketsAPI.slaResumed,
            TicketsAPI.slaMet, TicketsAPI.slaWarned, TicketsAPI.slaBreached, TicketsAPI.surveyOffered,
            TicketsAPI.rated, TicketsAPI.slaApplied, TicketsAPI.slaFulfilled, TicketsAPI.slaCancelled,
            TicketsAPI.slaEscalated, TicketsAPI.merged, TicketsAPI.absorbed, TicketsAPI.unmerged, TicketsAPI.released,
            TicketsAPI.parted, TicketsAPI.linked, TicketsAPI.unlinked,
            TicketsAPI.replyHeld, TicketsAPI.replyCancelled, TicketsAPI.replyFailed, TicketsAPI.snoozed,
            TicketsAPI.awoken, TicketsAPI.redacted, TicketsAPI.discarded, TicketsAPI.recovered,
            TicketsAPI.effortCorrected, TicketsAPI.followersChanged,
            TicketsAPI.sideSent, TicketsAPI.sideReceived, TicketsAPI.sideChanged,
        ].map { EventSample(TicketsAPI.self, $0) }
        + [
            EventSample(TicketsAPI.self, TicketsAPI.agentChanged), EventSample(TicketsAPI.self, TicketsAPI.teamChanged),
            EventSample(TicketsAPI.self, TicketsAPI.calendarChanged),
            EventSample(TicketsAPI.self, TicketsAPI.viewChanged),
            EventSample(TicketsAPI.self, TicketsAPI.bulkChanged),
            EventSample(TicketsAPI.self, TicketsAPI.macroChanged),
            EventSample(TicketsAPI.self, TicketsAPI.calendarRemoved),
            EventSample(TicketsAPI.self, TicketsAPI.reopeningChanged),
            EventSample(TicketsAPI.self, TicketsAPI.sendingChanged),
            EventSample(TicketsAPI.self, TicketsAPI.draftChanged),
            EventSample(TicketsAPI.self, TicketsAPI.purged),
            EventSample(TicketsAPI.self, TicketsAPI.remindersChanged),
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
            EventSample(ChannelsAPI.self, ChannelsAPI.webhookDisabled),
            EventSample(ChannelsAPI.self, ChannelsAPI.delivered), EventSample(ChannelsAPI.self, ChannelsAPI.failed),
        ]
        + [CustomersAPI.created, CustomersAPI.changed, CustomersAPI.joined, CustomersAPI.separated].map {
            EventSample(CustomersAPI.self, $0)
        }
        + [CustomersAPI.segmentEntered, CustomersAPI.segmentLeft].map { EventSample(CustomersAPI.self, $0) }
        + [
            CustomersAPI.couponIssued, CustomersAPI.couponRedeemed, CustomersAPI.couponExpired,
            CustomersAPI.couponRevoked,
        ].map { EventSample(CustomersAPI.self, $0) }
        + [
            EventSample(CustomersAPI.self, CustomersAPI.tagged), EventSample(CustomersAPI.self, CustomersAPI.erased),
            EventSample(CustomersAPI.self, CustomersAPI.exported), EventSample(CustomersAPI.self, CustomersAPI.paper),
            EventSample(CustomersAPI.self, CustomersAPI.attributesChanged),
            EventSample(CustomersAPI.self, CustomersAPI.attributeRevealed),
        ]
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

    private static let desk: [CallSample] = [
        CallSample(TicketsAPI.self, TicketsAPI.merge), CallSample(TicketsAPI.self, TicketsAPI.previewMerge),
        CallSample(TicketsAPI.self, TicketsAPI.merges), CallSample(TicketsAPI.self, TicketsAPI.undoMerge),
        CallSample(TicketsAPI.self, TicketsAPI.split), CallSample(TicketsAPI.self, TicketsAPI.links),
        CallSample(TicketsAPI.self, TicketsAPI.link), CallSample(TicketsAPI.self, TicketsAPI.unlink),
        CallSample(TicketsAPI.self, TicketsAPI.solveIncidents), CallSample(TicketsAPI.self, TicketsAPI.duplicates),
        CallSample(TicketsAPI.self, TicketsAPI.reopening), CallSample(TicketsAPI.self, TicketsAPI.saveReopening),
        CallSample(TicketsAPI.self, TicketsAPI.drafts), CallSample(TicketsAPI.self, TicketsAPI.myDrafts),
        CallSample(TicketsAPI.self, TicketsAPI.saveDraft), CallSample(TicketsAPI.self, TicketsAPI.removeDraft),
        CallSample(TicketsAPI.self, TicketsAPI.holdReply), CallSample(TicketsAPI.self, TicketsAPI.heldReplies),
        CallSample(TicketsAPI.self, TicketsAPI.cancelReply), CallSample(TicketsAPI.self, TicketsAPI.releaseReply),
        CallSample(TicketsAPI.self, TicketsAPI.sending), CallSample(TicketsAPI.self, TicketsAPI.saveSending),
        CallSample(TicketsAPI.self, TicketsAPI.snooze), CallSample(TicketsAPI.self, TicketsAPI.wake),
        CallSample(TicketsAPI.self, TicketsAPI.viewers), CallSample(TicketsAPI.self, TicketsAPI.showPresence),
        CallSample(TicketsAPI.self, TicketsAPI.leaveTicket), CallSample(TicketsAPI.self, TicketsAPI.redact),
        CallSample(TicketsAPI.self, TicketsAPI.trash), CallSample(TicketsAPI.self, TicketsAPI.restore),
        CallSample(TicketsAPI.self, TicketsAPI.trashed), CallSample(TicketsAPI.self, TicketsAPI.purge),
        CallSample(TicketsAPI.self, TicketsAPI.addChecklistItem),
        CallSample(TicketsAPI.self, TicketsAPI.changeChecklistItem),
        CallSample(TicketsAPI.self, TicketsAPI.removeChecklistItem),
        CallSample(TicketsAPI.self, TicketsAPI.follow), CallSample(TicketsAPI.self, TicketsAPI.unfollow),
        CallSample(TicketsAPI.self, TicketsAPI.efforts), CallSample(TicketsAPI.self, TicketsAPI.correctEffort),
        CallSample(TicketsAPI.self, TicketsAPI.reminders), CallSample(TicketsAPI.self, TicketsAPI.saveReminders),
        CallSample(TicketsAPI.self, TicketsAPI.openSideTalk), CallSample(TicketsAPI.self, TicketsAPI.sideTalks),
        CallSample(TicketsAPI.self, TicketsAPI.sideMessages),
        CallSample(TicketsAPI.self, TicketsAPI.writeSideMessage),
        CallSample(TicketsAPI.self, TicketsAPI.closeSideTalk),
        CallSample(TicketsAPI.self, TicketsAPI.macros), CallSample(TicketsAPI.self, TicketsAPI.saveMacro),
        CallSample(TicketsAPI.self, TicketsAPI.removeMacro), CallSample(TicketsAPI.self, TicketsAPI.previewMacro),
        CallSample(TicketsAPI.self, TicketsAPI.useMacro),
        CallSample(TicketsAPI.self, TicketsAPI.planCallback), CallSample(TicketsAPI.self, TicketsAPI.finishCallback),
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
        ] + people + known + care + papers

    /// What is known of them, and what follows.
    private static let known: [CallSample] = [
        CallSample(CustomersAPI.self, CustomersAPI.factTypes), CallSample(CustomersAPI.self, CustomersAPI.saveFactType),
        CallSample(CustomersAPI.self, CustomersAPI.removeFactType),
        CallSample(CustomersAPI.self, CustomersAPI.recordFact), CallSample(CustomersAPI.self, CustomersAPI.facts),
        CallSample(CustomersAPI.self, CustomersAPI.startFactImport),
        CallSample(CustomersAPI.self, CustomersAPI.factImport),
        CallSample(CustomersAPI.self, CustomersAPI.factImportErrors),
        CallSample(CustomersAPI.self, CustomersAPI.computedTags),
        CallSample(CustomersAPI.self, CustomersAPI.saveComputedTag),
        CallSample(CustomersAPI.self, CustomersAPI.removeComputedTag),
        CallSample(CustomersAPI.self, CustomersAPI.segments), CallSample(CustomersAPI.self, CustomersAPI.segment),
        CallSample(CustomersAPI.self, CustomersAPI.saveSegment),
        CallSample(CustomersAPI.self, CustomersAPI.removeSegment),
        CallSample(CustomersAPI.self, CustomersAPI.trySegment),
        CallSample(CustomersAPI.self, CustomersAPI.segmentMembers),
        CallSample(CustomersAPI.self, CustomersAPI.segmentFields), CallSample(CustomersAPI.self, CustomersAPI.standing),
        CallSample(CustomersAPI.self, CustomersAPI.card), CallSample(CustomersAPI.self, CustomersAPI.rfm),
        CallSample(CustomersAPI.self, CustomersAPI.saveRFM),
    ]

    /// Consent, and files of customers.
    private static let care: [CallSample] = [
        CallSample(CustomersAPI.self, CustomersAPI.preferences),
        CallSample(CustomersAPI.self, CustomersAPI.saveConsent),
        CallSample(CustomersAPI.self, CustomersAPI.saveQuietHours),
        CallSample(CustomersAPI.self, CustomersAPI.outreachRules),
        CallSample(CustomersAPI.self, CustomersAPI.saveOutreachRules),
        CallSample(CustomersAPI.self, CustomersAPI.askOutreach),
        CallSample(CustomersAPI.self, CustomersAPI.claimOutreach), CallSample(CustomersAPI.self, CustomersAPI.tags),
        CallSample(CustomersAPI.self, CustomersAPI.saveTag), CallSample(CustomersAPI.self, CustomersAPI.removeTag),
        CallSample(CustomersAPI.self, CustomersAPI.renameTag), CallSample(CustomersAPI.self, CustomersAPI.tagRules),
        CallSample(CustomersAPI.self, CustomersAPI.saveTagRules),
        CallSample(CustomersAPI.self, CustomersAPI.export), CallSample(CustomersAPI.self, CustomersAPI.erase),
        CallSample(CustomersAPI.self, CustomersAPI.startImport),
        CallSample(CustomersAPI.self, CustomersAPI.customerImport),
        CallSample(CustomersAPI.self, CustomersAPI.customerImportErrors),
    ]

    /// Who is who.
    private static let people: [CallSample] = [
        CallSample(CustomersAPI.self, CustomersAPI.resolve), CallSample(CustomersAPI.self, CustomersAPI.verifyIdentity),
        CallSample(CustomersAPI.self, CustomersAPI.removeIdentity),
        CallSample(CustomersAPI.self, CustomersAPI.identityRules),
        CallSample(CustomersAPI.self, CustomersAPI.saveIdentityRules),
        CallSample(CustomersAPI.self, CustomersAPI.promote), CallSample(CustomersAPI.self, CustomersAPI.widgetSecret),
        CallSample(CustomersAPI.self, CustomersAPI.renewWidgetSecret),
        CallSample(CustomersAPI.self, CustomersAPI.previewJoin), CallSample(CustomersAPI.self, CustomersAPI.merges),
        CallSample(CustomersAPI.self, CustomersAPI.undoJoin), CallSample(CustomersAPI.self, CustomersAPI.duplicates),
        CallSample(CustomersAPI.self, CustomersAPI.dismissDuplicate),
        CallSample(CustomersAPI.self, CustomersAPI.organisations),
        CallSample(CustomersAPI.self, CustomersAPI.organisation),
        CallSample(CustomersAPI.self, CustomersAPI.saveOrganisation),
        CallSample(CustomersAPI.self, CustomersAPI.removeOrganisation),
        CallSample(CustomersAPI.self, CustomersAPI.members), CallSample(CustomersAPI.self, CustomersAPI.sharing),
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
            CallSample(ChannelsAPI.self, ChannelsAPI.sendLetter), CallSample(ChannelsAPI.self, ChannelsAPI.webhooks),
            CallSample(ChannelsAPI.self, ChannelsAPI.webhook), CallSample(ChannelsAPI.self, ChannelsAPI.saveWebhook),
            CallSample(ChannelsAPI.self, ChannelsAPI.removeWebhook),
            CallSample(ChannelsAPI.self, ChannelsAPI.deliveries),
            CallSample(ChannelsAPI.self, ChannelsAPI.replayDelivery),
            CallSample(ChannelsAPI.self, ChannelsAPI.testWebhook),
        ]

    private static let gateway: [CallSample] =
        own(GatewayAPI.self) + [
            CallSample(GatewayAPI.self, GatewayAPI.accounts), CallSample(GatewayAPI.self, GatewayAPI.saveAccount),
            CallSample(GatewayAPI.self, GatewayAPI.signInLink), CallSample(GatewayAPI.self, GatewayAPI.invite),
            CallSample(GatewayAPI.self, GatewayAPI.resetFactor), CallSample(GatewayAPI.self, GatewayAPI.roles),
            CallSample(GatewayAPI.self, GatewayAPI.rights), CallSample(GatewayAPI.self, GatewayAPI.saveRole),
            CallSample(GatewayAPI.self, GatewayAPI.removeRole), CallSample(GatewayAPI.self, GatewayAPI.keys),
            CallSample(GatewayAPI.self, GatewayAPI.addKey), CallSample(GatewayAPI.self, GatewayAPI.revokeKey),
            CallSample(GatewayAPI.self, GatewayAPI.audit), CallSample(GatewayAPI.self, GatewayAPI.verifyAudit),
            CallSample(GatewayAPI.self, GatewayAPI.exportAudit),
        ]

    private static func own<API: ServiceAPI>(_ api: API.Type) -> [CallSample] {
        [CallSample(api, api.feed), CallSample(api, api.writeBlob), CallSample(api, api.readBlob)]
    }
}
