import Base
import Contracts

extension Company {
    /// A policy of the queue that makes tickets move: offers that run out, assignees who are silent, limits.
    func furnishQueue() async throws {
        guard world.happens(70) else { return }
        var policy = QueuePolicy(team: "support", strategy: world.pick([.roundRobin, .leastLoaded, .mostSpare]))
        policy.order = world.pick([.age, .deadline])
        policy.points = [.urgent: 60, .high: 10]
        if world.happens(40) { policy.offerSeconds = 5 + world.chance.below(40) }
        if world.happens(40) {
            policy.silence = .init(
                seconds: 20 + world.chance.below(100), action: world.pick([.next, .queue, .supervisor]))
        }
        if world.happens(40) { policy.stickySeconds = world.chance.below(60) }
        if world.happens(30) { policy.limit = .init(count: 1 + world.chance.below(4), seconds: 30) }
        _ = try await office.insist(TicketsAPI.saveQueue, policy, as: People.boss, key: "queue")
    }
}

extension People {
    /// Claims, or answers an offer.
    func queue(_ ticket: Ticket, as me: Caller, _ key: String) async throws {
        let call: Call<ByID, Ticket> =
            if ticket.offer?.agent == me.id {
                office.world.pick([TicketsAPI.acceptOffer, TicketsAPI.acceptOffer, TicketsAPI.declineOffer])
            } else {
                office.world.pick([TicketsAPI.claim, TicketsAPI.routeAgain])
            }
        _ = try await office.attempt(call, ByID(id: ticket.id), as: me, key: key)
    }
}
