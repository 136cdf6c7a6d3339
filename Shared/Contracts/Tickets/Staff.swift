package import Base

/// Somebody who works here.
package struct Agent: Codable, Hashable, Sendable {
    /// Row 59. `transfersOnly`: only what people hand them; `reassigning`: away, and what is open goes to others;
    /// `missed`: an offer ran out, nothing more comes until they say that they are there.
    package enum Presence: String, Codable, CodingKeyRepresentable, Sendable, CaseIterable {
        case online, away, offline, transfersOnly, reassigning, missed
    }
    package var id: String
    package var name: String
    package var email: String
    package var roles: [Role]
    package var teams: [String] = []
    /// Whom escalations go to (row 80): who it is now by the org chart.
    package var manager: String?
    package var presence: Presence = .offline
    /// Units of open tickets at most by automatic assignment (row 55); a ticket has its channel's weight.
    package var capacity: Int = 20
    /// Units of open tickets now.
    package var load: Int = 0
    package var lastAssignedAt: Instant?
    package var active: Bool = true
    package var version: Int = 0
    /// Tickets of a channel at once, by automatic assignment (row 55).
    package var channelLimits: [Channel: Int]?
    /// Levels 1 to 5 by skill (row 56).
    package var skills: [String: Int]?
    /// Working hours; without any every hour is one.
    package var shifts: Shifts?
    /// One of the house's own reasons for the presence, and since when it is so.
    package var presenceReason: String?
    package var presenceSince: Instant?
    /// The absence of now (row 92); read only.
    package var absence: Absence?

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
