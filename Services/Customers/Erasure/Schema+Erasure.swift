internal import Store

extension Schema {
    /// Who was forgotten: that it happened, and by what addresses would be known again, which tells nothing of them.
    static func erasure(_ number: Int) -> Migration {
        Migration(
            number, "erasure",
            """
            ALTER TABLE customers ADD COLUMN erased_at BIGINT;
            CREATE TABLE tombstones (hash TEXT PRIMARY KEY, customer TEXT NOT NULL, at BIGINT NOT NULL);
            CREATE TABLE exports (customer TEXT PRIMARY KEY, blob TEXT NOT NULL, at BIGINT NOT NULL);
            """)
    }
}
