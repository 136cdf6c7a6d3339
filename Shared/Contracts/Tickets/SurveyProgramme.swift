package import Base
package import Conditions

/// Asks customers again and again how they like the house (row 154): a sample of a segment, by a form about the
/// relationship, reached by the channel of their youngest ticket.
package struct SurveyProgramme: Codable, Hashable, Sendable {
    package var id: String
    package var name: String
    package var enabled: Bool
    package var form: String
    /// The segment, asked of the customer's youngest ticket (tier, channel, language, tags…).
    package var condition: Condition
    /// Of a hundred customers of the segment so many are asked in a run, 1...100.
    package var sample: Int
    /// Days from run to run, 1...365.
    package var everyDays: Int
    /// A customer is not asked again within so many days, 90 at least.
    package var restDays: Int
    package var nextAt: Instant
    package var lastRunAt: Instant?
    /// Surveys sent by the last run.
    package var lastSent: Int?
    package var version: Int

    package init(
        id: String, name: String, enabled: Bool = true, form: String, condition: Condition = .always,
        sample: Int = 100,
        everyDays: Int = 30, restDays: Int = 90, nextAt: Instant, version: Int = 0
    ) {
        (self.id, self.name, self.enabled, self.form) = (id, name, enabled, form)
        (self.condition, self.sample, self.everyDays) = (condition, sample, everyDays)
        (self.restDays, self.nextAt, self.version) = (restDays, nextAt, version)
    }
}
