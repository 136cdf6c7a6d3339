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
            """),
        Migration(2, "door", door),
    ]

    /// Roles, second factors (a secret that codes are made of cannot be kept as a hash), keys, the audit log.
    private static let door = """
        CREATE TABLE roles (id TEXT PRIMARY KEY, body TEXT NOT NULL, version BIGINT NOT NULL);
        CREATE TABLE factors (
            account TEXT PRIMARY KEY, secret BLOB NOT NULL, confirmed BIGINT NOT NULL, last_step BIGINT NOT NULL,
            codes TEXT NOT NULL);
        CREATE TABLE api_keys (
            id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, account TEXT NOT NULL, body TEXT NOT NULL,
            expires_at BIGINT, revoked_at BIGINT, last_used_at BIGINT, last_address TEXT);
        CREATE TABLE audit (
            sequence BIGINT PRIMARY KEY, actor TEXT NOT NULL, action TEXT NOT NULL, object TEXT NOT NULL,
            line TEXT NOT NULL, hash TEXT NOT NULL);
        CREATE INDEX audit_by_actor ON audit (actor, sequence);
        CREATE TABLE audit_head (id BIGINT PRIMARY KEY, sequence BIGINT NOT NULL, hash TEXT NOT NULL);
        INSERT INTO audit_head (id, sequence, hash) VALUES (1, 0, '');
        CREATE TABLE outside_accounts (
            issuer TEXT NOT NULL, subject TEXT NOT NULL, account TEXT NOT NULL, PRIMARY KEY (issuer, subject));
        CREATE TABLE outside_tries (
            state TEXT PRIMARY KEY, verifier TEXT NOT NULL, nonce TEXT NOT NULL, next TEXT NOT NULL,
            expires_at BIGINT NOT NULL);
        ALTER TABLE sessions ADD COLUMN seen_at BIGINT;
        ALTER TABLE sessions ADD COLUMN address TEXT;
        ALTER TABLE sessions ADD COLUMN agent TEXT;
        ALTER TABLE sessions ADD COLUMN view_as TEXT;
        ALTER TABLE links ADD COLUMN purpose TEXT;
        """
}
