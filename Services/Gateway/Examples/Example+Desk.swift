internal import Base

extension Example {
    /// Views, changes of many tickets, who gets which ticket, what is proposed.
    static let desk: [Example] = [
        Example(
            "tickets.views.try",
            body: ["condition": ["field": "ticket.priority", "is": "equal", "value": "high"], "limit": 10]),
        Example(
            "tickets.views.add",
            body: [
                "name": "Kettles that wait",
                "condition": [
                    "all": [
                        ["field": "ticket.tags", "is": "equal", "value": "kettle"],
                        ["field": "ticket.status", "is": "anyOf", "value": ["new", "open"]],
                    ]
                ], "columns": ["number", "subject", "requester.name", "dueAt"], "sort": "due", "scope": "everyone",
            ], keeps: ["view": "id"]),
        Example(
            "tickets.views.save", ["id": "{view}"], version: 1,
            body: [
                "name": "Kettles that wait", "names": ["zh": "待处理的水壶"],
                "condition": ["field": "ticket.tags", "is": "equal", "value": "kettle"], "scope": "everyone",
            ]),
        Example("tickets.views.reorder", body: ["ids": ["{view}"]]),
        Example(
            "tickets.bulk.preview",
            body: ["ids": ["{second}", "{third}"], "edit": ["addTags": ["autumn"], "priority": "low"]]),
        Example(
            "tickets.bulk.start",
            body: ["ids": ["{second}", "{third}"], "edit": ["addTags": ["autumn"], "priority": "low"]],
            keeps: ["run": "id"]),
        Example("tickets.bulk.get", ["id": "{run}"], until: ["state": "done"]),
        Example("tickets.bulk.undo", ["id": "{run}"], body: [:]),
        Example(
            "tickets.routing.save",
            body: [
                "rules": [
                    [
                        "id": "returns", "name": "Returns", "team": "returns",
                        "condition": ["field": "ticket.tags", "is": "equal", "value": "return"],
                        "skills": [["skill": "german", "level": 2, "required": false]], "boost": 10,
                    ]
                ], "weights": ["chat": 2],
            ]),
        Example("tickets.routing.rehearse", body: ["days": 7]),
        Example(
            "tickets.queues.save", ["team": "returns"],
            body: ["strategy": "leastLoaded", "order": "deadline", "offerSeconds": 3600]),
        Example("tickets.presence.set", ["agent": "{me}"], body: ["presence": "online"]),
        Example(
            "tickets.open",
            body: [
                "subject": "I send the toaster back", "text": "It is too small for our bread.",
                "requester": ["id": "c-ada", "name": "Ada Brown", "address": "ada@customer.example"],
                "tags": ["return"],
            ], keeps: ["offered": "id"]),
        Example("tickets.offers.accept", ["id": "{offered}"], body: [:]),
        Example(
            "tickets.open",
            body: [
                "subject": "I send the pan back", "text": "It came with a dent.",
                "requester": ["id": "c-ada", "name": "Ada Brown", "address": "ada@customer.example"],
                "tags": ["return"],
            ], keeps: ["refused": "id"]),
        Example("tickets.offers.decline", ["id": "{refused}"], body: [:]),
        Example("tickets.routing.again", ["id": "{refused}"], body: [:]),
        Example("tickets.queues.save", ["team": "returns"], version: 1, body: ["strategy": "manual"]),
        Example(
            "tickets.open",
            body: [
                "subject": "Rücksendung", "text": "Der Topf ist zu groß.",
                "requester": ["id": "c-ada", "name": "Ada Brown", "address": "ada@customer.example"],
                "tags": ["return"],
            ], keeps: ["free": "id"]),
        Example("tickets.claim", ["id": "{free}"], body: [:]),
        Example(
            "tickets.intent.settings.save",
            body: ["enabled": true, "applied": ["tags"], "thresholds": ["tags": 0.7], "categoryField": "category"]),
        Example("tickets.intent.try", body: ["subject": "Broken kettle", "text": "It leaks, I want my money back."]),
        Example("tickets.intent.train", body: [:]),
    ]
}
