package import Base

/// Working hours of an agent (row 92): local wall time in `zone`, seven lists, Monday first.
package struct Shifts: Codable, Hashable, Sendable {
    /// IANA name, `Asia/Shanghai`.
    package var zone: String
    package var week: [[BusinessCalendar.Interval]]

    package init(zone: String, week: [[BusinessCalendar.Interval]]) {
        (self.zone, self.week) = (zone, week)
    }
}

/// Something people can be good at (row 56).
package struct Skill: Codable, Hashable, Sendable {
    package var id: String
    package var name: String
    package var names: [String: String]
    package var version: Int

    package init(id: String, name: String, names: [String: String] = [:], version: Int = 0) {
        (self.id, self.name, self.names, self.version) = (id, name, names, version)
    }
}

/// The house's own word for a presence (row 59): a break, a training. It works like `presence`.
package struct PresenceReason: Codable, Hashable, Sendable {
    package var id: String
    package var name: String
    package var names: [String: String]
    package var presence: Agent.Presence
    package var version: Int

    package init(
        id: String, name: String, names: [String: String] = [:], presence: Agent.Presence, version: Int = 0
    ) {
        (self.id, self.name, self.names) = (id, name, names)
        (self.presence, self.version) = (presence, version)
    }
}

/// A stretch of one presence; the last has no end.
package struct PresenceStay: Codable, Hashable, Sendable {
    package var from: Instant
    package var to: Instant?
    package var presence: Agent.Presence
    package var reason: String?

    package init(from: Instant, to: Instant?, presence: Agent.Presence, reason: String?) {
        (self.from, self.to, self.presence, self.reason) = (from, to, presence, reason)
    }
}

package struct ListPresence: Codable, Hashable, Sendable {
    package var agent: String
    package var limit: Int?
    package var after: String?

    package init(agent: String, limit: Int? = nil, after: String? = nil) {
        (self.agent, self.limit, self.after) = (agent, limit, after)
    }
}

/// A line of the org chart (row 178): `manager` is the superior of `agent` from a moment up to another.
package struct ReportingLine: Codable, Hashable, Sendable {
    package var id: String
    package var agent: String
    package var manager: String
    package var from: Instant
    package var to: Instant?
    package var version: Int

    package init(id: String, agent: String, manager: String, from: Instant, to: Instant? = nil, version: Int = 0) {
        (self.id, self.agent, self.manager, self.from) = (id, agent, manager, from)
        (self.to, self.version) = (to, version)
    }
}

/// The chart as it is at a moment (now, when absent); with `agent` only the lines of that agent, at any time.
package struct AskChart: Codable, Hashable, Sendable {
    package var at: Instant?
    package var agent: String?
    package var limit: Int?
    package var after: String?

    package init(at: Instant? = nil, agent: String? = nil, limit: Int? = nil, after: String? = nil) {
        (self.at, self.agent, self.limit, self.after) = (at, agent, limit, after)
    }
}

package struct AskManagers: Codable, Hashable, Sendable {
    package var agent: String
    package var at: Instant?

    package init(agent: String, at: Instant? = nil) {
        (self.agent, self.at) = (agent, at)
    }
}

/// When somebody is not there, and who stands in (row 92): the substitute gets what is open, the notifications and the
/// mentions.
package struct Absence: Codable, Hashable, Sendable {
    package var id: String
    package var agent: String
    package var from: Instant
    package var to: Instant
    package var substitute: String?
    package var note: String?
    package var version: Int

    package init(
        id: String, agent: String, from: Instant, to: Instant, substitute: String? = nil, note: String? = nil,
        version: Int = 0
    ) {
        (self.id, self.agent, self.from, self.to) = (id, agent, from, to)
        (self.substitute, self.note, self.version) = (substitute, note, version)
    }
}

package struct ListAbsences: Codable, Hashable, Sendable {
    package var agent: String?
    package var limit: Int?
    package var after: String?

    package init(agent: String? = nil, limit: Int? = nil, after: String? = nil) {
        (self.agent, self.limit, self.after) = (agent, limit, after)
    }
}

package struct ListQueue: Codable, Hashable, Sendable {
    package var team: String
    package var limit: Int?
    package var after: String?

    package init(team: String, limit: Int? = nil, after: String? = nil) {
        (self.team, self.limit, self.after) = (team, limit, after)
    }
}
