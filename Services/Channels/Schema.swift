internal import Store

/// The tables of the channels service.
enum Schema {
    static let migrations = [
        Migration(
            1, "channels",
            """
            CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL);
            CREATE TABLE channels (
                id TEXT PRIMARY KEY, kind TEXT NOT NULL, settings TEXT NOT NULL, version BIGINT NOT NULL, problem TEXT,
                checked_at BIGINT);
            CREATE TABLE mailboxes (
                channel TEXT PRIMARY KEY, uid_validity BIGINT NOT NULL, last_uid BIGINT NOT NULL);
            CREATE TABLE intakes (
                id TEXT PRIMARY KEY, channel TEXT NOT NULL, key TEXT NOT NULL, state TEXT NOT NULL,
                received_at BIGINT NOT NULL, attempts BIGINT NOT NULL, sender TEXT, payload TEXT NOT NULL, ticket TEXT,
                number BIGINT, problem TEXT, raw TEXT, UNIQUE (channel, key));
            CREATE INDEX intakes_by_time ON intakes (received_at, id);
            CREATE INDEX intakes_by_state ON intakes (state, received_at, id);
            CREATE INDEX intakes_by_sender ON intakes (sender, received_at);
            CREATE TABLE outgoing (
                message TEXT PRIMARY KEY, ticket TEXT NOT NULL, channel TEXT NOT NULL, state TEXT NOT NULL,
                attempts BIGINT NOT NULL, queued_at BIGINT NOT NULL, payload TEXT NOT NULL, external_id TEXT,
                error TEXT);
            """),
        Migration(
            2, "webhooks",
            """
            CREATE TABLE webhooks (id TEXT PRIMARY KEY, body TEXT NOT NULL, secrets TEXT NOT NULL);
            CREATE TABLE webhook_deliveries (
                id TEXT PRIMARY KEY, webhook TEXT NOT NULL, event TEXT NOT NULL, state TEXT NOT NULL,
                subject TEXT NOT NULL, created_at BIGINT NOT NULL, body TEXT NOT NULL, payload TEXT NOT NULL,
                UNIQUE (webhook, event));
            CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (webhook, created_at, id);
            CREATE INDEX webhook_deliveries_by_subject ON webhook_deliveries (subject);
            """),
    ]
}
