package import Base

/// Whether somebody may be written to on a channel without having asked (row 110).
package struct Consent: Codable, Hashable, Sendable {
    package enum State: String, Codable, Sendable, CaseIterable { case given, withdrawn }

    package var channel: Channel
    package var state: State
    /// How we know: a form, a call, an import.
    package var source: String
    package var at: Instant
    package var by: Actor?

    package init(channel: Channel, state: State, source: String, at: Instant, by: Actor? = nil) {
        (self.channel, self.state, self.source) = (channel, state, source)
        (self.at, self.by) = (at, by)
    }
}

package struct SaveConsent: Codable, Hashable, Sendable {
    package var customer: String
    package var channel: Channel
    package var state: Consent.State
    package var source: String
    /// When the customer said so; nil: now. Of two the later one holds, in whatever order they are told.
    package var at: Instant?

    package init(customer: String, channel: Channel, state: Consent.State, source: String, at: Instant? = nil) {
        (self.customer, self.channel, self.state) = (customer, channel, state)
        (self.source, self.at) = (source, at)
    }
}

/// Hours of the day in which somebody is left alone, `HH:MM`; the end may be on the next day.
package struct QuietHours: Codable, Hashable, Sendable {
    package var from: String
    package var to: String
    /// IANA name.
    package var zone: String

    package init(from: String, to: String, zone: String) {
        (self.from, self.to, self.zone) = (from, to, zone)
    }
}

/// What is known of how somebody wants to be written to.
package struct ContactPreferences: Codable, Hashable, Sendable {
    package var customer: String
    package var consents: [Consent]
    /// Nil: the house's.
    package var quiet: QuietHours?

    package init(customer: String, consents: [Consent], quiet: QuietHours? = nil) {
        (self.customer, self.consents, self.quiet) = (customer, consents, quiet)
    }
}

package struct SaveQuietHours: Codable, Hashable, Sendable {
    package var customer: String
    package var quiet: QuietHours?

    package init(customer: String, quiet: QuietHours? = nil) {
        (self.customer, self.quiet) = (customer, quiet)
    }
}

/// The house's rules for writing to customers who did not ask.
package struct OutreachRules: Codable, Hashable, Sendable {
    package var quiet: QuietHours
    /// Messages to one customer over all channels.
    package var perDay: Int
    package var perWeek: Int
    /// Channels on which silence is no consent.
    package var needsConsent: [Channel]
    package var version: Int

    package init(quiet: QuietHours, perDay: Int, perWeek: Int, needsConsent: [Channel], version: Int = 1) {
        (self.quiet, self.perDay, self.perWeek) = (quiet, perDay, perWeek)
        (self.needsConsent, self.version) = (needsConsent, version)
    }
}

package struct AskOutreach: Codable, Hashable, Sendable {
    package var customer: String
    package var channel: Channel
    /// What the message is: a campaign's, a flow's. Claiming it twice counts once.
    package var message: String

    package init(customer: String, channel: Channel, message: String) {
        (self.customer, self.channel, self.message) = (customer, channel, message)
    }
}

/// Whether a message may go now.
package struct OutreachVerdict: Codable, Hashable, Sendable {
    package enum Reason: String, Codable, Sendable, CaseIterable {
        /// Not wanted on this channel; quiet hours; enough for now.
        case consent, quiet, cap
    }

    package var allowed: Bool
    package var reason: Reason?
    /// When to ask again; nil with `consent`.
    package var until: Instant?

    package init(allowed: Bool, reason: Reason? = nil, until: Instant? = nil) {
        (self.allowed, self.reason, self.until) = (allowed, reason, until)
    }
}
