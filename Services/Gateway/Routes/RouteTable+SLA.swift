internal import Base
internal import Contracts

extension RouteTable {
    /// What a policy and a calendar have when nothing is said of it.
    private static let policyDefaults: JSON = [
        "id": "", "names": [:], "enabled": true, "condition": ["all": []], "pausedIn": ["pending", "hold"],
        "reopening": "resume", "warnings": [], "escalations": [], "version": 0,
    ]
    private static let calendarDefaults: JSON = ["id": "", "days": [], "version": 0]

    static let slaRoutes: [Route] = [
        .call("GET", "/calendars", TicketsAPI.calendars, .page),
        .call(
            "POST", "/calendars", TicketsAPI.saveCalendar, .created, operation: "tickets.calendars.add",
            defaults: calendarDefaults),
        .call("GET", "/calendars/{id}", TicketsAPI.calendar),
        .call("PUT", "/calendars/{id}", TicketsAPI.saveCalendar, defaults: calendarDefaults),
        .call("DELETE", "/calendars/{id}", TicketsAPI.removeCalendar, .nothing),
        .call("POST", "/calendars/{id}/imports", TicketsAPI.importDays),
        .call("GET", "/deadlines", TicketsAPI.deadline, query: ["from", "seconds", "calendar"]),
        .call("GET", "/sla-policies", TicketsAPI.policies, .page),
        .call(
            "POST", "/sla-policies", TicketsAPI.savePolicy, .created, operation: "tickets.sla.add",
            defaults: policyDefaults),
        .call("GET", "/sla-policies/{id}", TicketsAPI.policy),
        .call("PUT", "/sla-policies/{id}", TicketsAPI.savePolicy, defaults: policyDefaults),
        .call("DELETE", "/sla-policies/{id}", TicketsAPI.removePolicy, .nothing),
        .call("GET", "/sla-policy-order", TicketsAPI.policyOrder),
        .call("PUT", "/sla-policy-order", TicketsAPI.orderPolicies),
        .call("GET", "/sla-preview", TicketsAPI.previewTerms),
        .call("GET", "/sla-application", TicketsAPI.application),
        .call("POST", "/sla-application", TicketsAPI.applyTerms, .accepted),
        .call("GET", "/sla-parked", TicketsAPI.parked, .page),
        .call("GET", "/tickets/{ticket}/sla-log", TicketsAPI.slaLog, .page),
    ]
}
