internal import Base
package import Contracts
internal import Store

extension Desk {
    package static let surveyCaseTimer = "survey-case"

    /// Who leads looks at a bad rating (row 156): from then on its words stand on the ticket.
    package func seeCase(_ id: String) throws -> SurveyCase {
        var found = try tx.surveyCase(id)
        guard found.seenAt == nil else { return found }
        guard try leads(found) else {
            throw Problem(
                status: 403, code: "survey_case.lead", title: "Forbidden",
                detail: "The team's lead or a supervisor looks first.")
        }
        (found.seenAt, found.seenBy, found.version) = (now, cause.caller.id, found.version + 1)
        try tx.put(found)
        var work = try take(found.ticket)
        if work.ticket.status != .closed, var rating = work.ticket.rating, rating.comment == nil,
            found.comment != nil
        {
            rating.comment = found.comment
            try work.rate(rating, survey: nil)
            try save(work)
        }
        return found
    }

    /// The customer was called back and the root cause found.
    package func close(_ request: CloseSurveyCase) throws -> SurveyCase {
        var found = try tx.surveyCase(request.id)
        guard found.state == .open else {
            throw Problem.conflict("survey_case.done", "This bad rating is closed already.")
        }
        guard found.seenAt != nil else {
            throw Problem.conflict("survey_case.unseen", "Nobody who leads has looked at it yet.")
        }
        guard try tx.surveyCauses().contains(where: { $0.id == request.cause }) else {
            throw Problem.invalid("survey_case.cause", "There is no cause \(request.cause.prefix(64)).")
        }
        guard request.note?.count ?? 0 <= 2_000, request.defect?.count ?? 0 <= 500 else {
            throw Problem.invalid(
                "survey_case.note", "A note has 2,000 characters at most, a defect 500.")
        }
        (found.state, found.cause, found.note, found.defect) = (
            .done, request.cause, request.note, request.defect
        )
        (found.closedAt, found.closedBy, found.version) = (now, cause.caller.id, found.version + 1)
        try tx.put(found)
        try tx.cancelTimers(kind: Desk.surveyCaseTimer, reference: found.id)
        var told = found
        told.comment = nil
        try append(TicketsAPI.surveyCaseClosed, subject: "survey-case/\(found.id)", told)
        return found
    }

    /// Nobody has called the customer back within a day.
    package func wakeCase(_ id: String) throws {
        guard let found = try? tx.surveyCase(id), found.state == .open else { return }
        var work = try take(found.ticket)
        work.note(TicketsAPI.surveyOverdue, nil)
        try save(work)
    }

    private func leads(_ found: SurveyCase) throws -> Bool {
        if cause.caller.kind != .agent || cause.caller.has(.owner, .admin, .supervisor) { return true }
        return try found.lead == cause.caller.id
            || found.team.flatMap { try tx.team($0)?.lead } == cause.caller.id
    }

    /// Adds or changes a root cause.
    package func save(_ cause: SurveyCause) throws -> SurveyCause {
        let current = try tx.surveyCauses().first { $0.id == cause.id }
        if let current { try expect("survey_cause", current.version, cause.version) }
        guard Desk.isWord(cause.id) else {
            throw Problem.invalid(
                "survey_cause.id", "An id has 1 to 64 small letters, digits and hyphens.")
        }
        guard Desk.areNames(cause.name.trimmed, cause.names) else {
            throw Problem.invalid("survey_cause.name", "A cause has a name of at most 100 characters.")
        }
        var saved = cause
        (saved.name, saved.version) = (cause.name.trimmed, (current?.version ?? 0) + 1)
        try tx.putSetting("survey-cause:" + saved.id, version: saved.version, saved)
        return saved
    }
}
