/// Who may make which call: the built-in roles of every call there is. A new call needs a line here; one that changes
/// is a decision about rights and wants to be looked at as one.
enum RightsTable {
    static let text = """
        analytics.blobs.read             owner admin supervisor agent
        analytics.blobs.write            owner admin supervisor agent
        analytics.catalogue              owner admin supervisor agent light
        analytics.feed                   -
        analytics.query                  owner admin supervisor agent
        analytics.rebuild                owner admin
        analytics.state                  owner admin supervisor agent light
        analytics.tickets                owner admin supervisor agent
        channels.blobs.read              owner admin supervisor agent
        channels.blobs.write             owner admin supervisor agent
        channels.feed                    -
        channels.intake.form             owner admin supervisor agent light
        channels.intake.mail             owner admin supervisor agent
        channels.intake.wechat           owner admin supervisor agent light
        channels.intakes                 owner admin supervisor agent
        channels.letters.send            -
        channels.list                    owner admin supervisor agent light
        channels.save                    owner admin
        channels.webhooks                owner admin
        channels.webhooks.deliveries     owner admin
        channels.webhooks.get            owner admin
        channels.webhooks.remove         owner admin
        channels.webhooks.replay         owner admin
        channels.webhooks.save           owner admin
        channels.webhooks.test           owner admin
        customers.attributes             owner admin supervisor agent light
        customers.attributes.fields      owner admin supervisor agent light
        customers.attributes.fields.remove owner admin
        customers.attributes.fields.save owner admin
        customers.attributes.reveal      owner admin supervisor agent
        customers.attributes.save        owner admin supervisor agent
        customers.blobs.read             owner admin supervisor agent
        customers.blobs.write            owner admin supervisor agent
        customers.card                   owner admin supervisor agent light
        customers.changes                owner admin supervisor
        customers.computed               owner admin supervisor agent light
        customers.computed.remove        owner admin
        customers.computed.save          owner admin
        customers.consents.save          owner admin supervisor agent
        customers.coupons                owner admin supervisor agent light
        customers.coupons.get            owner admin supervisor agent light
        customers.coupons.issue          owner admin supervisor agent
        customers.coupons.redeem         owner admin supervisor agent
        customers.coupons.revoke         owner admin supervisor
        customers.create                 owner admin supervisor agent
        customers.duplicates             owner admin supervisor agent light
        customers.duplicates.dismiss     owner admin supervisor agent
        customers.erase                  owner admin
        customers.export                 owner admin supervisor
        customers.exports.get            owner admin supervisor
        customers.exports.start          owner admin supervisor
        customers.facts                  owner admin supervisor agent light
        customers.facts.imports.errors   owner admin supervisor agent light
        customers.facts.imports.get      owner admin supervisor agent light
        customers.facts.imports.start    owner admin supervisor
        customers.facts.record           owner admin supervisor agent
        customers.facts.types            owner admin supervisor agent light
        customers.facts.types.remove     owner admin
        customers.facts.types.save       owner admin
        customers.feed                   -
        customers.files                  owner admin supervisor agent light
        customers.files.get              owner admin supervisor agent light
        customers.files.put              owner admin supervisor agent
        customers.files.remove           owner admin supervisor agent
        customers.get                    owner admin supervisor agent light
        customers.identify               -
        customers.identities.add         owner admin supervisor agent
        customers.identities.remove      owner admin supervisor agent
        customers.identities.rules       owner admin supervisor agent light
        customers.identities.rules.save  owner admin
        customers.identities.verify      owner admin supervisor agent
        customers.import                 owner admin
        customers.imports                owner admin supervisor agent light
        customers.imports.errors         owner admin supervisor agent light
        customers.imports.get            owner admin supervisor agent light
        customers.imports.look           owner admin
        customers.imports.start          owner admin
        customers.join                   owner admin supervisor agent
        customers.join.preview           owner admin supervisor agent
        customers.list                   owner admin supervisor agent light
        customers.merges                 owner admin supervisor agent light
        customers.merges.undo            owner admin supervisor agent
        customers.notes                  owner admin supervisor agent light
        customers.notes.add              owner admin supervisor agent
        customers.notes.edit             owner admin supervisor agent
        customers.notes.remove           owner admin supervisor agent
        customers.organisations          owner admin supervisor agent light
        customers.organisations.get      owner admin supervisor agent light
        customers.organisations.members  owner admin supervisor agent light
        customers.organisations.remove   owner admin supervisor
        customers.organisations.save     owner admin supervisor agent
        customers.outreach.ask           owner admin supervisor agent light
        customers.outreach.claim         owner admin supervisor agent
        customers.outreach.rules         owner admin supervisor agent light
        customers.outreach.rules.save    owner admin
        customers.preferences            owner admin supervisor agent light
        customers.quiet.save             owner admin supervisor agent
        customers.resolve                owner admin supervisor agent
        customers.rfm                    owner admin supervisor agent light
        customers.rfm.save               owner admin
        customers.segments               owner admin supervisor agent light
        customers.segments.fields        owner admin supervisor agent light
        customers.segments.get           owner admin supervisor agent light
        customers.segments.members       owner admin supervisor agent light
        customers.segments.moves         owner admin supervisor agent light
        customers.segments.remove        owner admin supervisor
        customers.segments.save          owner admin supervisor
        customers.segments.try           owner admin supervisor agent light
        customers.sharing                owner admin supervisor agent light
        customers.standing               owner admin supervisor agent light
        customers.sync                   owner admin supervisor agent
        customers.sync.conflicts         owner admin supervisor agent light
        customers.sync.conflicts.resolve owner admin supervisor agent
        customers.sync.sources           owner admin supervisor agent light
        customers.sync.sources.save      owner admin
        customers.tags                   owner admin supervisor agent light
        customers.tags.remove            owner admin supervisor
        customers.tags.rename            owner admin supervisor
        customers.tags.rules             owner admin supervisor agent light
        customers.tags.rules.save        owner admin
        customers.tags.save              owner admin supervisor
        customers.timeline               owner admin supervisor agent light
        customers.update                 owner admin supervisor agent
        customers.visitors.identify      owner admin supervisor agent light
        customers.visitors.promote       owner admin supervisor agent
        customers.visitors.secret        owner admin
        customers.visitors.secret.renew  owner admin
        gateway.accounts                 owner admin
        gateway.accounts.invite          owner admin
        gateway.accounts.save            owner admin
        gateway.audit                    owner admin
        gateway.audit.export             owner admin
        gateway.audit.verify             owner admin
        gateway.blobs.read               owner admin supervisor agent
        gateway.blobs.write              owner admin supervisor agent
        gateway.factor.reset             owner admin
        gateway.feed                     -
        gateway.keys                     owner admin
        gateway.keys.add                 owner admin
        gateway.keys.revoke              owner admin
        gateway.rights                   owner admin
        gateway.roles                    owner admin
        gateway.roles.remove             owner admin
        gateway.roles.save               owner admin
        gateway.signin.link              -
        knowledge.archive                owner admin supervisor
        knowledge.blobs.read             owner admin supervisor agent
        knowledge.blobs.write            owner admin supervisor agent
        knowledge.cite                   owner admin supervisor agent light
        knowledge.feed                   -
        knowledge.get                    owner admin supervisor agent light
        knowledge.list                   owner admin supervisor agent light
        knowledge.publish                owner admin supervisor
        knowledge.read                   owner admin supervisor agent light
        knowledge.save                   owner admin supervisor agent
        knowledge.search                 owner admin supervisor agent light
        knowledge.suggest                owner admin supervisor agent light
        rules.blobs.read                 owner admin supervisor agent
        rules.blobs.write                owner admin supervisor agent
        rules.feed                       -
        rules.get                        owner admin supervisor agent light
        rules.list                       owner admin supervisor agent light
        rules.notifications              owner admin supervisor agent light
        rules.notifications.read         owner admin supervisor agent light
        rules.rehearse                   owner admin supervisor
        rules.remove                     owner admin supervisor
        rules.runs                       owner admin supervisor agent light
        rules.save                       owner admin supervisor
        tickets.absences                 owner admin supervisor agent light
        tickets.absences.remove          owner admin supervisor agent
        tickets.absences.save            owner admin supervisor agent
        tickets.agents                   owner admin supervisor agent light
        tickets.agents.save              owner admin
        tickets.blobs.read               owner admin supervisor agent
        tickets.blobs.write              owner admin supervisor agent
        tickets.bulk.get                 owner admin supervisor agent light
        tickets.bulk.preview             owner admin supervisor agent
        tickets.bulk.start               owner admin supervisor agent
        tickets.bulk.undo                owner admin supervisor agent
        tickets.calendars                owner admin supervisor agent light
        tickets.calendars.get            owner admin supervisor agent light
        tickets.calendars.import         owner admin
        tickets.calendars.remove         owner admin
        tickets.calendars.save           owner admin
        tickets.callback.finish          owner admin supervisor agent
        tickets.callback.plan            owner admin supervisor agent
        tickets.chart                    owner admin supervisor agent light
        tickets.chart.remove             owner admin
        tickets.chart.save               owner admin
        tickets.checklist.add            owner admin supervisor agent
        tickets.checklist.change         owner admin supervisor agent
        tickets.checklist.remove         owner admin supervisor agent
        tickets.claim                    owner admin supervisor agent
        tickets.counts                   owner admin supervisor agent light
        tickets.deadline                 owner admin supervisor agent light
        tickets.drafts                   owner admin supervisor agent light
        tickets.drafts.mine              owner admin supervisor agent light
        tickets.drafts.remove            owner admin supervisor agent light
        tickets.drafts.save              owner admin supervisor agent light
        tickets.duplicates               owner admin supervisor agent light
        tickets.efforts                  owner admin supervisor agent light
        tickets.efforts.correct          owner admin supervisor agent
        tickets.feed                     -
        tickets.follow                   owner admin supervisor agent light
        tickets.get                      owner admin supervisor agent light
        tickets.history                  owner admin supervisor agent light
        tickets.incidents.solve          owner admin supervisor agent
        tickets.intake                   -
        tickets.intent.of                owner admin supervisor agent light
        tickets.intent.report            owner admin supervisor agent light
        tickets.intent.settings          owner admin supervisor agent light
        tickets.intent.settings.save     owner admin
        tickets.intent.train             owner admin
        tickets.intent.try               owner admin supervisor agent light
        tickets.links                    owner admin supervisor agent light
        tickets.links.add                owner admin supervisor agent
        tickets.links.remove             owner admin supervisor agent
        tickets.list                     owner admin supervisor agent light
        tickets.macros                   owner admin supervisor agent light
        tickets.macros.preview           owner admin supervisor agent light
        tickets.macros.remove            owner admin supervisor agent light
        tickets.macros.save              owner admin supervisor agent light
        tickets.macros.use               owner admin supervisor agent
        tickets.managers                 owner admin supervisor agent light
        tickets.merge                    owner admin supervisor agent
        tickets.merge.preview            owner admin supervisor agent
        tickets.merge.undo               owner admin supervisor agent
        tickets.merges                   owner admin supervisor agent light
        tickets.messages                 owner admin supervisor agent light
        tickets.note                     owner admin supervisor agent light
        tickets.offers.accept            owner admin supervisor agent
        tickets.offers.decline           owner admin supervisor agent
        tickets.open                     owner admin supervisor agent
        tickets.presence.log             owner admin supervisor agent light
        tickets.presence.reasons         owner admin supervisor agent light
        tickets.presence.reasons.save    owner admin
        tickets.presence.set             owner admin supervisor agent
        tickets.purge                    owner admin
        tickets.queues                   owner admin supervisor agent light
        tickets.queues.save              owner admin supervisor
        tickets.queues.tickets           owner admin supervisor agent light
        tickets.redact                   owner admin supervisor agent
        tickets.reminders                owner admin supervisor agent light
        tickets.reminders.save           owner admin
        tickets.reopening                owner admin supervisor agent light
        tickets.reopening.save           owner admin
        tickets.replay                   owner admin
        tickets.replies.cancel           owner admin supervisor agent
        tickets.replies.held             owner admin supervisor agent light
        tickets.replies.hold             owner admin supervisor agent
        tickets.replies.release          owner admin supervisor agent
        tickets.reply                    owner admin supervisor agent
        tickets.restore                  owner admin supervisor agent
        tickets.routing                  owner admin supervisor agent light
        tickets.routing.again            owner admin supervisor agent
        tickets.routing.explain          owner admin supervisor agent light
        tickets.routing.rehearse         owner admin supervisor
        tickets.routing.save             owner admin
        tickets.search                   owner admin supervisor agent light
        tickets.sending                  owner admin supervisor agent light
        tickets.sending.save             owner admin
        tickets.sides                    owner admin supervisor agent light
        tickets.sides.close              owner admin supervisor agent
        tickets.sides.messages           owner admin supervisor agent light
        tickets.sides.open               owner admin supervisor agent
        tickets.sides.write              owner admin supervisor agent
        tickets.skills                   owner admin supervisor agent light
        tickets.skills.save              owner admin
        tickets.sla.application          owner admin supervisor agent light
        tickets.sla.apply                owner admin
        tickets.sla.get                  owner admin supervisor agent light
        tickets.sla.log                  owner admin supervisor agent light
        tickets.sla.order                owner admin supervisor agent light
        tickets.sla.order.save           owner admin
        tickets.sla.parked               owner admin supervisor agent light
        tickets.sla.policies             owner admin supervisor agent light
        tickets.sla.preview              owner admin
        tickets.sla.remove               owner admin
        tickets.sla.save                 owner admin
        tickets.snooze                   owner admin supervisor agent
        tickets.snooze.end               owner admin supervisor agent
        tickets.split                    owner admin supervisor agent
        tickets.surveys.answer           owner admin supervisor agent light
        tickets.surveys.cases            owner admin supervisor agent light
        tickets.surveys.cases.close      owner admin supervisor agent
        tickets.surveys.cases.see        owner admin supervisor agent
        tickets.surveys.causes           owner admin supervisor agent light
        tickets.surveys.causes.count     owner admin supervisor agent light
        tickets.surveys.causes.save      owner admin
        tickets.surveys.forms            owner admin supervisor agent light
        tickets.surveys.forms.remove     owner admin
        tickets.surveys.forms.save       owner admin
        tickets.surveys.get              owner admin supervisor agent light
        tickets.surveys.of               owner admin supervisor agent light
        tickets.surveys.offer            owner admin supervisor agent
        tickets.surveys.programmes       owner admin supervisor agent light
        tickets.surveys.programmes.save  owner admin
        tickets.surveys.scales           owner admin supervisor agent light
        tickets.surveys.scales.save      owner admin
        tickets.teams                    owner admin supervisor agent light
        tickets.teams.save               owner admin
        tickets.trash                    owner admin supervisor agent
        tickets.trash.list               owner admin supervisor agent
        tickets.unfollow                 owner admin supervisor agent light
        tickets.update                   owner admin supervisor agent
        tickets.viewers                  owner admin supervisor agent light
        tickets.viewers.leave            owner admin supervisor agent light
        tickets.viewers.show             owner admin supervisor agent light
        tickets.views                    owner admin supervisor agent light
        tickets.views.fields             owner admin supervisor agent light
        tickets.views.get                owner admin supervisor agent light
        tickets.views.order              owner admin supervisor agent light
        tickets.views.remove             owner admin supervisor agent light
        tickets.views.reorder            owner admin supervisor agent light
        tickets.views.save               owner admin supervisor agent light
        tickets.views.try                owner admin supervisor agent light
        """

    static let lines: [String: Set<String>] = text.split(separator: "\n").reduce(into: [:]) { lines, line in
        let words = line.split(separator: " ").map(String.init)
        lines[words[0]] = Set(words.dropFirst()).subtracting(["-"])
    }
}
