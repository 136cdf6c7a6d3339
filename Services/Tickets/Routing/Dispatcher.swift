internal import Base
internal import Contracts
package import Store

/// Reads what the router needs to know and asks it; changes nothing. One for a transaction or a read.
package final class Dispatcher {
    /// Agents read at once, and kept of a decision.
    static let page = 50

    let db: Reader
    let tools: DeskTools
    /// The moment of the decision, in whole milliseconds.
    let now: Instant
    /// Tickets for which nobody was found: they need not be tried again at the end of the transaction.
    var tried: Set<String> = []
    private var policies: [String: QueuePolicy] = [:]
    private var knownRules: RoutingRules?

    package init(_ db: Reader, _ tools: DeskTools) {
        (self.db, self.tools) = (db, tools)
        now = db.now.wholeMilliseconds
    }

    /// Who may have a ticket of a lane, and what speaks against those who come before them. Walks the strategy's index
    /// until somebody may; those without room are only looked at for the record.
    func choose(
        for lane: Lane, _ team: String, _ policy: QueuePolicy
    ) throws -> RoutingExplanation.Decision {
        let errand = lane.errand(weights: try rules().weights)
        var decision = RoutingExplanation.Decision(
            at: now, strategy: policy.strategy, agent: nil, skills: errand.needs, weight: errand.weight, verdicts: [])
        if let sticky = lane.sticky, let row = try db.member(sticky) {
            decision.verdicts = Router.decide(
                errand, among: [try candidate(row, errand, policy, isMember: try db.isMember(sticky, of: team))],
                under: policy)
            decision.agent = decision.verdicts.chosen
            return decision
        }
        var last: Row?
        while decision.agent == nil {
            let rows = try db.members(of: team, eligible: true, policy.strategy, after: last, limit: Dispatcher.page)
            guard let end = rows.last else { break }
            let candidates = try rows.map { try candidate($0, errand, policy, isMember: true) }
            decision.verdicts += Router.decide(errand, among: candidates, under: policy)
            decision.agent = decision.verdicts.chosen
            last = end
        }
        if decision.agent != nil, decision.verdicts.count < Dispatcher.page {
            let rows = try db.members(
                of: team, eligible: false, policy.strategy, after: nil, limit: Dispatcher.page - decision.verdicts.count
            )
            let others = try rows.map { try candidate($0, errand, policy, isMember: true) }
            decision.verdicts += Router.decide(errand, among: others, under: policy)
        }
        return decision
    }

    /// A row of `members` as the router sees it.
    private func candidate(
        _ row: Row, _ errand: Errand, _ policy: QueuePolicy, isMember: Bool
    ) throws -> Candidate {
        let id = try row.string("agent")
        var agent = try tools.staff.value(id, row)
        agent.load = try row.int("load")
        agent.lastAssignedAt = try row.instant("assigned")
        let limited = agent.channelLimits?[errand.channel] != nil
        return Candidate(
            agent, isMember: isMember, onShift: try row.bool("on_shift"), isAbsent: try row.bool("absent"),
            onChannel: limited ? try db.count(of: errand.channel, on: id) : 0,
            inWindow: try policy.limit.map { try db.grants(to: id, since: now - .seconds($0.seconds)) } ?? 0)
    }

    /// The lane of a waiting ticket at this moment.
    func lane(of ticket: Ticket, _ policy: QueuePolicy) throws -> Lane {
        Lane(
            channel: ticket.channel, needs: ticket.needs(at: now, under: policy).skills,
            passedOver: (ticket.passedOver ?? [:]).filter { $0.value > now }.keys.sorted(),
            sticky: try sticky(for: ticket, policy))
    }

    /// Who knows the customer and can be waited for (row 61): there, even if they have no room right now.
    private func sticky(for ticket: Ticket, _ policy: QueuePolicy) throws -> String? {
        guard let seconds = policy.stickySeconds, let team = ticket.team,
            let id = try db.lastAgent(of: ticket.requester.id, except: ticket.id),
            ticket.passedOver?[id] == nil, let row = try db.member(id)
        else { return nil }
        let errand = Errand(
            channel: ticket.channel, weight: try rules().weights[ticket.channel] ?? 1,
            needs: ticket.needs(at: now, under: policy).skills)
        let isMember = try db.isMember(id, of: team)
        let refusals = try candidate(row, errand, policy, isMember: isMember).refusals(of: errand, under: policy)
        if refusals.isEmpty { return id }
        let passes: Set<Refusal> = [.capacity, .channel, .window]
        return passes.isSuperset(of: refusals) && now < ticket.agedFrom + .seconds(seconds) ? id : nil
    }

    /// Everybody of a team and what speaks against them, at most 50: those with room first.
    func considered(_ ticket: Ticket, _ team: String) throws -> RoutingExplanation.Decision {
        let policy = try policy(of: team)
        let errand = try lane(of: ticket, policy).errand(weights: try rules().weights)
        var rows = try db.members(of: team, eligible: true, policy.strategy, after: nil, limit: Dispatcher.page)
        if rows.count < Dispatcher.page {
            rows += try db.members(
                of: team, eligible: false, policy.strategy, after: nil, limit: Dispatcher.page - rows.count)
        }
        let candidates = try rows.map { try candidate($0, errand, policy, isMember: true) }
        let verdicts = Router.decide(errand, among: candidates, under: policy)
        let chosen = policy.strategy == .manual ? nil : verdicts.chosen
        return RoutingExplanation.Decision(
            at: now, strategy: policy.strategy, agent: chosen, skills: errand.needs, weight: errand.weight,
            verdicts: verdicts)
    }

    func policy(of team: String) throws -> QueuePolicy {
        if let known = policies[team] { return known }
        let policy = try db.policy(of: team)
        policies[team] = policy
        return policy
    }

    func rules() throws -> RoutingRules {
        if let known = knownRules { return known }
        let rules = try db.routingRules()
        knownRules = rules
        return rules
    }

    /// The policy or the rules have just been changed.
    func forget() { (policies, knownRules) = ([:], nil) }

    /// The hours of shifts; nil in a zone that is not known.
    func hours(_ shifts: Shifts) -> BusinessHours? {
        guard let zone = tools.terms.zone(shifts.zone) else { return nil }
        return BusinessHours(BusinessCalendar(id: "", name: "", zone: shifts.zone, week: shifts.week), zone: zone)
    }
}
