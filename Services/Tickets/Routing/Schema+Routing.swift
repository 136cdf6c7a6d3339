internal import Store

extension Schema {
    /// What the router looks at, and the organisation behind it.
    static func routing(_ number: Int) -> Migration {
        Migration(
            number, "routing, organisation",
            """
            ALTER TABLE agents ADD COLUMN on_shift BIGINT NOT NULL DEFAULT 1;
            ALTER TABLE agents ADD COLUMN absent BIGINT NOT NULL DEFAULT 0;
            CREATE INDEX agents_assigned ON agents (last_assigned);
            ALTER TABLE rota ADD COLUMN load BIGINT NOT NULL DEFAULT 0;
            ALTER TABLE rota ADD COLUMN pressure BIGINT NOT NULL DEFAULT 0;
            CREATE INDEX rota_load ON rota (team, eligible, load, last_assigned, agent);
            CREATE INDEX rota_pressure ON rota (team, eligible, pressure, last_assigned, agent);
            DROP INDEX tickets_queued;
            CREATE INDEX tickets_queued ON tickets (id) WHERE queued = 1;
            CREATE TABLE burdens (
                ticket TEXT PRIMARY KEY, agent TEXT NOT NULL, channel TEXT NOT NULL, weight BIGINT NOT NULL);
            CREATE INDEX burdens_agent ON burdens (agent, channel);
            INSERT INTO burdens (ticket, agent, channel, weight) SELECT id, assignee, channel, 1 FROM tickets
                WHERE assignee IS NOT NULL AND status IN ('new', 'open');
            CREATE TABLE queue (
                ticket TEXT PRIMARY KEY, team TEXT NOT NULL, lane TEXT NOT NULL, effective BIGINT NOT NULL,
                since BIGINT NOT NULL, due BIGINT NOT NULL);
            CREATE INDEX queue_lane ON queue (team, lane, effective, ticket);
            CREATE INDEX queue_order ON queue (team, effective, ticket);
            CREATE INDEX queue_since ON queue (team, since);
            CREATE INDEX queue_due ON queue (team, due);
            CREATE TABLE offers (ticket TEXT PRIMARY KEY, team TEXT NOT NULL, agent TEXT NOT NULL);
            CREATE INDEX offers_team ON offers (team);
            CREATE TABLE grants (ticket TEXT NOT NULL, agent TEXT NOT NULL, at BIGINT NOT NULL);
            CREATE INDEX grants_agent ON grants (agent, at);
            CREATE TABLE decisions (ticket TEXT PRIMARY KEY, body TEXT NOT NULL);
            CREATE TABLE reporting (
                id TEXT PRIMARY KEY, agent TEXT NOT NULL, manager TEXT NOT NULL, starts BIGINT NOT NULL,
                ends BIGINT NOT NULL, body TEXT NOT NULL);
            CREATE INDEX reporting_agent ON reporting (agent, starts);
            CREATE TABLE absences (
                id TEXT PRIMARY KEY, agent TEXT NOT NULL, starts BIGINT NOT NULL, ends BIGINT NOT NULL,
                body TEXT NOT NULL);
            CREATE INDEX absences_agent ON absences (agent, ends);
            CREATE INDEX absences_latest ON absences (starts, id);
            CREATE TABLE presences (
                id TEXT PRIMARY KEY, agent TEXT NOT NULL, starts BIGINT NOT NULL, body TEXT NOT NULL);
            CREATE INDEX presences_agent ON presences (agent, starts, id);
            """)
    }
}
