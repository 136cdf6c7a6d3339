internal import Base
package import Contracts
internal import Store

extension Desk {
    private static let nameMaximum = 100

    /// Adds or changes a skill.
    package func save(_ skill: Skill) throws -> Skill {
        let current = try tx.skills().first { $0.id == skill.id }
        if let current { try expect("skill", current.version, skill.version) }
        var saved = skill
        saved.name = skill.name.trimmed
        guard Desk.areNames(saved.name, saved.names) else {
            throw Problem.invalid("skill.name", "A skill has a name of at most 100 characters.")
        }
        guard Desk.isWord(saved.id) else {
            throw Problem.invalid("skill.id", "An id has 1 to 64 small letters, digits and hyphens.")
        }
        saved.version = (current?.version ?? 0) + 1
        try tx.putSetting("skill:" + saved.id, version: saved.version, saved)
        return saved
    }

    /// Adds or changes a reason for a presence.
    package func save(_ reason: PresenceReason) throws -> PresenceReason {
        let current = try tx.presenceReason(reason.id)
        if let current { try expect("reason", current.version, reason.version) }
        var saved = reason
        saved.name = reason.name.trimmed
        guard Desk.areNames(saved.name, saved.names) else {
            throw Problem.invalid("reason.name", "A reason has a name of at most 100 characters.")
        }
        guard Desk.isWord(saved.id) else {
            throw Problem.invalid("reason.id", "An id has 1 to 64 small letters, digits and hyphens.")
        }
        guard saved.presence != .missed else {
            throw Problem.invalid("reason.presence", "Nobody chooses to have missed an offer.")
        }
        saved.version = (current?.version ?? 0) + 1
        try tx.putSetting("reason:" + saved.id, version: saved.version, saved)
        return saved
    }

    static func areNames(_ name: String, _ names: [String: String]) -> Bool {
        let all = [name] + names.keys + names.values
        return !name.isEmpty && names.count <= 20 && all.allSatisfy { $0.count <= nameMaximum }
    }

    static func isWord(_ id: String) -> Bool {
        (1...64).contains(id.count)
            && id.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }
    }
}
