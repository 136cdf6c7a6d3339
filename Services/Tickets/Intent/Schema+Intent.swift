internal import Store

extension Schema {
    /// What the desk learns from: hashed words and what was right, by position; what was proposed for each ticket; and
    /// how often what was proposed when something was right. When which customer was asked, and bad ratings.
    static func intent(_ number: Int) -> Migration {
        Migration(
            number, "intent, surveys",
            """
            CREATE TABLE intent_examples (
                position BIGINT PRIMARY KEY, ticket TEXT NOT NULL, features BLOB NOT NULL, labels TEXT NOT NULL);
            CREATE TABLE intents (ticket TEXT PRIMARY KEY, body TEXT NOT NULL);
            CREATE TABLE intent_tallies (
                aspect TEXT NOT NULL, truth TEXT NOT NULL, guess TEXT NOT NULL, bucket BIGINT NOT NULL,
                n BIGINT NOT NULL, PRIMARY KEY (aspect, truth, guess, bucket));
            ALTER TABLE surveys ADD COLUMN customer TEXT NOT NULL DEFAULT '';
            ALTER TABLE surveys ADD COLUMN sent BIGINT NOT NULL DEFAULT 0;
            ALTER TABLE surveys ADD COLUMN state TEXT NOT NULL DEFAULT 'offered';
            ALTER TABLE surveys ADD COLUMN programme BIGINT NOT NULL DEFAULT 0;
            CREATE INDEX surveys_customer ON surveys (customer, sent);
            CREATE TABLE survey_cases (
                id TEXT PRIMARY KEY, state TEXT NOT NULL, due BIGINT NOT NULL, cause TEXT NOT NULL,
                body TEXT NOT NULL);
            CREATE INDEX survey_cases_due ON survey_cases (state, due, id);
            """)
    }
}
