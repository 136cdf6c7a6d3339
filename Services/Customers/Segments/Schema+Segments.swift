internal import Store

extension Schema {
    /// Computed tags and segments, who is in them since when, and when somebody must be looked at again.
    static func segments(_ number: Int) -> Migration {
        Migration(
            number, "computed tags and segments",
            """
            ALTER TABLE ticket_facts ADD COLUMN created_at BIGINT;
            ALTER TABLE ticket_facts ADD COLUMN body TEXT;
            ALTER TABLE customers ADD COLUMN dice BIGINT NOT NULL DEFAULT 0;
            CREATE INDEX customers_by_dice ON customers (dice, id) WHERE survivor IS NULL;
            CREATE TABLE customer_groups (
                id TEXT PRIMARY KEY, kind TEXT NOT NULL, building BIGINT NOT NULL, version BIGINT NOT NULL,
                body TEXT NOT NULL);
            CREATE TABLE group_spans (
                customer TEXT NOT NULL, grp TEXT NOT NULL, since BIGINT NOT NULL, until BIGINT NOT NULL,
                value TEXT NOT NULL, PRIMARY KEY (customer, grp, since));
            CREATE INDEX group_spans_by_group ON group_spans (grp, until, customer);
            CREATE TABLE refreshes (customer TEXT PRIMARY KEY, due BIGINT NOT NULL);
            CREATE INDEX refreshes_by_due ON refreshes (due, customer);
            CREATE TABLE scores (customer TEXT PRIMARY KEY, code TEXT NOT NULL);
            """)
    }

    /// Sorts after every real time.
    static let never = Int64.max / 4
}
