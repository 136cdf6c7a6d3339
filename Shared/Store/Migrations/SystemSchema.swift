/// The store's own tables, the same beside every service's.
enum SystemSchema {
    static let migrations = [
        Migration(
            1, "journal, cursors, replies, timers",
            """
            CREATE TABLE store_journal (
                sequence {identity}, id TEXT NOT NULL, type TEXT NOT NULL, subject TEXT NOT NULL, at BIGINT NOT NULL,
                data TEXT NOT NULL, actor TEXT, traceparent TEXT, causation TEXT, replayed BIGINT NOT NULL);
            CREATE INDEX store_journal_subject ON store_journal (subject, sequence);
            CREATE TABLE store_cursors (name TEXT PRIMARY KEY, position BIGINT NOT NULL);
            CREATE TABLE store_replies (
                key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, reply BLOB NOT NULL, at BIGINT NOT NULL);
            CREATE INDEX store_replies_at ON store_replies (at);
            CREATE TABLE store_timers (
                kind TEXT NOT NULL, reference TEXT NOT NULL, id TEXT NOT NULL, due BIGINT NOT NULL,
                available BIGINT NOT NULL, payload TEXT NOT NULL, attempts BIGINT NOT NULL, owner TEXT,
                PRIMARY KEY (kind, reference));
            CREATE INDEX store_timers_available ON store_timers (kind, available);
            CREATE INDEX store_timers_reference ON store_timers (reference);
            """),
        Migration(2, "traces of timers", "ALTER TABLE store_timers ADD COLUMN traceparent TEXT"),
        Migration(
            3, "texts of the migrations, events that a follower could not handle",
            """
            CREATE TABLE store_steps (
                area TEXT NOT NULL, number BIGINT NOT NULL, sql TEXT NOT NULL, PRIMARY KEY (area, number));
            CREATE TABLE IF NOT EXISTS parked_events (
                feed TEXT NOT NULL, sequence BIGINT NOT NULL, event TEXT NOT NULL, problem TEXT NOT NULL,
                PRIMARY KEY (feed, sequence));
            """),
    ]
}
