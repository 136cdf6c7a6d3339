package import Store

/// The tables of the customers service.
package enum Schema {
    package static let migrations = [
        Migration(
            1, "customers",
            """
            CREATE TABLE customers (
                id TEXT PRIMARY KEY, name TEXT NOT NULL, tier TEXT NOT NULL, company TEXT, language TEXT, note TEXT,
                tags TEXT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, last_contact_at BIGINT,
                survivor TEXT REFERENCES customers (id), version BIGINT NOT NULL);
            CREATE INDEX customers_by_update ON customers (updated_at, id) WHERE survivor IS NULL;
            CREATE INDEX customers_by_tier ON customers (tier, updated_at, id) WHERE survivor IS NULL;
            CREATE INDEX customers_by_survivor ON customers (survivor);
            CREATE TABLE identities (
                kind TEXT NOT NULL, value TEXT NOT NULL, customer TEXT NOT NULL REFERENCES customers (id),
                verified BIGINT NOT NULL, added_at BIGINT NOT NULL, PRIMARY KEY (kind, value));
            CREATE INDEX identities_by_customer ON identities (customer);
            CREATE TABLE customer_tags (
                tag TEXT NOT NULL, customer TEXT NOT NULL REFERENCES customers (id), PRIMARY KEY (tag, customer));
            CREATE TABLE customer_words (
                word TEXT NOT NULL, customer TEXT NOT NULL REFERENCES customers (id), PRIMARY KEY (word, customer));
            CREATE INDEX customer_words_by_customer ON customer_words (customer);
            """),
        Migration(
            2, "timeline",
            """
            CREATE TABLE timeline (
                id TEXT PRIMARY KEY, customer TEXT NOT NULL, kind TEXT NOT NULL, channel TEXT,
                occurred_at BIGINT NOT NULL, received_at BIGINT NOT NULL, source TEXT NOT NULL, ref TEXT,
                number BIGINT, summary TEXT NOT NULL, actor TEXT);
            CREATE INDEX timeline_by_customer ON timeline (customer, occurred_at, id);
            CREATE TABLE ticket_facts (
                ticket TEXT PRIMARY KEY, customer TEXT NOT NULL, open BIGINT NOT NULL, rating BIGINT,
                rated_at BIGINT, contact_at BIGINT);
            CREATE INDEX ticket_facts_by_customer ON ticket_facts (customer, rated_at);
            """),
        Schema.identity(3),
        Schema.facts(4),
        Schema.segments(5),
        Schema.care(6),
        Schema.erasure(7),
        Schema.papers(8),
        Schema.plans(9),
    ]

    /// Without statistics the planner takes `survivor IS NULL` for a rare thing and sorts everybody for it; and when
    /// tickets were last heard of is asked for every card.
    private static func plans(_ number: Int) -> Migration {
        Migration(
            number, "indexes for a million customers",
            """
            DROP INDEX customers_by_survivor;
            CREATE INDEX customers_by_survivor ON customers (survivor) WHERE survivor IS NOT NULL;
            CREATE INDEX timeline_heard ON timeline (received_at) WHERE source = '/moat/tickets';
            """)
    }
}
