internal import Base

extension Example {
    /// Calendars and the SLA policies that count by them.
    static let promises: [Example] = [
        Example(
            "tickets.calendars.add",
            body: [
                "name": "Shanghai office", "zone": "Asia/Shanghai",
                "week": [
                    [["from": 540, "to": 1080]], [["from": 540, "to": 1080]], [["from": 540, "to": 1080]],
                    [["from": 540, "to": 1080]], [["from": 540, "to": 1080]], [], [],
                ], "days": [["date": "2036-02-02", "to": "2036-02-08", "name": "春节", "hours": []]],
            ], keeps: ["calendar": "id"]),
        Example(
            "tickets.calendars.save", ["id": "{calendar}"], version: 1,
            body: [
                "name": "Shanghai office", "zone": "Asia/Shanghai",
                "week": [
                    [["from": 540, "to": 1080]], [["from": 540, "to": 1080]], [["from": 540, "to": 1080]],
                    [["from": 540, "to": 1080]], [["from": 540, "to": 1080]], [], [],
                ],
            ]),
        Example(
            "tickets.calendars.import", ["id": "{calendar}"],
            body: [
                "ics": lines([
                    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//shop//EN", "BEGIN:VEVENT", "UID:1@shop.example",
                    "DTSTAMP:20260101T000000Z", "DTSTART;VALUE=DATE:20361001", "DTEND;VALUE=DATE:20361008",
                    "SUMMARY:National Day", "END:VEVENT", "END:VCALENDAR", "",
                ])
            ]),
        Example(
            "tickets.deadline", query: ["from": "2036-02-01T09:00:00Z", "seconds": "14400", "calendar": "{calendar}"]),
        Example(
            "tickets.sla.add",
            body: [
                "name": "VIP customers", "calendar": "{calendar}",
                "condition": ["field": "ticket.requester.tier", "is": "equal", "value": "vip"],
                "targets": [
                    "firstResponse": ["normal": ["seconds": 3600, "business": true], "urgent": ["seconds": 900]]
                ], "warnings": [["percent": 80]], "escalations": [["after": 600, "to": "teamLead"]],
            ], keeps: ["policy": "id"]),
        Example(
            "tickets.sla.save", ["id": "{policy}"], version: 1,
            body: [
                "name": "VIP customers", "names": ["zh": "VIP 客户"], "calendar": "{calendar}",
                "condition": ["field": "ticket.requester.tier", "is": "equal", "value": "vip"],
                "targets": [
                    "firstResponse": ["normal": ["seconds": 3600, "business": true], "urgent": ["seconds": 900]]
                ],
            ]),
        Example("tickets.sla.order", keeps: ["policies": "ids"]),
        Example("tickets.sla.order.save", body: ["ids": "{policies}"]),
        Example("tickets.sla.preview", keeps: ["sla": "version"]),
        Example("tickets.sla.apply", body: ["version": "{sla}"]),
    ]
}
