internal import Base

/// Brings a database to the program's schema: all missing steps in one transaction under the write lock, so that of
/// several copies starting together one does the work and the others find it done.
struct Migrator {
    let driver: any Driver
    let now: Instant

    /// Runs what is missing; throws `.migration` when a recorded step was edited, is unknown here, or leaves a gap.
    func run(_ areas: [(name: String, migrations: [Migration])], on connection: any Connection) throws(StoreError) {
        for (name, migrations) in areas {
            guard migrations.map(\.number) == Array(1..<migrations.count + 1) else {
                throw StoreError(.migration, "The migrations of \(name) are not numbered 1, 2, 3 …")
            }
        }
        try connection.beginWrite()
        do throws(StoreError) {
            try apply(areas, on: connection)
            try connection.commit()
        } catch {
            connection.rollback()
            throw error
        }
    }

    /// The same inside a transaction that holds the write lock.
    func apply(_ areas: [(name: String, migrations: [Migration])], on connection: any Connection) throws(StoreError) {
        try connection.script(
            driver.schema(
                """
                CREATE TABLE IF NOT EXISTS store_migrations (
                    area TEXT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL,
                    at BIGINT NOT NULL, PRIMARY KEY (area, number))
                """))
        for (name, migrations) in areas { try run(migrations, of: name, on: connection) }
        for (name, migrations) in areas { try keepTexts(migrations, of: name, on: connection) }
    }

    private func run(_ migrations: [Migration], of area: String, on connection: any Connection) throws(StoreError) {
        let recorded = try connection.rows(
            "SELECT number, checksum FROM store_migrations WHERE area = \(area) ORDER BY number")
        guard recorded.count <= migrations.count else {
            throw StoreError(
                .migration, "The store is at step \(recorded.count) of \(area); this program knows \(migrations.count)."
            )
        }
        for (row, migration) in zip(recorded, migrations) where try row.string("checksum") != migration.checksum {
            throw StoreError(
                .migration, "Step \(migration.number) (\(migration.name)) of \(area) was edited after it ran.")
        }
        for migration in migrations.dropFirst(recorded.count) {
            do throws(StoreError) {
                try connection.script(driver.schema(migration.sql))
            } catch {
                throw StoreError(
                    .migration, "Step \(migration.number) (\(migration.name)) of \(area): \(error.message)")
            }
            _ = try connection.execute(
                """
                INSERT INTO store_migrations (area, number, name, checksum, at)
                VALUES (\(area), \(migration.number), \(migration.name), \(migration.checksum), \(now))
                """)
        }
    }

    /// Keeps the texts beside the records, so that a copy of the store can be made without the program.
    private func keepTexts(
        _ migrations: [Migration], of area: String, on connection: any Connection
    ) throws(StoreError) {
        let row = try connection.rows("SELECT COUNT(*) AS n FROM store_steps WHERE area = \(area)").first
        for migration in migrations.dropFirst(try row?.int("n") ?? 0) {
            _ = try connection.execute(
                """
                INSERT INTO store_steps (area, number, sql) VALUES (\(area), \(migration.number), \(migration.sql))
                """)
        }
    }
}
