internal import Base
internal import Contracts
internal import Store

/// A ticket at the head of its lane.
struct QueueHead {
    var lane: String
    var ticket: String
    var effective: Int64
}

extension Reader {
    /// How a team's queue gives out its tickets.
    func policy(of team: String) throws -> QueuePolicy {
        try first("SELECT body FROM settings WHERE name = \("queue:" + team)")?.decode(QueuePolicy.self, "body")
            ?? .standard(team)
    }

    func routingRules() throws -> RoutingRules {
        try first("SELECT body FROM settings WHERE name = 'routing'")?.decode(RoutingRules.self, "body")
            ?? RoutingRules()
    }

    /// Whether a ticket waits in the queue: one that was put back by hand does not.
    func isQueued(_ ticket: String) throws -> Bool {
        try first("SELECT queued FROM tickets WHERE id = \(ticket)")?.bool("queued") ?? false
    }

    /// Whether anybody of a team has room at all.
    func hasRoom(_ team: String) throws -> Bool {
        try first("SELECT agent FROM rota WHERE team = \(team) AND eligible = 1 LIMIT 1") != nil
    }

    /// The first ticket of each lane of a queue. Lanes are hopped over on the index: their tickets are not read.
    func heads(of team: String) throws -> [QueueHead] {
        var heads: [QueueHead] = []
        var after = ""
        while heads.count < 5_000, let head = try head(of: team, "lane > \(after)", "lane, effective, ticket") {
            heads.append(head)
            after = head.lane
        }
        return heads
    }

    /// The first ticket of one lane.
    func head(of team: String, lane: String) throws -> QueueHead? {
        try head(of: team, "lane = \(lane)", "effective, ticket")
    }

    private func head(of team: String, _ condition: SQL, _ order: SQL) throws -> QueueHead? {
        try first(
            """
            SELECT lane, ticket, effective FROM queue WHERE team = \(team) AND \(condition) ORDER BY \(order) LIMIT 1
            """
        ).map {
            QueueHead(
                lane: try $0.string("lane"), ticket: try $0.string("ticket"), effective: try $0.int64("effective"))
        }
    }

    /// Members of a team who have room, or those who have none, in the order of a strategy, after one of them.
    func members(
        of team: String, eligible: Bool, _ strategy: QueuePolicy.Strategy, after last: Row?, limit: Int
    ) throws -> [Row] {
        let key: SQL =
            switch strategy {
            case .roundRobin, .manual: "last_assigned"
            case .leastLoaded: "load"
            case .mostSpare: "pressure"
            }
        var condition: SQL = ""
        if let last {
            condition = " AND (r.\(key), r.last_assigned, r.agent) > (\(try last.int64("key")), "
            condition += "\(try last.int64("assigned")), \(try last.string("agent")))"
        }
        return try rows(
            """
            SELECT r.agent AS agent, r.\(key) AS key, r.last_assigned AS assigned, a.load AS load,
                a.on_shift AS on_shift, a.absent AS absent, a.body AS body
            FROM rota r JOIN agents a ON a.id = r.agent
            WHERE r.team = \(team) AND r.eligible = \(eligible)\(condition)
            ORDER BY r.\(key), r.last_assigned, r.agent LIMIT \(limit)
            """)
    }

    /// One agent as a row of `members`; nil when there is none of that id.
    func member(_ agent: String) throws -> Row? {
        try first(
            """
            SELECT id AS agent, 0 AS key, last_assigned AS assigned, load, on_shift, absent, body
            FROM agents WHERE id = \(agent)
            """)
    }

    func isMember(_ agent: String, of team: String) throws -> Bool {
        try first("SELECT agent FROM rota WHERE team = \(team) AND agent = \(agent)") != nil
    }

    /// Tickets of a channel that an agent has.
    func count(of channel: Channel, on agent: String) throws -> Int {
        try first("SELECT COUNT(*) AS n FROM burdens WHERE agent = \(agent) AND channel = \(channel)")?.int("n") ?? 0
    }

    /// Tickets the router gave an agent since a moment.
    func grants(to agent: String, since moment: Instant) throws -> Int {
        try first("SELECT COUNT(*) AS n FROM grants WHERE agent = \(agent) AND at > \(moment)")?.int("n") ?? 0
    }

    /// Who last worked for a customer, except on this ticket.
    func lastAgent(of requester: String, except ticket: String) throws -> String? {
        try first(
            """
            SELECT assignee FROM tickets WHERE requester = \(requester) AND assignee IS NOT NULL AND id <> \(ticket)
            ORDER BY updated DESC, id DESC LIMIT 1
            """)?.string("assignee")
    }
}
