internal import Base

extension Example {
    /// Taking away what was made.
    static let removals: [Example] = [
        Example("tickets.viewers.leave", ["ticket": "{ticket}"]),
        Example(
            "tickets.checklist.add", ["ticket": "{third}"], body: ["text": "Ask the workshop"],
            keeps: ["needless": "checklist.0.id"]),
        Example("tickets.checklist.remove", ["ticket": "{third}", "item": "{needless}"]),
        Example("tickets.unfollow", ["ticket": "{ticket}", "agent": "{me}"]),
        Example("tickets.links.remove", ["ticket": "{ticket}", "role": "related", "other": "{third}"]),
        Example("tickets.drafts.save", ["ticket": "{third}", "slot": "own"], body: ["text": "About the parcel:"]),
        Example("tickets.drafts.remove", ["ticket": "{third}", "slot": "own"]),
        Example("tickets.snooze", ["id": "{third}"], body: ["seconds": 3600]),
        Example("tickets.snooze.end", ["id": "{third}"]),
        Example("tickets.macros.remove", ["id": "{macro}"]),
        Example("tickets.views.remove", ["id": "{view}"]),
        Example("tickets.trash", ["id": "{second}"]),
        Example("tickets.purge", ["id": "{second}"]),
        Example("tickets.absences.remove", ["id": "{absence}"]),
        Example("tickets.chart.remove", ["id": "{line}"]),
        Example("tickets.sla.remove", ["id": "{policy}"]),
        Example("tickets.calendars.remove", ["id": "{calendar}"]),
        Example(
            "tickets.surveys.forms.save", ["id": "once"],
            body: [
                "name": "Once only",
                "pages": [
                    [
                        "id": "only",
                        "questions": [["id": "effort", "kind": "ces", "text": ["en": "They made it easy."]]],
                    ]
                ],
            ]),
        Example("tickets.surveys.forms.remove", ["id": "once"]),
        Example("rules.remove", ["id": "{rule}"]),
        Example("channels.webhooks.remove", ["id": "{webhook}"]),
        Example(
            "customers.identities.remove", ["customer": "{customer}", "kind": "email", "value": "ada@home.example"]),
        Example(
            "customers.create",
            body: [
                "name": "Joan Clark",
                "identities": [["kind": "email", "value": "joan@customer.example", "verified": true]],
            ]),
        Example(
            "customers.create",
            body: ["name": "J. Clark", "identities": [["kind": "external", "value": "crm-77", "verified": true]]]),
        Example(
            "customers.resolve",
            body: [
                "identity": ["kind": "external", "value": "crm-77", "verified": false],
                "also": [["kind": "email", "value": "joan@customer.example", "verified": false]],
            ]),
        Example("customers.duplicates", keeps: ["double": "data.0.id"]),
        Example("customers.duplicates.dismiss", ["id": "{double}"]),
        Example("customers.notes.remove", ["id": "{remark}"]),
        Example("customers.files.remove", ["id": "{paper}"]),
        Example("customers.attributes.fields.save", ["id": "size"], body: ["name": "Shoe size", "kind": "number"]),
        Example("customers.attributes.fields.remove", ["id": "size"]),
        Example("customers.facts.types.save", ["id": "fitting"], body: ["name": "Fitting"]),
        Example("customers.facts.types.remove", ["id": "fitting"]),
        Example("customers.tags.save", ["name": "outlet"], body: ["note": "Buys what is left over."]),
        Example("customers.tags.remove", ["name": "outlet"]),
        Example("customers.computed.remove", ["id": "loyalty"]),
        Example("customers.segments.remove", ["id": "{segment}"]),
        Example("customers.organisations.remove", ["id": "{organisation}"]),
        Example("customers.erase", ["id": "{other}"], body: ["confirm": true]),
        Example("gateway.factor.reset", ["id": "mei"]),
        Example("gateway.roles.remove", ["id": "part-time"]),
        Example("gateway.keys.revoke", ["id": "{key}"]),
    ]
}
