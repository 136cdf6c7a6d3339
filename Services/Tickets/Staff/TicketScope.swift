internal import Base
internal import Conditions
internal import Contracts
internal import ServiceKit
internal import Store

/// Which tickets a caller sees whose rights end at their own, or at those of their teams (row 171).
enum TicketScope {
    /// Calls that ask for no one ticket: what they list is limited where it is looked for.
    private static let lists: Set<String> = [
        TicketsAPI.list.name, TicketsAPI.counts.name, TicketsAPI.search.name, TicketsAPI.views.name,
        TicketsAPI.view.name, TicketsAPI.viewOrder.name, TicketsAPI.viewFields.name, TicketsAPI.tryView.name,
        TicketsAPI.myDrafts.name,
    ]

    /// What the tickets of a narrower scope have in common; nil for who sees all.
    static func condition(of viewer: Viewer, _ caller: Caller) -> Condition? {
        guard caller.kind == .agent, let grants = caller.grants, let right = Right.of(TicketsAPI.list.name),
            let scope = grants.scope(of: right), scope != .all
        else { return nil }
        let mine = Condition.test("ticket.assignee", .equal, .string(viewer.id))
        guard scope == .team, !viewer.teams.isEmpty else { return mine }
        return .any([mine, .test("ticket.team", .anyOf, .array(viewer.teams.map(JSON.string)))])
    }

    /// Throws a 404 when a call is about a ticket outside of its scope: as if it were not there.
    static func check(_ call: ScopedCall, _ db: Reader) throws {
        if lists.contains(call.name) { return }
        let teams = call.scope == .team ? try db.teams(of: call.caller.id) : []
        if call.name == TicketsAPI.queued.name {
            guard let team = call.request["team"]?.string, teams.contains(team) else { throw outside }
            return
        }
        for name in try tickets(call, db) {
            let ticket = try db.ticket(named: name)
            let isMine = ticket.assignee == call.caller.id
            guard isMine || ticket.team.map(teams.contains) ?? false else {
                throw Problem.notFound("ticket", String(name.prefix(64)))
            }
        }
    }

    private static let outside = Problem.forbidden("This is for who may see more than their own tickets.")

    /// The tickets that a request is about; throws when it does not say so.
    private static func tickets(_ call: ScopedCall, _ db: Reader) throws -> [String] {
        switch call.name {
        case TicketsAPI.viewers.name:
            return (call.request["tickets"]?.string ?? "").split(separator: ",").map(String.init)
        case TicketsAPI.sideMessages.name, TicketsAPI.writeSideMessage.name, TicketsAPI.closeSideTalk.name:
            let talk = call.request["talk"]?.string ?? ""
            guard let row = try db.first("SELECT ticket FROM side_talks WHERE id = \(talk)") else {
                throw Problem.notFound("side", String(talk.prefix(64)))
            }
            return [try row.string("ticket")]
        case TicketsAPI.cancelReply.name, TicketsAPI.releaseReply.name:
            let held = call.request["id"]?.string ?? ""
            guard let row = try db.first("SELECT ticket FROM held_replies WHERE id = \(held)") else {
                throw Problem.notFound("reply", String(held.prefix(64)))
            }
            return [try row.string("ticket")]
        default:
            guard let id = (call.request["ticket"] ?? call.request["id"])?.string else { throw outside }
            return [id]
        }
    }
}
