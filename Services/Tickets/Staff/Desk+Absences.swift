internal import Base
package import Contracts
internal import Store

extension Desk {
    /// Adds or changes an absence: one's own, or as a supervisor another's (row 92). One that has begun hands over
    /// what is open.
    package func save(_ absence: Absence) throws -> Absence {
        let current = absence.id.isEmpty ? nil : try tx.absence(absence.id)
        try expectMayRule(absence.agent)
        if let current {
            try expectMayRule(current.agent)
            try expect("absence", current.version, absence.version)
        }
        guard try tx.agent(absence.agent) != nil else {
            throw Problem.invalid("absence.agent", "There is no member of staff \(absence.agent.prefix(64)).")
        }
        guard absence.from < absence.to, absence.to - absence.from <= .days(3 * 366) else {
            throw Problem.invalid("absence.dates", "An absence ends after it begins, and within three years.")
        }
        guard absence.note?.count ?? 0 <= 500 else {
            throw Problem.invalid("absence.note", "A note has 500 characters at most.")
        }
        if let substitute = absence.substitute { try check(substitute, for: absence) }
        if try tx.absences(of: absence.agent, from: absence.from, to: absence.to).contains(where: {
            $0.id != absence.id
        }) {
            throw Problem.conflict("absence.overlap", "There is an absence within this time already.")
        }
        var saved = absence
        if saved.id.isEmpty { saved.id = nextID() }
        (saved.from, saved.to) = (absence.from.wholeMilliseconds, absence.to.wholeMilliseconds)
        saved.version = (current?.version ?? 0) + 1
        try tx.put(saved)
        try append(TicketsAPI.absenceChanged, subject: "absence/\(saved.id)", saved)
        for agent in Set([saved.agent, current?.agent ?? saved.agent]).sorted() { try wakeRoster(agent) }
        return saved
    }

    private func check(_ substitute: String, for absence: Absence) throws {
        guard substitute != absence.agent, let other = try tx.agent(substitute), other.active, other.mayReply else {
            throw Problem.invalid("absence.substitute", "\(substitute.prefix(64)) cannot stand in.")
        }
        guard try tx.absences(of: substitute, from: absence.from, to: absence.to).isEmpty else {
            throw Problem.invalid("absence.substitute", "\(other.name) is absent within this time, too.")
        }
    }

    private func expectMayRule(_ agent: String) throws {
        guard cause.agent == nil || cause.agent == agent || cause.caller.has(.owner, .admin, .supervisor) else {
            throw Problem.forbidden("Only supervisors change the absences of others.")
        }
    }

    /// Removes an absence; who was absent by it is there again.
    package func removeAbsence(_ id: String) throws -> Empty {
        guard let absence = try tx.absence(id) else { throw Problem.notFound("absence", id) }
        try expectMayRule(absence.agent)
        try tx.execute("DELETE FROM absences WHERE id = \(id)")
        try append(TicketsAPI.absenceRemoved, subject: "absence/\(id)", absence)
        try wakeRoster(absence.agent)
        return Empty()
    }
}
