internal import Store

/// The tables of the analytics service: facts only; every number is computed from them when it is asked for.
enum Schema {
    static let migrations = [
        Migration(
            1, "facts",
            """
            CREATE TABLE facts (
                kind TEXT NOT NULL, ref TEXT NOT NULL, at BIGINT NOT NULL, ticket TEXT NOT NULL, channel TEXT NOT NULL,
                agent TEXT, team TEXT, priority TEXT NOT NULL, calendar DOUBLE PRECISION NOT NULL,
                business DOUBLE PRECISION NOT NULL, PRIMARY KEY (kind, ref));
            CREATE INDEX facts_by_time ON facts (kind, at);
            CREATE TABLE starts (ticket TEXT PRIMARY KEY, at BIGINT NOT NULL, business DOUBLE PRECISION NOT NULL);
            CREATE TABLE names (kind TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (kind, id));
            CREATE TABLE rebuilds (id BIGINT PRIMARY KEY, head BIGINT NOT NULL);
            """)
    ]
}
