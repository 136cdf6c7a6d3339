internal import Store

extension Schema {
    /// Facts, their kinds, and files of facts on their way.
    static func facts(_ number: Int) -> Migration {
        Migration(
            number, "facts",
            """
            CREATE TABLE fact_types (id TEXT PRIMARY KEY, version BIGINT NOT NULL, body TEXT NOT NULL);
            CREATE TABLE facts (
                id {identity}, source TEXT NOT NULL, external_id TEXT NOT NULL, customer TEXT NOT NULL,
                type TEXT NOT NULL, occurred BIGINT NOT NULL, received BIGINT NOT NULL, amount DOUBLE PRECISION,
                revision BIGINT NOT NULL, body TEXT NOT NULL);
            CREATE UNIQUE INDEX facts_by_name ON facts (source, external_id);
            CREATE INDEX facts_by_customer ON facts (customer, occurred, type, amount);
            CREATE TABLE fact_imports (
                id TEXT PRIMARY KEY, blob TEXT NOT NULL, position BIGINT NOT NULL, body TEXT NOT NULL);
            CREATE TABLE fact_import_errors (
                import TEXT NOT NULL, line BIGINT NOT NULL, code TEXT NOT NULL, detail TEXT NOT NULL,
                PRIMARY KEY (import, line));
            """)
    }
}
