internal import Store

extension Schema {
    /// Policies in their order; calendars with their earlier versions, each valid since a time. What stood in
    /// `settings` before moves here at the first start.
    static func sla(_ number: Int) -> Migration {
        Migration(
            number, "calendars, policies",
            """
            CREATE TABLE calendars (
                id TEXT NOT NULL, version BIGINT NOT NULL, since BIGINT NOT NULL, removed BIGINT NOT NULL,
                body TEXT NOT NULL, PRIMARY KEY (id, version));
            CREATE TABLE policies (id TEXT PRIMARY KEY, position BIGINT NOT NULL, body TEXT NOT NULL);
            """)
    }
}
