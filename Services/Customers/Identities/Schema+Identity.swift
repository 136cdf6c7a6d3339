internal import Store

extension Schema {
    /// Addresses with their proof, joinings that can be taken back, organisations. A record from before shows what was
    /// written to it: `own` is made of that when it is next written.
    static func identity(_ number: Int) -> Migration {
        Migration(
            number, "identity",
            """
            ALTER TABLE customers ADD COLUMN own TEXT;
            ALTER TABLE customers ADD COLUMN organisation TEXT;
            ALTER TABLE customers ADD COLUMN shares BIGINT;
            ALTER TABLE customers ADD COLUMN visitor BIGINT NOT NULL DEFAULT 0;
            CREATE INDEX customers_by_organisation ON customers (organisation, id) WHERE survivor IS NULL;
            ALTER TABLE identities ADD COLUMN verified_at BIGINT;
            ALTER TABLE identities ADD COLUMN source TEXT;
            ALTER TABLE identities ADD COLUMN domain TEXT;
            UPDATE identities SET kind = 'other'
                WHERE kind = 'external' AND SUBSTR(value, 1, 6) IN ('email:', 'phone:');
            UPDATE identities SET domain = REPLACE(value, RTRIM(value, REPLACE(value, '@', '')), '')
                WHERE kind = 'email';
            CREATE INDEX identities_by_domain ON identities (domain, customer);
            CREATE INDEX timeline_by_ref ON timeline (ref);
            CREATE TABLE merges (
                id TEXT PRIMARY KEY, survivor TEXT NOT NULL, loser TEXT NOT NULL, name TEXT NOT NULL,
                version BIGINT NOT NULL, fields TEXT NOT NULL, at BIGINT NOT NULL, actor TEXT, undone_at BIGINT,
                undone_by TEXT);
            CREATE INDEX merges_by_survivor ON merges (survivor, at);
            CREATE INDEX merges_by_loser ON merges (loser, at);
            CREATE TABLE duplicates (
                id TEXT PRIMARY KEY, first TEXT NOT NULL, second TEXT NOT NULL, kind TEXT NOT NULL, at BIGINT NOT NULL,
                dismissed BIGINT NOT NULL);
            CREATE INDEX duplicates_by_time ON duplicates (at, id) WHERE dismissed = 0;
            CREATE TABLE settings (name TEXT PRIMARY KEY, version BIGINT NOT NULL, body TEXT NOT NULL);
            CREATE TABLE organisations (
                id TEXT PRIMARY KEY, name TEXT NOT NULL, note TEXT, created_at BIGINT NOT NULL,
                version BIGINT NOT NULL);
            CREATE INDEX organisations_by_time ON organisations (created_at, id);
            CREATE TABLE organisation_domains (domain TEXT PRIMARY KEY, organisation TEXT NOT NULL);
            CREATE INDEX organisation_domains_by_owner ON organisation_domains (organisation);
            """)
    }
}
