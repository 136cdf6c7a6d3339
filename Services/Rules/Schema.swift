internal import Store

/// The tables of the rules service.
enum Schema {
    static let migrations = [
        Migration(
            1, "rules",
            """
            CREATE TABLE rules (
                id TEXT PRIMARY KEY, position BIGINT NOT NULL, enabled BIGINT NOT NULL, rule TEXT NOT NULL,
                version BIGINT NOT NULL);
            CREATE INDEX rules_by_position ON rules (position, id);
            CREATE TABLE runs (
                id TEXT PRIMARY KEY, rule TEXT NOT NULL, ticket TEXT NOT NULL, chain TEXT NOT NULL, at BIGINT NOT NULL,
                outcome TEXT NOT NULL, run TEXT NOT NULL);
            CREATE INDEX runs_by_ticket ON runs (ticket, at, id);
            CREATE INDEX runs_by_rule ON runs (rule, at, id);
            CREATE INDEX runs_by_time ON runs (at, id);
            CREATE TABLE chains (
                chain TEXT NOT NULL, rule TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (chain, rule));
            CREATE TABLE waiting (
                ticket TEXT NOT NULL, rule TEXT NOT NULL, due BIGINT NOT NULL, PRIMARY KEY (ticket, rule));
            CREATE TABLE notifications (
                id TEXT PRIMARY KEY, agent TEXT NOT NULL, at BIGINT NOT NULL, read BIGINT NOT NULL,
                notification TEXT NOT NULL);
            CREATE INDEX notifications_by_agent ON notifications (agent, at, id);
            """),
        Migration(
            2, "chains-by-run",
            """
            ALTER TABLE chains ADD COLUMN run TEXT;
            CREATE INDEX chains_by_time ON chains (at);
            CREATE INDEX notifications_by_time ON notifications (at);
            """),
        Migration(
            3, "progress",
            """
            CREATE TABLE progress (
                key TEXT NOT NULL, rule TEXT NOT NULL, at BIGINT NOT NULL, ticket TEXT NOT NULL,
                PRIMARY KEY (key, rule));
            CREATE INDEX progress_by_time ON progress (at);
            ALTER TABLE waiting ADD COLUMN chain TEXT;
            """),
        Migration(
            4, "notices by ticket",
            """
            ALTER TABLE notifications ADD COLUMN ticket TEXT;
            CREATE INDEX notifications_by_ticket ON notifications (ticket) WHERE ticket IS NOT NULL;
            """),
    ]
}
