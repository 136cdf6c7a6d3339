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
        Migration(
            3, "views and search",
            """
            CREATE TABLE views (id TEXT PRIMARY KEY, owner TEXT NOT NULL, body TEXT NOT NULL);
            CREATE INDEX views_owner ON views (owner, id);
            CREATE TABLE view_orders (agent TEXT PRIMARY KEY, ids TEXT NOT NULL);
            CREATE TABLE list_rows (
                ticket TEXT PRIMARY KEY, number BIGINT NOT NULL UNIQUE, status TEXT NOT NULL, unsolved BIGINT NOT NULL,
                rank BIGINT NOT NULL, channel TEXT NOT NULL, requester TEXT NOT NULL, tier TEXT NOT NULL,
                assignee TEXT NOT NULL, team TEXT NOT NULL, language TEXT NOT NULL, follow_up TEXT NOT NULL,
                created BIGINT NOT NULL, updated BIGINT NOT NULL, due BIGINT NOT NULL, first_replied BIGINT NOT NULL,
                solved BIGINT NOT NULL, waiting BIGINT NOT NULL, assigned BIGINT NOT NULL, messages BIGINT NOT NULL,
                rating BIGINT NOT NULL);
            CREATE INDEX list_updated ON list_rows (updated, ticket);
            CREATE INDEX list_created ON list_rows (created, ticket);
            CREATE INDEX list_due ON list_rows (due, ticket);
            CREATE INDEX list_rank ON list_rows (rank, ticket);
            CREATE INDEX list_solved_updated ON list_rows (updated, ticket) WHERE unsolved = 0;
            CREATE INDEX list_open_updated ON list_rows (updated, ticket) WHERE unsolved = 1;
            CREATE INDEX list_open_created ON list_rows (created, ticket) WHERE unsolved = 1;
            CREATE INDEX list_open_due ON list_rows (due, ticket) WHERE unsolved = 1;
            CREATE INDEX list_open_rank ON list_rows (rank, ticket) WHERE unsolved = 1;
            CREATE INDEX list_assignee ON list_rows (assignee, unsolved, updated, ticket);
            CREATE INDEX list_team ON list_rows (team, unsolved, updated, ticket);
            CREATE INDEX list_requester ON list_rows (requester);
            CREATE TABLE list_facets (
                ticket TEXT NOT NULL, facet TEXT NOT NULL, updated BIGINT NOT NULL, PRIMARY KEY (ticket, facet));
            CREATE INDEX list_facets_facet ON list_facets (facet, updated, ticket);
            CREATE TABLE search_terms (
                term TEXT NOT NULL, block BIGINT NOT NULL, entries BLOB NOT NULL, PRIMARY KEY (term, block));
            DROP INDEX tickets_updated;
            DROP INDEX tickets_created;
            DROP INDEX tickets_solved;
            DROP INDEX tickets_open_updated;
            DROP INDEX tickets_open_created;
            DROP INDEX tickets_open_due;
            DROP INDEX tickets_open_rank;
            DROP INDEX tickets_assignee;
            DROP INDEX tickets_team;
            ALTER TABLE tickets DROP COLUMN search;
            """),
        Migration(
            4, "changes of many tickets",
            """
            CREATE TABLE bulk_runs (
                id TEXT PRIMARY KEY, created BIGINT NOT NULL, next BIGINT NOT NULL, caller TEXT NOT NULL,
                body TEXT NOT NULL);
            CREATE TABLE bulk_items (
                run TEXT NOT NULL, position BIGINT NOT NULL, ticket TEXT NOT NULL, undo TEXT,
                PRIMARY KEY (run, position));
            """),
        Schema.sla(5),
        Schema.routing(6),
        Schema.desk(7),
        Schema.intent(8),
        Schema.macros(9),
    ]

    /// Sorts after every real time.
    static let never = Int64.max / 4
}
