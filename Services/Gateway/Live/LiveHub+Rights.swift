internal import Base
internal import Contracts
internal import HTTP

extension LiveHub.Item {
    /// The right that shows the events of a service.
    private static let rights = [
        TicketsAPI.service: TicketsAPI.list.name, CustomersAPI.service: CustomersAPI.list.name,
        KnowledgeAPI.service: KnowledgeAPI.list.name, RulesAPI.service: RulesAPI.list.name,
        ChannelsAPI.service: ChannelsAPI.list.name, AnalyticsAPI.service: AnalyticsAPI.catalogue.name,
    ]

    /// What a person sees of the event: nothing of what is for somebody else or beyond their rights, and masked fields
    /// covered.
    func shown(to caller: Caller) -> [UInt8]? {
        if let agent, agent != caller.id { return nil }
        guard let grants = caller.grants else { return bytes }
        let service = String(id.prefix { $0 != ":" })
        guard
            agent != nil || service == GatewayAPI.service
                || LiveHub.Item.scope(of: service, grants).map({ isWithin($0, caller) }) ?? false
        else { return nil }
        guard !grants.masked.isEmpty, let event = try? JSON(parsing: payload) else { return bytes }
        let covered = FieldMask.cover(event, Set(grants.masked))
        return ServerSentEvent(id: id, event: event["type"]?.string, data: covered.text).bytes
    }

    private static func scope(of service: String, _ grants: Grants) -> Scope? {
        rights[service].flatMap(Right.of).flatMap { grants.scope(of: $0) }
    }

    /// Whether the event's ticket is one of theirs; an event of no ticket is about the desk, which everybody sees.
    private func isWithin(_ scope: Scope, _ caller: Caller) -> Bool {
        guard scope != .all, let event = try? JSON(parsing: payload) else { return true }
        guard event["subject"]?.string?.hasPrefix("ticket/") == true else { return true }
        let ticket = event["data"]?["ticket"]
        if ticket?["assignee"]?.string == caller.id { return true }
        guard scope == .team, let team = ticket?["team"]?.string else { return false }
        return caller.teams.contains(team)
    }
}
