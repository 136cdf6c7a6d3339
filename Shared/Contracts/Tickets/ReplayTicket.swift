package import Base

/// A ticket's past: each step is applied at its time by the same rules as live work.
package struct ReplayTicket: Codable, Hashable, Sendable {
    package struct Step: Codable, Hashable, Sendable {
        package enum Kind: String, Codable, Sendable, CaseIterable {
            case received, replied, noted, assigned, status, rated
        }
        package var kind: Kind
        package var at: Instant
        package var text: String?
        package var agent: String?
        package var status: TicketStatus?
        package var score: Int?

        package init(
            kind: Kind, at: Instant, text: String? = nil, agent: String? = nil, status: TicketStatus? = nil,
            score: Int? = nil
        ) {
            (self.kind, self.at, self.text, self.agent) = (kind, at, text, agent)
            (self.status, self.score) = (status, score)
        }
    }
    /// Idempotency: the same key is brought in once.
    package var key: String
    package var subject: String
    package var channel: Channel
    package var requester: Requester
    package var priority: Priority = .normal
    package var team: String?
    package var tags: [String] = []
    package var language: String?
    package var fields: [String: JSON]?
    package var steps: [Step]

    package init(
        key: String, subject: String, channel: Channel, requester: Requester, priority: Priority = .normal,
        team: String? = nil, tags: [String] = [], language: String? = nil,
        fields: [String: JSON]? = nil, steps: [Step]
    ) {
        (self.key, self.subject, self.channel, self.requester) = (key, subject, channel, requester)
        (self.priority, self.team, self.tags, self.language) = (priority, team, tags, language)
        (self.fields, self.steps) = (fields, steps)
    }
}
