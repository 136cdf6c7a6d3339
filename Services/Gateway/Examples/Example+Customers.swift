internal import Base

extension Example {
    /// Who is behind the addresses, and what is known of them.
    static let customers: [Example] = [
        Example(
            "customers.create",
            body: [
                "name": "Ada Brown", "company": "Brown & Sons", "language": "en", "tier": "gold", "tags": ["wholesale"],
                "identities": [["kind": "email", "value": "ada.brown@customer.example", "verified": true]],
            ], keeps: ["customer": "id"]),
        Example(
            "customers.create",
            body: [
                "name": "王小明", "language": "zh",
                "identities": [["kind": "phone", "value": "+8613800138000", "verified": false]],
            ], keeps: ["other": "id"]),
        Example(
            "customers.update", ["id": "{customer}"], version: 1,
            body: ["tier": "vip", "addTags": ["coffee"], "note": "Calls on Mondays."]),
        Example("customers.list", query: ["search": "Brown", "tier": "vip"]),
        Example("customers.timeline", ["customer": "{customer}"], query: ["channel": "mail"]),
        Example(
            "customers.resolve",
            body: [
                "identity": ["kind": "email", "value": "ada.brown@customer.example", "verified": true],
                "also": [["kind": "phone", "value": "+4930123456", "verified": false]], "name": "Ada Brown",
            ]),
        Example(
            "customers.identities.add", ["customer": "{customer}"],
            body: ["kind": "email", "value": "ada@home.example"]),
        Example(
            "customers.identities.verify", ["customer": "{customer}"],
            body: ["kind": "email", "value": "ada@home.example"]),
        Example(
            "customers.identities.rules.save", version: 1,
            body: [
                "country": "DE", "joins": false, "blocked": ["noreply@", "postmaster@"], "undoDays": 30,
                "kinds": [
                    ["kind": "external", "joins": false, "limit": 1, "strong": true],
                    ["kind": "unionid", "joins": true, "limit": 1, "strong": true],
                    ["kind": "wecom", "joins": true, "limit": 3, "strong": false],
                    ["kind": "dingtalk", "joins": false, "limit": 3, "strong": false],
                    ["kind": "wechat", "joins": false, "limit": 10, "strong": false],
                    ["kind": "phone", "joins": true, "limit": 5, "strong": false],
                    ["kind": "email", "joins": true, "limit": 5, "strong": false],
                    ["kind": "weibo", "joins": false, "limit": 3, "strong": false],
                    ["kind": "widget", "joins": false, "limit": 50, "strong": false],
                    ["kind": "other", "joins": false, "limit": 20, "strong": false],
                ],
            ]),
        Example(
            "customers.organisations.add", body: ["name": "Brown & Sons", "domains": ["brown.example"]],
            keeps: ["organisation": "id"]),
        Example(
            "customers.organisations.save", ["id": "{organisation}"], version: 1,
            body: ["name": "Brown & Sons Ltd", "domains": ["brown.example"], "note": "Pays by invoice."]),
        Example("customers.join.preview", ["survivor": "{customer}"], body: ["loser": "{other}", "take": ["name"]]),
        Example("customers.join", ["survivor": "{customer}"], body: ["loser": "{other}", "confirmed": true]),
        Example("customers.merges", ["customer": "{customer}"], keeps: ["join": "data.0.id"]),
        Example("customers.merges.undo", ["id": "{join}"], body: [:]),
        Example(
            "customers.notes.add", ["customer": "{customer}"], body: ["text": "Prefers to be called in the afternoon."],
            keeps: ["remark": "id"]),
        Example(
            "customers.notes.edit", ["id": "{remark}"], version: 1, body: ["text": "Prefers to be called after four."]),
        Example(
            "customers.attributes.fields.save", ["id": "account"],
            body: ["name": "Bank account", "names": ["zh": "银行账号"], "kind": "text", "secret": true]),
        Example(
            "customers.attributes.save", ["customer": "{customer}"],
            body: ["values": ["account": "DE89370400440532013000"]]),
        Example(
            "customers.attributes.reveal", ["customer": "{customer}", "field": "account"],
            body: ["reason": "Refund of order 2026-11871"]),
        Example(
            "customers.consents.save", ["customer": "{customer}", "channel": "sms"],
            body: ["state": "given", "source": "on the phone"]),
        Example(
            "customers.quiet.save", ["customer": "{customer}"],
            body: ["quiet": ["from": "21:00", "to": "08:00", "zone": "Europe/Berlin"]]),
        Example(
            "customers.outreach.rules.save", version: 1,
            body: [
                "quiet": ["from": "22:00", "to": "07:00", "zone": "Asia/Shanghai"], "perDay": 1, "perWeek": 3,
                "needsConsent": ["sms", "wechat"],
            ]),
        Example(
            "customers.outreach.ask", ["customer": "{customer}"], body: ["channel": "mail", "message": "winter"]),
        Example(
            "customers.outreach.claim", ["customer": "{customer}"], body: ["channel": "mail", "message": "winter"]),
        Example(
            "customers.visitors.promote", ["visitor": "w-93f1"],
            body: ["user": "4711", "hash": "{hash}", "name": "Ada Brown", "email": "ada.brown@customer.example"]),
        Example("customers.visitors.identify", ["visitor": "w-c07a"], body: ["user": "4711", "hash": "{hash}"]),
        Example("customers.visitors.secret.renew", body: [:]),
    ]
}
