internal import Store

extension Schema {
    /// What the desk learns from: hashed words and what was right, by position; what was proposed for each ticket; and
    /// how often what was proposed when something was right.
    static func intent(_ number: Int) -> Migration {
        Migration(
            number, "intent",
            """
            CREATE TABLE intent_examples (
                position BIGINT PRIMARY KEY, ticket TEXT NOT NULL, features BLOB NOT NULL, labels TEXT NOT NULL);
            CREATE TABLE intents (ticket TEXT PRIMARY KEY, body TEXT NOT NULL);
            CREATE TABLE intent_tallies (
                aspect TEXT NOT NULL, truth TEXT NOT NULL, guess TEXT NOT NULL, bucket BIGINT NOT NULL,
                n BIGINT NOT NULL, PRIMARY KEY (aspect, truth, guess, bucket));
            """)
    }
}
