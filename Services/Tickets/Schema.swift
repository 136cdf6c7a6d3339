package import Store

/// The tables of this service. A thing is kept whole as JSON in `body`; the columns beside it are what lists and
/// rules look for. Times are microseconds, "never" is the largest number.
package enum Schema {
    package static let migrations = [
        Migration(
            1, "tickets, messages, staff, surveys",
            """
            CREATE TABLE tickets (
                id TEXT PRIMARY KEY, number BIGINT NOT NULL UNIQUE, status TEXT NOT NULL, unsolved BIGINT NOT NULL,
                pausing BIGINT NOT NULL, waiting BIGINT NOT NULL, queued BIGINT NOT NULL, rank BIGINT NOT NULL,
                channel TEXT NOT NULL, requester TEXT NOT NULL, assignee TEXT, team TEXT, follow_up_of TEXT,
                created BIGINT NOT NULL, updated BIGINT NOT NULL, due BIGINT NOT NULL, search TEXT NOT NULL,
                version BIGINT NOT NULL, seen_version BIGINT NOT NULL, parked BIGINT NOT NULL, body TEXT NOT NULL);
            CREATE INDEX tickets_updated ON tickets (updated, id);
            CREATE INDEX tickets_created ON tickets (created, id);
            CREATE INDEX tickets_solved ON tickets (updated, id) WHERE unsolved = 0;
            CREATE INDEX tickets_open_updated ON tickets (updated, id) WHERE unsolved = 1;
            CREATE INDEX tickets_open_created ON tickets (created, id) WHERE unsolved = 1;
            CREATE INDEX tickets_open_due ON tickets (due, id) WHERE unsolved = 1;
            CREATE INDEX tickets_open_rank ON tickets (rank, id) WHERE unsolved = 1;
            CREATE INDEX tickets_assignee ON tickets (assignee, unsolved, updated, id);
            CREATE INDEX tickets_team ON tickets (team, unsolved, updated, id);
            CREATE INDEX tickets_requester ON tickets (requester, updated, id);
            CREATE INDEX tickets_queued ON tickets (team, created, id) WHERE queued = 1;
            CREATE INDEX tickets_follow_up ON tickets (follow_up_of);
            CREATE TABLE messages (
                id TEXT PRIMARY KEY, ticket TEXT NOT NULL, position BIGINT NOT NULL, external_id TEXT,
                body TEXT NOT NULL);
            CREATE INDEX messages_ticket ON messages (ticket, position);
            CREATE INDEX messages_external ON messages (external_id);
            CREATE TABLE intakes (
                channel TEXT NOT NULL, key TEXT NOT NULL, result TEXT NOT NULL, PRIMARY KEY (channel, key));
            CREATE TABLE counters (name TEXT PRIMARY KEY, value BIGINT NOT NULL);
            CREATE TABLE settings (name TEXT PRIMARY KEY, version BIGINT NOT NULL, body TEXT NOT NULL);
            CREATE TABLE teams (id TEXT PRIMARY KEY, body TEXT NOT NULL);
            CREATE TABLE agents (
                id TEXT PRIMARY KEY, load BIGINT NOT NULL, last_assigned BIGINT NOT NULL, body TEXT NOT NULL);
            CREATE TABLE rota (
                team TEXT NOT NULL, agent TEXT NOT NULL, eligible BIGINT NOT NULL, last_assigned BIGINT NOT NULL,
                PRIMARY KEY (team, agent));
            CREATE INDEX rota_next ON rota (team, eligible, last_assigned, agent);
            CREATE INDEX rota_agent ON rota (agent);
            CREATE TABLE surveys (
                token TEXT PRIMARY KEY, ticket TEXT NOT NULL, answered BIGINT NOT NULL, body TEXT NOT NULL);
            CREATE INDEX surveys_ticket ON surveys (ticket, answered);
            """),
        Migration(
            2, "requesters",
            """
            CREATE TABLE requesters (id TEXT PRIMARY KEY, name TEXT NOT NULL, tier TEXT NOT NULL, survivor TEXT);
            """),
        Schema.routing(3),
    ]

    /// Sorts after every real time.
    static let never = Int64.max / 4
}
