internal import Store

/// The tables of the knowledge service.
enum Schema {
    static let migrations = [
        Migration(
            1, "articles",
            """
            CREATE TABLE articles (
                id TEXT PRIMARY KEY, slug TEXT NOT NULL, language TEXT NOT NULL, category TEXT NOT NULL,
                tags TEXT NOT NULL, audience TEXT NOT NULL, state TEXT NOT NULL, live_version BIGINT,
                draft_version BIGINT, citations BIGINT NOT NULL, author TEXT, created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL, published_at BIGINT, version BIGINT NOT NULL);
            CREATE UNIQUE INDEX articles_by_slug ON articles (slug);
            CREATE INDEX articles_by_update ON articles (updated_at, id);
            CREATE INDEX articles_by_language ON articles (language, updated_at, id);
            CREATE INDEX articles_by_category ON articles (category, updated_at, id);
            CREATE INDEX articles_by_state ON articles (state, updated_at, id);
            CREATE INDEX articles_by_state_and_id ON articles (state, id);
            CREATE TABLE article_versions (
                article TEXT NOT NULL REFERENCES articles (id), number BIGINT NOT NULL, title TEXT NOT NULL,
                body TEXT NOT NULL, author TEXT, saved_at BIGINT NOT NULL, PRIMARY KEY (article, number));
            """),
        Migration(
            2, "citations",
            """
            CREATE TABLE citations (
                article TEXT NOT NULL REFERENCES articles (id), ticket TEXT NOT NULL, mode TEXT NOT NULL,
                version BIGINT NOT NULL, author TEXT, at BIGINT NOT NULL, PRIMARY KEY (article, ticket, mode));
            CREATE INDEX citations_by_ticket ON citations (ticket);
            """),
    ]
}
