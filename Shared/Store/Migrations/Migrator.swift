internal import Base

/// Brings a database to the program's schema: all missing steps in one transaction under the write lock, so that of
/// several copies starting together one does the work and the others find it done.
struct Migrator {
    let dialect: Dialect
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
            try connection.script(
                """
                CREATE TABLE IF NOT EXISTS store_migrations (
                    area TEXT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL,
                    at BIGINT NOT NULL, PRIMARY KEY (area, number))
                """)
            for (name, migrations) in areas { try run(migrations, of: name, on: connection) }
            try connection.commit()
        } catch {
            connection.rollback()
            throw error
        }
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
                try connection.script(migration.sql.replacing("{identity}", with: dialect.identity))
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
}
