extension Right {
    /// All rights. A line: what may be done, by which built-in role and stronger ones, and the calls that this means.
    package static let all: [Right] = own + tickets + desk + customers + others

    private static let own = [
        Right(
            "account:own", .light, of: "session",
            "read close renew list revoke factor factor.begin factor.confirm"
                + " factor.remove factor.codes password view view.end"),
        Right("live:stream", .light, of: "live", "stream"),
        Right("notices:own", .light, of: "rules", "notifications notifications.read"),
    ]

    private static let tickets = [
        Right(
            "tickets:read", .light, of: "tickets", scoped: true,
            "get list counts search messages history links duplicates merges viewers viewers.show viewers.leave"
                + " efforts drafts replies.held sides sides.messages surveys.of intent.of routing.explain sla.log"
                + " macros.preview follow unfollow views views.get views.order views.fields"
                + " views.try queues queues.tickets"
        ),
        Right("tickets:note", .light, of: "tickets", scoped: true, "note drafts.mine drafts.save drafts.remove"),
        Right("files:use", .light, of: "attachments", "add read"),
        Right("tickets:open", .agent, of: "tickets", "open"),
        Right(
            "tickets:reply", .agent, of: "tickets", scoped: true,
            "reply replies.hold replies.cancel replies.release"),
        Right(
            "tickets:edit", .agent, of: "tickets", scoped: true,
            "update snooze snooze.end links.add links.remove claim offers.accept offers.decline routing.again"
                + " checklist.add checklist.change checklist.remove efforts.correct callback.plan callback.finish"
                + " surveys.offer macros.use"),
        Right("tickets:sides", .agent, of: "tickets", scoped: true, "sides.open sides.write sides.close"),
        Right("tickets:redact", .agent, of: "tickets", scoped: true, "redact"),
        Right("tickets:merge", .agent, of: "tickets", "merge merge.preview merge.undo split incidents.solve"),
        Right("tickets:bulk", .agent, of: "tickets", "bulk.preview bulk.start bulk.undo"),
        Right("tickets:progress", .light, of: "tickets", "bulk.get"),
        Right("tickets:trash", .agent, of: "tickets", "trash restore trash.list"),
        Right("tickets:purge", .admin, of: "tickets", "purge"),
        Right("tickets:import", .admin, of: "tickets", "replay"),
        Right("tickets:files", .agent, of: "tickets", "blobs.write blobs.read"),
        Right("views:edit", .light, of: "tickets", "views.save views.remove views.reorder"),
        Right("macros:read", .light, of: "tickets", "macros"),
        Right("macros:edit", .light, of: "tickets", "macros.save macros.remove"),
    ]

    private static let desk = [
        Right(
            "surveys:read", .light, of: "tickets",
            "surveys.forms surveys.scales surveys.cases surveys.causes surveys.causes.count surveys.programmes"),
        Right("surveys:handle", .agent, of: "tickets", "surveys.cases.see surveys.cases.close"),
        Right(
            "surveys:manage", .admin, of: "tickets",
            "surveys.forms.save surveys.forms.remove surveys.scales.save surveys.causes.save surveys.programmes.save"),
        Right(
            "desk:read", .light, of: "tickets",
            "calendars calendars.get deadline sla.policies sla.get sla.order sla.application sla.parked routing"
                + " intent.settings intent.try intent.report skills presence.reasons sending reopening reminders"),
        Right(
            "sla:manage", .admin, of: "tickets",
            "calendars.save calendars.remove calendars.import sla.save sla.remove sla.order.save sla.preview"
                + " sla.apply"),
        Right("queues:manage", .supervisor, of: "tickets", "routing.rehearse queues.save"),
        Right(
            "desk:manage", .admin, of: "tickets",
            "routing.save skills.save presence.reasons.save intent.settings.save intent.train sending.save"
                + " reopening.save reminders.save"),
        Right("staff:read", .light, of: "tickets", "agents teams chart managers absences presence.log"),
        Right("staff:presence", .agent, of: "tickets", "presence.set"),
        Right("staff:absences", .agent, of: "tickets", "absences.save absences.remove"),
        Right("staff:manage", .admin, of: "tickets", "agents.save teams.save chart.save chart.remove"),
    ]

    private static let customers = [
        Right(
            "customers:read", .light, of: "customers",
            "get list timeline card facts facts.types facts.imports.get facts.imports.errors tags tags.rules"
                + " preferences outreach.rules outreach.ask imports.get imports.errors identities.rules merges"
                + " duplicates organisations organisations.get organisations.members sharing computed segments"
                + " segments.get segments.try segments.members segments.moves segments.fields standing rfm"
                + " imports attributes attributes.fields coupons coupons.get files files.get notes sync.conflicts"
                + " sync.sources"),
        Right(
            "customers:edit", .agent, of: "customers",
            "create update resolve identities.add identities.verify identities.remove visitors.promote"
                + " consents.save quiet.save facts.record organisations.save outreach.claim attributes.save files.put"
                + " files.remove notes.add notes.edit notes.remove sync sync.conflicts.resolve"),
        Right("customers:secrets", .agent, of: "customers", "attributes.reveal"),
        Right("coupons:use", .agent, of: "customers", "coupons.issue coupons.redeem"),
        Right("coupons:revoke", .supervisor, of: "customers", "coupons.revoke"),
        Right("customers:merge", .agent, of: "customers", "join join.preview merges.undo duplicates.dismiss"),
        Right("customers:tags", .supervisor, of: "customers", "tags.save tags.remove tags.rename"),
        Right(
            "customers:segments", .supervisor, of: "customers",
            "segments.save segments.remove organisations.remove"),
        Right(
            "customers:export", .supervisor, of: "customers", "export exports.start exports.get exports.file changes"),
        Right("customers:facts", .supervisor, of: "customers", "facts.imports.start"),
        Right("customers:import", .admin, of: "customers", "imports.start imports.look import files.add"),
        Right("customers:erase", .admin, of: "customers", "erase"),
        Right(
            "customers:manage", .admin, of: "customers",
            "tags.rules.save outreach.rules.save facts.types.save facts.types.remove identities.rules.save"
                + " visitors.secret visitors.secret.renew computed.save computed.remove rfm.save attributes.fields.save"
                + " attributes.fields.remove sync.sources.save"),
        Right("customers:files", .agent, of: "customers", "blobs.write blobs.read"),
    ]

    private static let others = [
        Right("knowledge:read", .light, of: "knowledge", "list get search suggest cite"),
        Right("knowledge:edit", .agent, of: "knowledge", "save"),
        Right("knowledge:publish", .supervisor, of: "knowledge", "publish archive"),
        Right("knowledge:files", .agent, of: "knowledge", "blobs.write blobs.read"),
        Right("rules:read", .light, of: "rules", "list get runs"),
        Right("rules:edit", .supervisor, of: "rules", "save remove rehearse"),
        Right("rules:files", .agent, of: "rules", "blobs.write blobs.read"),
        Right("reports:catalogue", .light, of: "analytics", "catalogue state"),
        Right("reports:read", .agent, of: "analytics", "query tickets"),
        Right("reports:rebuild", .admin, of: "analytics", "rebuild"),
        Right("reports:files", .agent, of: "analytics", "blobs.write blobs.read"),
        Right("channels:read", .light, of: "channels", "list"),
        Right("channels:intake", .agent, of: "channels", "intake.mail intakes"),
        Right("channels:manage", .admin, of: "channels", "save"),
        Right("channels:files", .agent, of: "channels", "blobs.write blobs.read"),
        Right(
            "webhooks:manage", .admin, of: "channels",
            "webhooks webhooks.get webhooks.save webhooks.remove webhooks.deliveries webhooks.replay webhooks.test"),
        Right("accounts:manage", .admin, of: "gateway", "accounts accounts.save accounts.invite factor.reset"),
        Right("roles:manage", .admin, of: "gateway", "roles roles.save roles.remove rights"),
        Right("keys:manage", .admin, of: "gateway", "keys keys.add keys.revoke"),
        Right("audit:read", .admin, of: "gateway", "audit audit.verify audit.export"),
        Right("gateway:files", .agent, of: "gateway", "blobs.write blobs.read"),
        Right("changes:read", .admin, of: "live", "changes"),
    ]
}
