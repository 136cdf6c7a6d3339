internal import Base

extension Example {
    /// Facts, tags, segments, coupons, other systems, files.
    static let customerData: [Example] = [
        Example(
            "customers.facts.types.save", ["id": "web_order"],
            body: [
                "name": "Order", "names": ["zh": "订单"], "role": "purchase", "amount": "amount", "summary": "number",
                "schema": [
                    "type": "object", "properties": ["amount": ["type": "number"], "number": ["type": "string"]],
                    "required": ["amount"],
                ],
            ]),
        Example(
            "customers.facts.record", ["customer": "{customer}"],
            body: [
                "type": "web_order", "source": "shop", "externalID": "2026-11871", "occurredAt": "2026-11-02T10:15:00Z",
                "data": ["amount": 49.9, "number": "2026-11871"],
            ]),
        Example(
            "customers.facts.imports.start",
            body:
                #"{"customer":"external:77","type":"web_order","source":"erp","externalID":"12","data":{"amount":12}}"#,
            keeps: ["facts": "id"]),
        Example(
            "customers.segments.try", body: ["condition": ["field": "customer.tier", "is": "equal", "value": "vip"]]),
        Example(
            "customers.segments.add",
            body: [
                "name": "Bought lately",
                "condition": [
                    "count": "customer.facts.web_order", "where": ["field": "amount", "is": "atLeast", "value": 20],
                ],
            ], keeps: ["segment": "id"]),
        Example("customers.segments.get", ["id": "{segment}"], until: ["size": 1]),
        Example(
            "customers.segments.save", ["id": "{segment}"], version: 1,
            body: [
                "name": "Bought lately",
                "condition": [
                    "count": "customer.facts.web_order", "where": ["field": "amount", "is": "atLeast", "value": 20],
                ], "note": "For the winter letter.",
            ]),
        Example(
            "customers.computed.save", ["id": "loyalty"],
            body: [
                "name": "Loyalty", "names": ["zh": "忠诚度"],
                "levels": [
                    [
                        "value": "loyal", "name": "Loyal", "colour": "green",
                        "condition": ["field": "customer.ticketCount", "is": "atLeast", "value": 3],
                    ]
                ],
            ]),
        Example("customers.rfm.save", version: 1, body: ["method": "quintiles", "months": 12]),
        Example(
            "customers.tags.save", ["name": "wholesale"],
            body: ["group": "Trade", "note": "Buys for a shop of their own.", "colour": "blue"]),
        Example("customers.tags.rules.save", version: 1, body: ["closed": false]),
        Example("customers.tags.rename", ["name": "coffee"], body: ["to": "espresso"]),
        Example(
            "customers.coupons.issue", ["customer": "{customer}"],
            body: [
                "name": "Sorry for the lid", "unit": "amount", "value": 10, "currency": "EUR", "reference": "{ticket}",
            ], keeps: ["coupon": "code"]),
        Example("customers.coupons.redeem", ["code": "{coupon}"], body: ["order": "2026-12004"]),
        Example(
            "customers.coupons.issue", ["customer": "{customer}"],
            body: ["name": "Sent by mistake", "unit": "amount", "value": 10, "currency": "EUR"],
            keeps: ["mistake": "code"]),
        Example("customers.coupons.revoke", ["code": "{mistake}"], body: [:]),
        Example("customers.sync.sources.save", version: 1, body: ["fields": [["field": "tier", "source": "crm"]]]),
        Example(
            "customers.sync",
            body: [
                "customer": "email:ada.brown@customer.example", "source": "shop", "tier": "gold",
                "company": "Brown & Sons Ltd",
            ]),
        Example("customers.sync.conflicts", keeps: ["conflict": "data.0.id"]),
        Example("customers.sync.conflicts.resolve", ["id": "{conflict}"], body: ["take": "ours"]),
        Example(
            "customers.files.put", ["customer": "{customer}"], query: ["name": "terms.txt"],
            body: "Agreed on 2026-10-01.", keeps: ["paper": "id"]),
        Example(
            "customers.files.add",
            body: lines(
                ["name,email,phone", "Grace Green,grace@customer.example,", "李雷,,+8613900139000", ""], end: "\n"),
            keeps: ["blob": "hash"]),
        Example("customers.imports.look", body: ["blob": "{blob}"]),
        Example(
            "customers.imports.start",
            body: ["blob": "{blob}", "columns": ["name": "name", "email": "email", "phone": "phone"], "dryRun": true],
            keeps: ["import": "id"]),
        Example("customers.exports.start", body: ["format": "xlsx", "tier": "vip"], keeps: ["export": "id"]),
    ]
}
