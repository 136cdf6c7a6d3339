internal import Base
package import Contracts
internal import Store

extension Desk {
    private static let followersMaximum = 100

    /// Lets somebody of the staff follow a ticket (row 37).
    package func follow(_ request: FollowTicket) throws -> Ticket {
        try expectMayFollow(request.agent)
        guard try tx.agent(request.agent)?.active ?? false else {
            throw Problem.invalid("follower.agent", "There is nobody \(request.agent.prefix(64)) here.")
        }
        var work = try take(request.ticket)
        let followers = work.ticket.followers ?? []
        guard followers.count < Desk.followersMaximum || followers.contains(request.agent) else {
            throw Problem.invalid("follower.too_many", "A ticket has \(Desk.followersMaximum) followers at most.")
        }
        work.follow(followers + (followers.contains(request.agent) ? [] : [request.agent]))
        return try save(work)
    }

    /// Lets somebody follow it no longer.
    package func unfollow(_ request: FollowTicket) throws -> Ticket {
        try expectMayFollow(request.agent)
        var work = try take(request.ticket)
        work.follow((work.ticket.followers ?? []).filter { $0 != request.agent })
        return try save(work)
    }

    private func expectMayFollow(_ agent: String) throws {
        guard let me = cause.agent, me != agent else { return }
        guard cause.caller.has(.owner, .admin, .supervisor, .agent) else {
            throw Problem.forbidden("Light agents speak for themselves only.")
        }
    }

    /// Whom a note calls: agents, and every member of a team once; whoever is away has somebody who stands in for them.
    /// They follow the ticket from now on.
    func mentioned(_ names: [String]?) throws -> [String] {
        guard let names, !names.isEmpty else { return [] }
        guard names.count <= Desk.followersMaximum else {
            throw Problem.invalid("message.mentions", "A note calls \(Desk.followersMaximum) people or teams at most.")
        }
        let staff = try tx.staff(at: now).filter(\.active)
        var found: [String] = []
        for name in names {
            let members = staff.filter { $0.id == name || $0.teams.contains(name) }
            guard !members.isEmpty else {
                throw Problem.invalid("message.mentions", "There is nobody and no team \(name.prefix(64)).")
            }
            found += members.map(\.id)
        }
        var seen: Set<String> = []
        return try found.flatMap { agent -> [String] in
            [agent] + [try tx.absence(of: agent, at: now)?.substitute].compactMap(\.self)
        }.filter { seen.insert($0).inserted }
    }
}

extension TicketCase {
    /// Who follows it changed; customers never see them.
    mutating func follow(_ followers: [String]) {
        let before = ticket.followers ?? []
        guard before != followers else { return }
        ticket.followers = followers.isEmpty ? nil : followers
        record(
            TicketsAPI.followersChanged,
            changes: [Change(field: "followers", before: JSON(before), after: JSON(followers))], substantial: false)
    }
}
