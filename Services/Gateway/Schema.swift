internal import Store

/// The tables of the gateway. Secrets are kept as hashes only.
enum Schema {
    static let migrations = [
        Migration(
            1, "accounts",
            """
            CREATE TABLE accounts (
                id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE, account TEXT NOT NULL, password TEXT,
                version BIGINT NOT NULL);
            CREATE TABLE sessions (
                token TEXT PRIMARY KEY, account TEXT NOT NULL, csrf TEXT NOT NULL, created_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL);
            CREATE INDEX sessions_by_account ON sessions (account);
            CREATE INDEX sessions_by_end ON sessions (expires_at);
            CREATE TABLE links (token TEXT PRIMARY KEY, account TEXT NOT NULL, expires_at BIGINT NOT NULL);
            CREATE TABLE sign_in_failures (email TEXT PRIMARY KEY, count BIGINT NOT NULL, until BIGINT NOT NULL);
            """)
    ]
}
