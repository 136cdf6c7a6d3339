internal import Store

extension Schema {
    /// Macros, with how often they were used beside them: using one is no new version of it.
    static func macros(_ number: Int) -> Migration {
        Migration(
            number, "macros",
            """
            CREATE TABLE macros (
                id TEXT PRIMARY KEY, owner TEXT NOT NULL, uses BIGINT NOT NULL, used BIGINT NOT NULL,
                body TEXT NOT NULL);
            CREATE INDEX macros_owner ON macros (owner, id);
            """)
    }
}
