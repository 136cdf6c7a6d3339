internal import Base

extension Example {
    /// Rules, channels, programs that listen, keys, numbers.
    static let house: [Example] = [
        Example(
            "rules.add",
            body: [
                "name": "Parcels are urgent before Christmas", "names": ["zh": "圣诞前包裹优先"],
                "trigger": ["on": ["moat.tickets.opened"]],
                "condition": ["field": "ticket.subject", "is": "contains", "value": "parcel"],
                "actions": [["kind": "set", "set": ["id": "", "priority": "urgent", "addTags": ["parcel"]]]],
            ], keeps: ["rule": "id"]),
        Example(
            "rules.save", ["id": "{rule}"], version: 1,
            body: [
                "name": "Parcels are urgent before Christmas", "names": ["zh": "圣诞前包裹优先"],
                "trigger": ["on": ["moat.tickets.opened"]],
                "condition": ["field": "ticket.subject", "is": "contains", "value": "parcel"],
                "actions": [["kind": "set", "set": ["id": "", "priority": "urgent", "addTags": ["parcel"]]]],
                "enabled": true, "position": 50,
            ]),
        Example(
            "rules.rehearse",
            body: [
                "ticket": "{third}",
                "rule": [
                    "name": "Parcels are urgent before Christmas", "names": ["zh": "圣诞前包裹优先"],
                    "trigger": ["on": ["moat.tickets.opened"]],
                    "condition": ["field": "ticket.subject", "is": "contains", "value": "parcel"],
                    "actions": [["kind": "set", "set": ["id": "", "priority": "urgent", "addTags": ["parcel"]]]],
                    "id": "", "enabled": true, "position": 50, "version": 0,
                ],
            ]),
        Example(
            "channels.save", ["id": "support"],
            body: [
                "kind": "mail", "name": "Support mail",
                "mail": [
                    "address": "support@shop.example", "displayName": "Shop support",
                    "imap": "imaps://imap.shop.example", "imapUser": "support", "imapPassword": "from the provider",
                    "smtp": "smtps://smtp.shop.example", "smtpUser": "support", "smtpPassword": "from the provider",
                    "pollSeconds": 60,
                ],
            ]),
        Example(
            "channels.intake.form",
            body: [
                "name": "Grace Green", "email": "grace@customer.example", "subject": "Invoice",
                "text": "Please send me the invoice of order 2026-12004.", "language": "en",
            ]),
        Example(
            "channels.intake.mail", query: ["channel": "support"],
            body: lines([
                "From: Grace Green <grace@customer.example>", "To: support@shop.example", "Subject: Invoice",
                "Message-ID: <1@customer.example>", "", "Please send me the invoice.", "",
            ])),
        Example(
            "channels.webhooks.add",
            body: ["name": "Order system", "url": "https://orders.shop.example/moat", "types": ["moat.tickets.*"]],
            keeps: ["webhook": "webhook.id"]),
        Example(
            "channels.webhooks.save", ["id": "{webhook}"], version: 1,
            body: [
                "name": "Order system", "url": "https://orders.shop.example/moat",
                "types": ["moat.tickets.solved", "moat.customers.*"],
            ]),
        Example("channels.webhooks.test", ["id": "{webhook}"], body: [:]),
        Example("channels.webhooks.deliveries", ["webhook": "{webhook}"], keeps: ["delivery": "data.0.id"]),
        Example("channels.webhooks.replay", ["webhook": "{webhook}", "delivery": "{delivery}"], body: [:]),
        Example(
            "gateway.keys.add", body: ["name": "Order system", "roles": ["agent"], "perMinute": 120],
            keeps: ["key": "key.id"]),
        Example("gateway.audit.verify", body: [:]),
        Example("analytics.rebuild", body: [:]),
        Example(
            "analytics.query", ["metric": "volume"],
            query: ["from": "2026-11-01T00:00:00Z", "to": "2026-12-01T00:00:00Z", "by": "day", "zone": "UTC"]),
        Example(
            "analytics.tickets", ["metric": "volume"],
            query: ["from": "2026-11-01T00:00:00Z", "to": "2026-12-01T00:00:00Z"]),
        Example("live.changes", query: ["types": "moat.tickets.opened", "start": "now"]),
        Example("gateway.audit", query: ["action": "session.open"]),
        Example("rules.runs", query: ["ticket": "{third}"]),
    ]
}
