package import Base
package import Contracts

extension TicketCase {
    /// Asks an agent to take the ticket until a moment (row 58).
    package mutating func offer(to agent: String, until: Instant, because reason: AssignmentReason) {
        let change = Change(field: "offer", before: JSON(ticket.offer?.agent), after: JSON(agent))
        ticket.offer = Offer(agent: agent, at: now, until: until, reason: reason)
        record(TicketsAPI.offered, changes: [change], substantial: false)
    }

    /// The offer is over without a yes. Whoever `missed` or declined it is passed over until a moment.
    package mutating func endOffer(missed: Bool, passedOverUntil until: Instant) {
        guard let offer = ticket.offer else { return }
        ticket.offer = nil
        passOver(offer.agent, until: until)
        let change = Change(field: "offer", before: JSON(offer.agent), after: .null)
        record(missed ? TicketsAPI.offerMissed : TicketsAPI.offerDeclined, changes: [change], substantial: false)
    }

    /// Keeps the ticket from going back to somebody at once.
    mutating func passOver(_ agent: String, until: Instant) {
        let moment = now
        var passed = (ticket.passedOver ?? [:]).filter { $0.value > moment }
        passed[agent] = until
        ticket.passedOver = passed
    }
}
