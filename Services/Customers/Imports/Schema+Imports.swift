internal import Store

extension Schema {
    /// Files of customers on their way, described tags, consent, and messages that nobody asked for.
    static func care(_ number: Int) -> Migration {
        Migration(
            number, "imports, tags, consent",
            """
            CREATE TABLE customer_imports (
                id TEXT PRIMARY KEY, blob TEXT NOT NULL, position BIGINT NOT NULL, body TEXT NOT NULL);
            CREATE TABLE import_keys (
                import TEXT NOT NULL, name TEXT NOT NULL, line BIGINT NOT NULL, PRIMARY KEY (import, name));
            CREATE TABLE tags (name TEXT PRIMARY KEY, version BIGINT NOT NULL, body TEXT NOT NULL);
            CREATE TABLE consents (
                customer TEXT NOT NULL, channel TEXT NOT NULL, at BIGINT NOT NULL, state TEXT NOT NULL,
                source TEXT NOT NULL, actor TEXT, PRIMARY KEY (customer, channel, at, state));
            CREATE TABLE quiet_hours (customer TEXT PRIMARY KEY, at BIGINT NOT NULL, body TEXT NOT NULL);
            CREATE TABLE outreach (
                customer TEXT NOT NULL, message TEXT NOT NULL, channel TEXT NOT NULL, at BIGINT NOT NULL,
                PRIMARY KEY (customer, message));
            CREATE INDEX outreach_by_time ON outreach (customer, at);
            """)
    }
}
