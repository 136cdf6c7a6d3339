internal import Store

extension Schema {
    /// What an agent's day needs beside tickets and messages: merges, links, drafts, what waits to be sent.
    static func desk(_ number: Int) -> Migration {
        Migration(
            number, "merges, links",
            """
            ALTER TABLE messages ADD COLUMN origin TEXT;
            ALTER TABLE tickets ADD COLUMN merged_into TEXT;
            CREATE INDEX tickets_merged ON tickets (merged_into) WHERE merged_into IS NOT NULL;
            CREATE TABLE merges (
                id TEXT PRIMARY KEY, source TEXT NOT NULL, target TEXT NOT NULL, undone BIGINT NOT NULL,
                body TEXT NOT NULL, memory TEXT NOT NULL);
            CREATE INDEX merges_source ON merges (source, id);
            CREATE INDEX merges_target ON merges (target, id);
            CREATE TABLE links (
                ticket TEXT NOT NULL, other TEXT NOT NULL, role TEXT NOT NULL, body TEXT NOT NULL,
                PRIMARY KEY (ticket, other, role));
            CREATE INDEX links_other ON links (other);
            CREATE TABLE drafts (
                ticket TEXT NOT NULL, owner TEXT NOT NULL, author TEXT NOT NULL, updated BIGINT NOT NULL,
                body TEXT NOT NULL, PRIMARY KEY (ticket, owner));
            CREATE INDEX drafts_owner ON drafts (owner, updated, ticket);
            CREATE INDEX drafts_author ON drafts (author);
            CREATE TABLE held_replies (
                id TEXT PRIMARY KEY, ticket TEXT NOT NULL, due BIGINT NOT NULL, waiting BIGINT NOT NULL,
                caller TEXT NOT NULL, body TEXT NOT NULL);
            CREATE INDEX held_replies_ticket ON held_replies (ticket, waiting, due);
            ALTER TABLE list_rows ADD COLUMN snoozed BIGINT NOT NULL DEFAULT 0;
            ALTER TABLE tickets ADD COLUMN trashed BIGINT NOT NULL DEFAULT 0;
            CREATE TABLE trash (id TEXT PRIMARY KEY, at BIGINT NOT NULL, body TEXT NOT NULL, memory TEXT NOT NULL);
            CREATE INDEX trash_at ON trash (at, id);
            CREATE TABLE viewers (
                ticket TEXT NOT NULL, agent TEXT NOT NULL, name TEXT NOT NULL, mode TEXT NOT NULL,
                since BIGINT NOT NULL, until BIGINT NOT NULL, PRIMARY KEY (ticket, agent));
            CREATE INDEX viewers_until ON viewers (until);
            CREATE TABLE efforts (
                ticket TEXT NOT NULL, agent TEXT NOT NULL, focus BIGINT NOT NULL, corrected BIGINT NOT NULL,
                PRIMARY KEY (ticket, agent));
            CREATE TABLE side_talks (id TEXT PRIMARY KEY, ticket TEXT NOT NULL, body TEXT NOT NULL);
            CREATE INDEX side_talks_ticket ON side_talks (ticket, id);
            CREATE TABLE side_messages (
                id TEXT PRIMARY KEY, talk TEXT NOT NULL, position BIGINT NOT NULL, external_id TEXT,
                body TEXT NOT NULL);
            CREATE INDEX side_messages_talk ON side_messages (talk, position);
            CREATE INDEX side_messages_external ON side_messages (external_id) WHERE external_id IS NOT NULL;
            CREATE INDEX list_snoozed ON list_rows (snoozed) WHERE snoozed > 0;
            """)
    }
}
