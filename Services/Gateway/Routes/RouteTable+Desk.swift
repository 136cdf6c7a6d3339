internal import Base
internal import Contracts

extension RouteTable {
    static let ticketRoutes: [Route] = [
        .call(
            "GET", "/tickets", TicketsAPI.list, .page,
            query: ["view", "sort", "descending", "search", "requester", "team", "assignee"]),
        .call("POST", "/tickets", TicketsAPI.open, .created),
        .call("GET", "/ticket-counts", TicketsAPI.counts, query: ["team"]),
        .call(
            "GET", "/tickets/search", TicketsAPI.search, .page, query: ["q", "order", "view"]),
        .call("GET", "/tickets/{id}", TicketsAPI.get),
        .call("PATCH", "/tickets/{id}", TicketsAPI.update),
        .call("GET", "/tickets/{ticket}/messages", TicketsAPI.messages, .page),
        .call("POST", "/tickets/{ticket}/replies", TicketsAPI.reply, .created),
        .call("POST", "/tickets/{ticket}/notes", TicketsAPI.note, .created),
        .call("GET", "/tickets/{ticket}/history", TicketsAPI.history, .page),
        .call("POST", "/tickets/{ticket}/survey", TicketsAPI.offerSurvey, .created),
        .call("GET", "/tickets/{ticket}/surveys", TicketsAPI.surveysOfTicket, .page),
        .suggestions,
        .attach, .attachment,
    ]

    static let mergeRoutes: [Route] = [
        .call("GET", "/tickets/{ticket}/merges", TicketsAPI.merges, .page),
        .call("POST", "/tickets/{target}/merges", TicketsAPI.merge, .created),
        .call("POST", "/tickets/{target}/merges/previews", TicketsAPI.previewMerge),
        .call("POST", "/merges/{id}/undo", TicketsAPI.undoMerge),
        .call("POST", "/tickets/{ticket}/splits", TicketsAPI.split, .created),
        .call("GET", "/tickets/{ticket}/links", TicketsAPI.links, .page, query: ["role"]),
        .call("POST", "/tickets/{ticket}/links", TicketsAPI.link, .created),
        .call("DELETE", "/tickets/{ticket}/links/{role}/{other}", TicketsAPI.unlink, .nothing),
        .call("POST", "/tickets/{ticket}/incidents/solution", TicketsAPI.solveIncidents, .accepted),
        .call("GET", "/tickets/{ticket}/duplicates", TicketsAPI.duplicates, .page),
        .call("GET", "/reopening", TicketsAPI.reopening),
        .call("PUT", "/reopening", TicketsAPI.saveReopening, defaults: ["channels": [:], "version": 0]),
    ]

    static let draftRoutes: [Route] = [
        .call("GET", "/drafts", TicketsAPI.myDrafts, .page),
        .call("GET", "/tickets/{ticket}/drafts", TicketsAPI.drafts, .page),
        .call("PUT", "/tickets/{ticket}/drafts/{slot}", TicketsAPI.saveDraft),
        .call("DELETE", "/tickets/{ticket}/drafts/{slot}", TicketsAPI.removeDraft, .nothing),
        .call("GET", "/tickets/{ticket}/held-replies", TicketsAPI.heldReplies, .page),
        .call("POST", "/tickets/{ticket}/held-replies", TicketsAPI.holdReply, .created),
        .call("POST", "/held-replies/{id}/cancellation", TicketsAPI.cancelReply),
        .call("POST", "/held-replies/{id}/release", TicketsAPI.releaseReply, .accepted),
        .call("GET", "/sending", TicketsAPI.sending),
        .call("PUT", "/sending", TicketsAPI.saveSending, defaults: ["version": 0]),
        .call("PUT", "/tickets/{id}/snooze", TicketsAPI.snooze),
        .call("DELETE", "/tickets/{id}/snooze", TicketsAPI.wake),
    ]

    static let erasureRoutes: [Route] = [
        .call("GET", "/viewers", TicketsAPI.viewers, .page, query: ["tickets"]),
        .call("PUT", "/tickets/{ticket}/viewing", TicketsAPI.showPresence),
        .call("DELETE", "/tickets/{ticket}/viewing", TicketsAPI.leaveTicket, .nothing),
        .call("POST", "/tickets/{ticket}/redactions", TicketsAPI.redact, .created),
        .call("DELETE", "/tickets/{id}", TicketsAPI.trash),
        .call("POST", "/tickets/{id}/restoration", TicketsAPI.restore),
        .call("GET", "/trash", TicketsAPI.trashed, .page),
        .call("DELETE", "/trash/{id}", TicketsAPI.purge, .nothing),
    ]

    static let taskRoutes: [Route] = [
        .call("POST", "/tickets/{ticket}/checklist", TicketsAPI.addChecklistItem, .created),
        .call("PATCH", "/tickets/{ticket}/checklist/{item}", TicketsAPI.changeChecklistItem),
        .call("DELETE", "/tickets/{ticket}/checklist/{item}", TicketsAPI.removeChecklistItem),
        .call("PUT", "/tickets/{ticket}/followers/{agent}", TicketsAPI.follow),
        .call("DELETE", "/tickets/{ticket}/followers/{agent}", TicketsAPI.unfollow),
        .call("GET", "/tickets/{ticket}/efforts", TicketsAPI.efforts, .page),
        .call("POST", "/tickets/{ticket}/efforts", TicketsAPI.correctEffort, .created),
        .call("GET", "/reminders", TicketsAPI.reminders),
        .call("PUT", "/reminders", TicketsAPI.saveReminders, defaults: ["version": 0]),
        .call("POST", "/tickets/{id}/callback", TicketsAPI.planCallback),
        .call("POST", "/tickets/{id}/callback/result", TicketsAPI.finishCallback),
    ]

    static let sideRoutes: [Route] = [
        .call("GET", "/tickets/{ticket}/side-conversations", TicketsAPI.sideTalks, .page),
        .call("POST", "/tickets/{ticket}/side-conversations", TicketsAPI.openSideTalk, .created),
        .call("GET", "/side-conversations/{talk}/messages", TicketsAPI.sideMessages, .page),
        .call("POST", "/side-conversations/{talk}/messages", TicketsAPI.writeSideMessage, .created),
        .call("PUT", "/side-conversations/{talk}/state", TicketsAPI.closeSideTalk),
    ]

    static let macroRoutes: [Route] = [
        .call("GET", "/macros", TicketsAPI.macros, .page),
        .call("POST", "/macros", TicketsAPI.saveMacro, .created, operation: "tickets.macros.add", defaults: macro),
        .call("PUT", "/macros/{id}", TicketsAPI.saveMacro, defaults: macro),
        .call("DELETE", "/macros/{id}", TicketsAPI.removeMacro, .nothing),
        .call("GET", "/tickets/{ticket}/macros/{macro}", TicketsAPI.previewMacro, query: ["language"]),
        .call("POST", "/tickets/{ticket}/macros/{macro}", TicketsAPI.useMacro),
    ]
    /// What a macro has when nothing is said of it.
    private static let macro: JSON = [
        "id": "", "names": [:], "use": "any", "scope": "personal", "texts": [:], "uses": 0, "version": 0,
    ]

    static let viewRoutes: [Route] = [
        .call("GET", "/views", TicketsAPI.views, .page),
        .call("POST", "/views", TicketsAPI.saveView, .created, operation: "tickets.views.add"),
        .call("POST", "/views/trials", TicketsAPI.tryView),
        .call("GET", "/views/{id}", TicketsAPI.view),
        .call("PUT", "/views/{id}", TicketsAPI.saveView),
        .call(
            "DELETE", "/views/{id}", TicketsAPI.removeView, .nothing),
        .call("GET", "/view-order", TicketsAPI.viewOrder),
        .call("PUT", "/view-order", TicketsAPI.orderViews),
        .call("GET", "/view-fields", TicketsAPI.viewFields),
        .call(
            "POST", "/bulk-runs", TicketsAPI.startBulk, .accepted),
        .call(
            "POST", "/bulk-runs/previews", TicketsAPI.previewBulk),
        .call("GET", "/bulk-runs/{id}", TicketsAPI.bulk),
        .call("POST", "/bulk-runs/{id}/undo", TicketsAPI.undoBulk, .accepted),
    ]

    static let routingRoutes: [Route] = [
        .call("GET", "/routing", TicketsAPI.routing),
        .call("PUT", "/routing", TicketsAPI.saveRouting, defaults: ["weights": [:], "version": 0]),
        .call("POST", "/routing/rehearsals", TicketsAPI.rehearseRouting),
        .call("GET", "/queues", TicketsAPI.queues, .page),
        .call(
            "PUT", "/queues/{team}", TicketsAPI.saveQueue,
            defaults: ["strategy": "roundRobin", "order": "age", "points": [:], "slope": 1, "version": 0]),
        .call("GET", "/queues/{team}/tickets", TicketsAPI.queued, .page),
        .call("GET", "/tickets/{id}/routing", TicketsAPI.explainRouting),
        .call("POST", "/tickets/{id}/routing", TicketsAPI.routeAgain),
        .call("POST", "/tickets/{id}/claim", TicketsAPI.claim),
        .call("POST", "/tickets/{id}/offer/acceptance", TicketsAPI.acceptOffer),
        .call("POST", "/tickets/{id}/offer/refusal", TicketsAPI.declineOffer),
        .call("GET", "/tickets/{id}/intent", TicketsAPI.intent),
        .call("GET", "/intent/settings", TicketsAPI.intentSettings),
        .call(
            "PUT", "/intent/settings", TicketsAPI.saveIntentSettings,
            defaults: ["enabled": true, "thresholds": [:], "applied": [], "categoryField": "category", "version": 0]),
        .call("GET", "/intent/report", TicketsAPI.intentReport),
        .call("POST", "/intent/trials", TicketsAPI.tryIntent),
        .call("POST", "/intent/trainings", TicketsAPI.trainIntent, .accepted),
    ]

    static let surveyRoutes: [Route] = [
        .call("GET", "/survey-forms", TicketsAPI.surveyForms, .page),
        .call(
            "PUT", "/survey-forms/{id}", TicketsAPI.saveSurveyForm,
            defaults: [
                "enabled": true, "condition": ["all": []], "delaySeconds": 0, "fatigueDays": 0,
                "hidesBadComments": false, "position": 100, "version": 0,
            ]),
        .call("DELETE", "/survey-forms/{id}", TicketsAPI.removeSurveyForm, .nothing),
        .call("GET", "/survey-scales", TicketsAPI.surveyScales, .page),
        .call("PUT", "/survey-scales/{id}", TicketsAPI.saveSurveyScale, defaults: ["version": 0]),
        .call("GET", "/survey-cases", TicketsAPI.surveyCases, .page, query: ["state"]),
        .call("POST", "/survey-cases/{id}/views", TicketsAPI.seeSurveyCase),
        .call("POST", "/survey-cases/{id}/closure", TicketsAPI.closeSurveyCase),
        .call("GET", "/survey-causes", TicketsAPI.surveyCauses, .page),
        .call("PUT", "/survey-causes/{id}", TicketsAPI.saveSurveyCause, defaults: ["names": [:], "version": 0]),
        .call("GET", "/survey-cause-counts", TicketsAPI.surveyCauseCounts, .page),
        .call("GET", "/survey-programmes", TicketsAPI.surveyProgrammes, .page),
        .call(
            "PUT", "/survey-programmes/{id}", TicketsAPI.saveSurveyProgramme,
            defaults: [
                "enabled": true, "condition": ["all": []], "sample": 100, "everyDays": 30, "restDays": 90, "version": 0,
            ]),
    ]

    static let staffRoutes: [Route] = [
        .call("GET", "/agents", TicketsAPI.agents, .page),
        .call(
            "PUT", "/agents/{id}", TicketsAPI.saveAgent,
            defaults: ["teams": [], "presence": "offline", "capacity": 20, "load": 0, "active": true, "version": 0]),
        .call("PUT", "/agents/{agent}/presence", TicketsAPI.setPresence),
        .call("GET", "/agents/{agent}/presence", TicketsAPI.presenceLog, .page),
        .call("GET", "/agents/{agent}/managers", TicketsAPI.managers, .page, query: ["at"]),
        .call("GET", "/presence-reasons", TicketsAPI.presenceReasons, .page),
        .call("PUT", "/presence-reasons/{id}", TicketsAPI.savePresenceReason, defaults: ["names": [:], "version": 0]),
        .call("GET", "/skills", TicketsAPI.skills, .page),
        .call("PUT", "/skills/{id}", TicketsAPI.saveSkill, defaults: ["names": [:], "version": 0]),
        .call("GET", "/org-chart", TicketsAPI.chart, .page, query: ["at", "agent"]),
        .call(
            "POST", "/org-chart", TicketsAPI.saveLine, .created, operation: "tickets.chart.add",
            defaults: ["id": "", "version": 0]),
        .call("PUT", "/org-chart/{id}", TicketsAPI.saveLine, defaults: ["version": 0]),
        .call("DELETE", "/org-chart/{id}", TicketsAPI.removeLine, .nothing),
        .call("GET", "/absences", TicketsAPI.absences, .page, query: ["agent"]),
        .call(
            "POST", "/absences", TicketsAPI.saveAbsence, .created, operation: "tickets.absences.add",
            defaults: ["id": "", "version": 0]),
        .call("PUT", "/absences/{id}", TicketsAPI.saveAbsence, defaults: ["version": 0]),
        .call("DELETE", "/absences/{id}", TicketsAPI.removeAbsence, .nothing),
        .call("GET", "/teams", TicketsAPI.teams, .page),
        .call("PUT", "/teams/{id}", TicketsAPI.saveTeam, defaults: ["names": [:], "version": 0]),
        .call("GET", "/accounts", GatewayAPI.accounts, .page),
        .saveAccount,
    ]

    static let knowledgeRoutes: [Route] = [
        .call("GET", "/articles", KnowledgeAPI.list, .page, query: ["language", "category", "state"]),
        .call("POST", "/articles", KnowledgeAPI.save, .created, operation: "knowledge.add"),
        .searchArticles,
        .call("GET", "/articles/{id}", KnowledgeAPI.get),
        .call("PATCH", "/articles/{id}", KnowledgeAPI.save),
        .call("POST", "/articles/{id}/publication", KnowledgeAPI.publish),
        .call("POST", "/articles/{id}/archival", KnowledgeAPI.archive),
        .call("POST", "/articles/{article}/citations", KnowledgeAPI.cite, .nothing),
    ]

    static let ruleRoutes: [Route] = [
        .call("GET", "/rules", RulesAPI.list, .page),
        .call(
            "POST", "/rules", RulesAPI.save, .created, operation: "rules.add",
            defaults: ["id": "", "names": [:], "enabled": true, "position": 100, "version": 0]),
        .call("GET", "/rules/{id}", RulesAPI.get),
        .call("PUT", "/rules/{id}", RulesAPI.save, defaults: ["names": [:]]),
        .call("DELETE", "/rules/{id}", RulesAPI.remove, .nothing),
        .call("POST", "/rules/rehearsals", RulesAPI.rehearse),
        .call("GET", "/rule-runs", RulesAPI.runs, .page, query: ["ticket", "rule", "event"]),
        .notifications, .readNotifications,
    ]

    static let analyticsRoutes: [Route] = [
        .call("GET", "/metrics", AnalyticsAPI.catalogue, .page),
        .call(
            "GET", "/metrics/{metric}", AnalyticsAPI.query,
            query: ["from", "to", "by", "business", "channel", "agent", "team", "zone"]),
        .call(
            "GET", "/metrics/{metric}/tickets", AnalyticsAPI.tickets, .page,
            query: ["from", "to", "by", "business", "channel", "agent", "team", "zone"]),
        .call("GET", "/analytics/rebuild", AnalyticsAPI.state),
        .call("POST", "/analytics/rebuild", AnalyticsAPI.rebuild, .accepted),
    ]

    static let channelRoutes: [Route] = [
        .call("GET", "/channels", ChannelsAPI.list, .page),
        .call("PUT", "/channels/{id}", ChannelsAPI.save, defaults: ["enabled": true, "version": 0]),
        .call("GET", "/intakes", ChannelsAPI.intakes, .page, query: ["state"]),
        .intakeMail,
    ]

    static let publicRoutes: [Route] = [
        .call("POST", "/intake/form", ChannelsAPI.submitForm, .accepted, access: .everyone),
        .weChat("GET"), .weChat("POST"),
        .call("GET", "/surveys/{token}", TicketsAPI.survey, access: .everyone),
        .call("POST", "/surveys/{token}/answers", TicketsAPI.answerSurvey, access: .everyone),
        .surveyCode,
        .call("POST", "/visitors/{visitor}/identification", CustomersAPI.promoteSelf, access: .everyone),
        .stream, .changes, .openAPI, .asyncAPI,
    ]
}
