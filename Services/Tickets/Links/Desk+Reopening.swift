internal import Base
package import Contracts
internal import Store

extension Desk {
    private static let closeAfter = 3_600...2_419_200

    /// Changes what becomes of answers to solved tickets; a ticket that is solved already keeps the time it was given.
    package func save(_ policy: ReopeningPolicy) throws -> ReopeningPolicy {
        let current = try tx.reopening()
        try expect("reopening", current.version, policy.version)
        guard Desk.closeAfter.contains(policy.closeAfter) else {
            throw Problem.invalid("reopening.close_after", "A solved ticket is closed after an hour to 28 days.")
        }
        let choices = [policy.choice] + policy.channels.values
        guard choices.allSatisfy({ $0.mode != .followUpAfter || (1...2_419_200).contains($0.after ?? 0) }) else {
            throw Problem.invalid("reopening.after", "Say after how long: a second to 28 days.")
        }
        var saved = policy
        saved.version = current.version + 1
        try tx.putSetting("reopening", version: saved.version, saved)
        try tx.renewTerms(nextID())
        try append(TicketsAPI.reopeningChanged, subject: "reopening/policy", saved)
        return saved
    }

    /// Whether a customer's answer to a solved ticket opens a new one (row 46).
    func opensFollowUp(_ ticket: Ticket) throws -> Bool {
        guard ticket.status == .solved, let solvedAt = ticket.solvedAt else { return false }
        let policy = try tx.reopening()
        let choice = policy.channels[ticket.channel] ?? policy.choice
        switch choice.mode {
        case .reopen: return false
        case .followUp: return true
        case .followUpAfter: return now - solvedAt > .seconds(choice.after ?? 0)
        }
    }
}
