package import Base

/// A type of event as documents and the outside see it.
package struct EventDescription: Sendable {
    package let name: String
    /// The service whose journal holds it.
    package let service: String
    /// JSON Schema of its data.
    package let schema: JSON

    init<Data>(_ api: any ServiceAPI.Type, _ type: EventType<Data>) {
        (name, service) = (type.name, api.service)
        schema = SchemaReader(closed: false).schema(of: Data.self)
    }

    /// Every type there is; a test holds it complete.
    package static let all: [EventDescription] = channels + customers + knowledge + rules + tickets

    private static let channels: [EventDescription] = [
        EventDescription(ChannelsAPI.self, ChannelsAPI.received),
        EventDescription(ChannelsAPI.self, ChannelsAPI.delivered),
        EventDescription(ChannelsAPI.self, ChannelsAPI.failed),
        EventDescription(ChannelsAPI.self, ChannelsAPI.webhookDisabled),
    ]

    private static let customers: [EventDescription] = [
        EventDescription(CustomersAPI.self, CustomersAPI.erased),
        EventDescription(CustomersAPI.self, CustomersAPI.segmentEntered),
        EventDescription(CustomersAPI.self, CustomersAPI.segmentLeft),
        EventDescription(CustomersAPI.self, CustomersAPI.tagged),
        EventDescription(CustomersAPI.self, CustomersAPI.created),
        EventDescription(CustomersAPI.self, CustomersAPI.changed),
        EventDescription(CustomersAPI.self, CustomersAPI.joined),
        EventDescription(CustomersAPI.self, CustomersAPI.separated),
        EventDescription(CustomersAPI.self, CustomersAPI.exported),
        EventDescription(CustomersAPI.self, CustomersAPI.paper),
        EventDescription(CustomersAPI.self, CustomersAPI.attributesChanged),
        EventDescription(CustomersAPI.self, CustomersAPI.attributeRevealed),
        EventDescription(CustomersAPI.self, CustomersAPI.couponIssued),
        EventDescription(CustomersAPI.self, CustomersAPI.couponRedeemed),
        EventDescription(CustomersAPI.self, CustomersAPI.couponExpired),
        EventDescription(CustomersAPI.self, CustomersAPI.couponRevoked),
    ]

    private static let knowledge: [EventDescription] = [
        EventDescription(KnowledgeAPI.self, KnowledgeAPI.published),
        EventDescription(KnowledgeAPI.self, KnowledgeAPI.archived),
        EventDescription(KnowledgeAPI.self, KnowledgeAPI.saved),
        EventDescription(KnowledgeAPI.self, KnowledgeAPI.cited),
    ]

    private static let rules: [EventDescription] = [
        EventDescription(RulesAPI.self, RulesAPI.ran),
        EventDescription(RulesAPI.self, RulesAPI.notified),
        EventDescription(RulesAPI.self, RulesAPI.changed),
    ]

    private static let tickets: [EventDescription] = [
        EventDescription(TicketsAPI.self, TicketsAPI.intentChanged),
        EventDescription(TicketsAPI.self, TicketsAPI.draftChanged),
        EventDescription(TicketsAPI.self, TicketsAPI.macroChanged),
        EventDescription(TicketsAPI.self, TicketsAPI.replyHeld),
        EventDescription(TicketsAPI.self, TicketsAPI.replyCancelled),
        EventDescription(TicketsAPI.self, TicketsAPI.replyFailed),
        EventDescription(TicketsAPI.self, TicketsAPI.snoozed),
        EventDescription(TicketsAPI.self, TicketsAPI.awoken),
        EventDescription(TicketsAPI.self, TicketsAPI.sendingChanged),
        EventDescription(TicketsAPI.self, TicketsAPI.linked),
        EventDescription(TicketsAPI.self, TicketsAPI.unlinked),
        EventDescription(TicketsAPI.self, TicketsAPI.reopeningChanged),
        EventDescription(TicketsAPI.self, TicketsAPI.merged),
        EventDescription(TicketsAPI.self, TicketsAPI.absorbed),
        EventDescription(TicketsAPI.self, TicketsAPI.unmerged),
        EventDescription(TicketsAPI.self, TicketsAPI.released),
        EventDescription(TicketsAPI.self, TicketsAPI.parted),
        EventDescription(TicketsAPI.self, TicketsAPI.redacted),
        EventDescription(TicketsAPI.self, TicketsAPI.discarded),
        EventDescription(TicketsAPI.self, TicketsAPI.recovered),
        EventDescription(TicketsAPI.self, TicketsAPI.purged),
        EventDescription(TicketsAPI.self, TicketsAPI.offered),
        EventDescription(TicketsAPI.self, TicketsAPI.offerMissed),
        EventDescription(TicketsAPI.self, TicketsAPI.offerDeclined),
        EventDescription(TicketsAPI.self, TicketsAPI.absenceChanged),
        EventDescription(TicketsAPI.self, TicketsAPI.absenceRemoved),
        EventDescription(TicketsAPI.self, TicketsAPI.lineChanged),
        EventDescription(TicketsAPI.self, TicketsAPI.lineRemoved),
        EventDescription(TicketsAPI.self, TicketsAPI.routingChanged),
        EventDescription(TicketsAPI.self, TicketsAPI.queueChanged),
        EventDescription(TicketsAPI.self, TicketsAPI.slaApplied),
        EventDescription(TicketsAPI.self, TicketsAPI.slaFulfilled),
        EventDescription(TicketsAPI.self, TicketsAPI.slaCancelled),
        EventDescription(TicketsAPI.self, TicketsAPI.slaEscalated),
        EventDescription(TicketsAPI.self, TicketsAPI.policyChanged),
        EventDescription(TicketsAPI.self, TicketsAPI.policyRemoved),
        EventDescription(TicketsAPI.self, TicketsAPI.policiesOrdered),
        EventDescription(TicketsAPI.self, TicketsAPI.calendarRemoved),
        EventDescription(TicketsAPI.self, TicketsAPI.sideSent),
        EventDescription(TicketsAPI.self, TicketsAPI.sideReceived),
        EventDescription(TicketsAPI.self, TicketsAPI.sideChanged),
        EventDescription(TicketsAPI.self, TicketsAPI.surveyAnswered),
        EventDescription(TicketsAPI.self, TicketsAPI.surveyCancelled),
        EventDescription(TicketsAPI.self, TicketsAPI.surveyBad),
        EventDescription(TicketsAPI.self, TicketsAPI.surveyOverdue),
        EventDescription(TicketsAPI.self, TicketsAPI.surveyFormChanged),
        EventDescription(TicketsAPI.self, TicketsAPI.surveyScaleChanged),
        EventDescription(TicketsAPI.self, TicketsAPI.surveyCaseClosed),
        EventDescription(TicketsAPI.self, TicketsAPI.surveyProgrammeChanged),
        EventDescription(TicketsAPI.self, TicketsAPI.effortCorrected),
        EventDescription(TicketsAPI.self, TicketsAPI.followersChanged),
        EventDescription(TicketsAPI.self, TicketsAPI.remindersChanged),
        EventDescription(TicketsAPI.self, TicketsAPI.opened),
        EventDescription(TicketsAPI.self, TicketsAPI.received),
        EventDescription(TicketsAPI.self, TicketsAPI.muted),
        EventDescription(TicketsAPI.self, TicketsAPI.replied),
        EventDescription(TicketsAPI.self, TicketsAPI.noted),
        EventDescription(TicketsAPI.self, TicketsAPI.changed),
        EventDescription(TicketsAPI.self, TicketsAPI.assigned),
        EventDescription(TicketsAPI.self, TicketsAPI.solved),
        EventDescription(TicketsAPI.self, TicketsAPI.reopened),
        EventDescription(TicketsAPI.self, TicketsAPI.closed),
        EventDescription(TicketsAPI.self, TicketsAPI.delivery),
        EventDescription(TicketsAPI.self, TicketsAPI.slaStarted),
        EventDescription(TicketsAPI.self, TicketsAPI.slaPaused),
        EventDescription(TicketsAPI.self, TicketsAPI.slaResumed),
        EventDescription(TicketsAPI.self, TicketsAPI.slaMet),
        EventDescription(TicketsAPI.self, TicketsAPI.slaWarned),
        EventDescription(TicketsAPI.self, TicketsAPI.slaBreached),
        EventDescription(TicketsAPI.self, TicketsAPI.surveyOffered),
        EventDescription(TicketsAPI.self, TicketsAPI.rated),
        EventDescription(TicketsAPI.self, TicketsAPI.agentChanged),
        EventDescription(TicketsAPI.self, TicketsAPI.teamChanged),
        EventDescription(TicketsAPI.self, TicketsAPI.calendarChanged),
        EventDescription(TicketsAPI.self, TicketsAPI.bulkChanged),
        EventDescription(TicketsAPI.self, TicketsAPI.viewChanged),
    ]
}
