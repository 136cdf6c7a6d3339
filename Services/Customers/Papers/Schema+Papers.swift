internal import Store

extension Schema {
    /// Coupons; what people put to a customer: notes, files, fields of the house's own; where two systems differ; files
    /// that are made of customers.
    static func papers(_ number: Int) -> Migration {
        Migration(
            number, "coupons, notes, files, attributes, conflicts",
            """
            CREATE TABLE coupons (
                id TEXT PRIMARY KEY, customer TEXT NOT NULL, code TEXT NOT NULL UNIQUE, reference TEXT,
                state TEXT NOT NULL, at BIGINT NOT NULL, body TEXT NOT NULL);
            CREATE INDEX coupons_by_customer ON coupons (customer, at, id);
            CREATE UNIQUE INDEX coupons_by_reference ON coupons (reference) WHERE reference IS NOT NULL;
            CREATE TABLE notes (
                id TEXT PRIMARY KEY, customer TEXT NOT NULL, at BIGINT NOT NULL, audience TEXT NOT NULL,
                body TEXT NOT NULL);
            CREATE INDEX notes_by_customer ON notes (customer, at, id);
            CREATE TABLE files (
                id TEXT PRIMARY KEY, customer TEXT NOT NULL, at BIGINT NOT NULL, blob TEXT NOT NULL,
                body TEXT NOT NULL);
            CREATE INDEX files_by_customer ON files (customer, at, id);
            CREATE INDEX files_by_blob ON files (blob);
            CREATE TABLE attribute_fields (id TEXT PRIMARY KEY, version BIGINT NOT NULL, body TEXT NOT NULL);
            CREATE TABLE attributes (
                customer TEXT NOT NULL, field TEXT NOT NULL, at BIGINT NOT NULL, value TEXT NOT NULL, actor TEXT,
                PRIMARY KEY (customer, field));
            CREATE INDEX attributes_by_field ON attributes (field);
            CREATE TABLE sync_conflicts (
                id TEXT PRIMARY KEY, customer TEXT NOT NULL, field TEXT NOT NULL, source TEXT NOT NULL,
                at BIGINT NOT NULL, theirs TEXT NOT NULL, UNIQUE (customer, field, source));
            CREATE INDEX sync_conflicts_by_time ON sync_conflicts (at, id);
            CREATE TABLE customer_exports (
                id TEXT PRIMARY KEY, at BIGINT NOT NULL, blob TEXT, body TEXT NOT NULL);
            CREATE INDEX group_spans_by_start ON group_spans (grp, since);
            """)
    }
}
