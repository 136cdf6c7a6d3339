internal import Base
internal import Conditions
package import Contracts
package import Store

extension Desk {
    package static let programmeTimer = "survey-programme"
    private static let formsMaximum = 50
    /// Customers looked at in one transaction of a run.
    private static let runPage = 100

    /// Adds or changes a survey; what was sent stays as it was.
    package func save(_ form: SurveyForm) throws -> SurveyForm {
        let forms = try tx.surveyForms()
        let current = forms.first { $0.id == form.id }
        if let current { try expect("survey_form", current.version, form.version) }
        guard Desk.isWord(form.id) else {
            throw Problem.invalid(
                "survey_form.id", "An id has 1 to 64 small letters, digits and hyphens.")
        }
        guard current != nil || forms.count < Desk.formsMaximum else {
            throw Problem.invalid("survey_form.many", "There are \(Desk.formsMaximum) surveys at most.")
        }
        try form.check(scales: try tx.surveyScales(latest: true))
        try PolicyFields.catalogue.check(form.condition, at: "#/condition")
        var saved = form
        saved.version = (current?.version ?? 0) + 1
        try tx.putSetting("survey-form:" + saved.id, version: saved.version, saved)
        try append(TicketsAPI.surveyFormChanged, subject: "survey-form/\(saved.id)", saved)
        return saved
    }

    package func removeForm(_ id: String) throws -> Empty {
        guard try tx.surveyForm(id) != nil else { throw Problem.notFound("survey_form", id) }
        guard try !tx.surveyProgrammes().contains(where: { $0.form == id }) else {
            throw Problem.conflict("survey_form.used", "A programme still sends this survey.")
        }
        try tx.execute("DELETE FROM settings WHERE name = \("survey-form:" + id)")
        return Empty()
    }

    /// A new version of what a scale's numbers mean.
    package func save(_ scale: SurveyScale) throws -> SurveyScale {
        guard !["ces7", "nps"].contains(scale.id) else {
            throw Problem.invalid("survey_scale.fixed", "CES 2.0 and NPS mean the same everywhere.")
        }
        try scale.check()
        let versions = try tx.surveyScales(latest: false).filter { $0.id == scale.id }.map(\.version)
        var saved = scale
        saved.version = (versions.max() ?? 0) + 1
        try tx.putSetting("survey-scale:\(saved.id):\(saved.version)", version: saved.version, saved)
        try append(TicketsAPI.surveyScaleChanged, subject: "survey-scale/\(saved.id)", saved)
        return saved
    }

    /// Adds or changes a programme (row 154); its next run has a timer.
    package func save(_ programme: SurveyProgramme) throws -> SurveyProgramme {
        let current = try tx.surveyProgrammes().first { $0.id == programme.id }
        if let current { try expect("survey_programme", current.version, programme.version) }
        guard Desk.isWord(programme.id) else {
            throw Problem.invalid(
                "survey_programme.id", "An id has 1 to 64 small letters, digits and hyphens.")
        }
        guard Desk.areNames(programme.name.trimmed, [:]) else {
            throw Problem.invalid(
                "survey_programme.name", "A programme has a name of at most 100 characters.")
        }
        guard try tx.surveyForm(programme.form) != nil else {
            throw Problem.invalid(
                "survey_programme.form", "There is no form \(programme.form.prefix(64)).")
        }
        guard (1...100).contains(programme.sample) else {
            throw Problem.invalid("survey_programme.sample", "A sample is 1 to 100 of a hundred.")
        }
        guard (1...365).contains(programme.everyDays), (90...3_650).contains(programme.restDays) else {
            throw Problem.invalid(
                "survey_programme.days",
                "A run comes every 1 to 365 days; customers rest for 90 days at least.")
        }
        try PolicyFields.catalogue.check(programme.condition, at: "#/condition")
        var saved = programme
        (saved.lastRunAt, saved.lastSent) = (current?.lastRunAt, current?.lastSent)
        (saved.nextAt, saved.version) = (
            programme.nextAt.wholeMilliseconds, (current?.version ?? 0) + 1
        )
        try keep(saved)
        try tx.cancelTimers(kind: Desk.programmeTimer, reference: saved.id)
        if saved.enabled {
            try tx.schedule(
                Timer(kind: Desk.programmeTimer, reference: saved.id, due: max(saved.nextAt, now)))
        }
        return saved
    }

    private func keep(_ programme: SurveyProgramme) throws {
        try tx.putSetting("survey-programme:" + programme.id, version: programme.version, programme)
        try append(
            TicketsAPI.surveyProgrammeChanged, subject: "survey-programme/\(programme.id)", programme)
    }

    /// A page of a run: customers by id, each by their youngest ticket.
    package func runProgramme(_ timer: Timer) throws {
        guard var programme = try tx.surveyProgrammes().first(where: { $0.id == timer.reference }),
            programme.enabled,
            let form = try tx.surveyForm(programme.form)
        else { return }
        let after = timer.payload["after"]?.string ?? ""
        var sent = Int(timer.payload["sent"]?.int ?? 0)
        let customers = try tx.rows(
            """
            SELECT DISTINCT requester FROM tickets WHERE requester > \(after) ORDER BY requester LIMIT \(Desk.runPage)
            """
        ).map { try $0.string("requester") }
        for customer in customers where try ask(customer, programme, form) { sent += 1 }
        if customers.count == Desk.runPage, let last = customers.last {
            return try tx.schedule(
                Timer(
                    kind: Desk.programmeTimer, reference: programme.id, due: now,
                    payload: ["after": .string(last), "sent": .int(Int64(sent))]))
        }
        (programme.lastRunAt, programme.lastSent) = (now, sent)
        programme.nextAt = max(now, programme.nextAt) + .days(programme.everyDays)
        programme.version += 1
        try keep(programme)
        try tx.schedule(
            Timer(kind: Desk.programmeTimer, reference: programme.id, due: programme.nextAt))
    }

    /// Sends the survey to a customer who is in the segment and the sample, can be reached and has rested.
    private func ask(_ customer: String, _ programme: SurveyProgramme, _ form: SurveyForm) throws
        -> Bool
    {
        let rest = now - .days(programme.restDays)
        guard Desk.isDrawn(customer, programme),
            try !tx.wasAsked(customer, since: rest, byProgramme: true),
            try form.fatigueDays == 0 || !tx.wasAsked(customer, since: now - .days(form.fatigueDays)),
            let row = try tx.first(
                "SELECT body FROM tickets WHERE requester = \(customer) ORDER BY updated DESC, id DESC LIMIT 1"
            )
        else { return false }
        let ticket = try row.decode(Ticket.self, "body")
        let facts = Evaluation(facts: PolicyFields.facts(of: ticket), now: now)
        guard ticket.requester.address?.isEmpty == false, programme.condition.evaluate(in: facts) else {
            return false
        }
        var survey = try survey(form, about: ticket)
        (survey.programme, survey.agentName) = (programme.id, nil)
        var work = try take(ticket)
        work.note(TicketsAPI.surveyOffered, survey)
        try save(work)
        try tx.put(survey, of: customer, sent: now)
        return true
    }

    /// Another sample in each run, the same when it is run again.
    private static func isDrawn(_ customer: String, _ programme: SurveyProgramme) -> Bool {
        var fingerprint = Fingerprint()
        fingerprint.add(programme.id)
        fingerprint.add(String(programme.nextAt.microseconds))
        fingerprint.add(customer)
        let number = UInt64(fingerprint.text, radix: 16) ?? 0
        return (number ^ (number >> 32)) % 100 < UInt64(programme.sample)
    }
}
