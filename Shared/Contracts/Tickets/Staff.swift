package import Base

/// Somebody who works here.
package struct Agent: Codable, Hashable, Sendable {
    package enum Presence: String, Codable, Sendable, CaseIterable { case online, away, offline }
    package var id: String
    package var name: String
    package var email: String
    package var roles: [Role]
    package var teams: [String] = []
    /// Whom escalations go to (row 80).
    package var manager: String?
    package var presence: Presence = .offline
    /// Open tickets at most by automatic assignment (row 55).
    package var capacity: Int = 20
    /// Open tickets now.
    package var load: Int = 0
    package var lastAssignedAt: Instant?
    package var active: Bool = true
    package var version: Int = 0

    package init(
        id: String, name: String, email: String, roles: [Role], teams: [String] = [], manager: String? = nil,
        presence: Presence = .offline, capacity: Int = 20, load: Int = 0, lastAssignedAt: Instant? = nil,
        active: Bool = true, version: Int = 0
    ) {
        (self.id, self.name, self.email, self.roles) = (id, name, email, roles)
        (self.teams, self.manager, self.presence, self.capacity) = (teams, manager, presence, capacity)
        (self.load, self.lastAssignedAt, self.active, self.version) = (load, lastAssignedAt, active, version)
    }
}

package struct Team: Codable, Hashable, Sendable {
    package var id: String
    package var name: String
    package var lead: String?
    /// The name in other languages, by language code.
    package var names: [String: String] = [:]
    /// The hours it keeps (row 76); nil: the default calendar.
    package var calendar: String?
    package var version: Int = 0

    package init(
        id: String, name: String, lead: String? = nil, names: [String: String] = [:], calendar: String? = nil,
        version: Int = 0
    ) {
        (self.id, self.name, self.lead, self.names) = (id, name, lead, names)
        (self.calendar, self.version) = (calendar, version)
    }
}
