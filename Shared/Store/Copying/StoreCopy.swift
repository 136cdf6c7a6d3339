package import Base
internal import FoundationEssentials

/// Copies one service's store to another place, of the same engine or another, and proves the copy equal. All rows
/// arrive in one transaction: it is whole, or the target stays as empty as it was. Nothing is taken from the source,
/// and nobody can write to it meanwhile.
package struct StoreCopy {
    /// What was copied.
    package struct Report: Sendable, Equatable {
        package var tables = 0
        package var rows = 0
        package var blobs = 0
        /// Where it is now, for people.
        package var place = ""
    }

    /// Rows held in memory at once, and binds of one statement.
    private static let batch = 500
    private static let bindsMaximum = 4_000
    /// What `progress` hears while the target is read back.
    private static let comparing = "comparing"

    private let source: any Connection
    private let target: any Connection
    private let progress: @Sendable (_ what: String, _ done: Int, _ total: Int) -> Void

    /// Copies the store at one URL to another. Throws `StoreError`: `.open` when there is no store at the source,
    /// `.occupied` when there is one at the target, `.busy` while a service writes, `.unequal` when the proof fails.
    /// `progress` hears what is being copied, how much is done and how much there is.
    package static func run(
        from: String, to: String, time: any TimeSource,
        progress: @escaping @Sendable (_ what: String, _ done: Int, _ total: Int) -> Void
    ) async throws -> Report {
        try await blocking {
            let source = try StoreCopy.source(from)
            try source.connection.beginRead()
            let areas = try StoreCopy.areas(of: source.connection)
            source.connection.rollback()
            guard let service = areas.map(\.name).first(where: { $0 != "store" }) else {
                throw StoreError(.migration, "The source does not say whose store it is.")
            }
            let location = try StoreLocation(to, service: service)
            let target = try location.driver.connect(.writer)
            let copy = StoreCopy(source: source.connection, target: target, progress: progress)
            var report = try copy.everything(areas, Migrator(driver: location.driver, now: time.now())) {
                () throws(StoreError) in
                guard let old = source.location.blobs, let new = location.blobs, old != new else { return 0 }
                return try Blobs(folder: old, instance: "copy", time: time)
                    .copy(to: Blobs(folder: new, instance: "copy", time: time)) { progress("files", $0, $1) }
            }
            report.place = location.place
            return report
        }
    }

    /// Writes the state that a connection's transaction sees into a new SQLite file, which is on the disk when this
    /// returns. `progress` gets rows.
    static func write(
        _ source: any Connection, to path: String, progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
    ) throws(StoreError) {
        let areas = try areas(of: source)
        var total = 0
        for table in try source.tables() { total += try count(table, in: source) }
        let (all, finished) = (total, Locked(0))
        let driver = SQLiteDriver(place: .file(path))
        let target = try driver.connect(.writer)
        let copy = StoreCopy(source: source, target: target) { table, done, rows in
            if table == comparing { return }
            let before = finished.withLock { finished in
                defer { if done == rows { finished += rows } }
                return finished
            }
            progress(before + done, all)
        }
        // When the steps were made is told by the rows that are copied.
        _ = try copy.fill(areas, Migrator(driver: driver, now: Instant(microseconds: 0))) { () throws(StoreError) in 0 }
        // One file that can be read from a medium where nothing can be written.
        try target.script("PRAGMA journal_mode = DELETE")
    }

    // MARK: - The source

    /// The store at a URL, without making one where there is none.
    private static func source(
        _ url: String
    ) throws(StoreError) -> (location: StoreLocation, connection: any Connection) {
        let missing = StoreError(.open, "There is no store at the source.")
        if StoreLocation.isMissingFile(url) { throw missing }
        if url.hasPrefix("postgres"), !url.contains("schema=") {
            throw StoreError(.open, "Say which service's store to copy: postgres://…?schema=NAME")
        }
        let location = try StoreLocation(url, service: "copy")
        let look = try location.driver.connect(.reader)
        try look.beginRead()
        defer { look.rollback() }
        guard try look.tables().contains("store_migrations") else { throw missing }
        return (location, try location.driver.connect(.writer))
    }

    /// The migrations that made the source, as its transaction sees them.
    private static func areas(
        of connection: any Connection
    ) throws(StoreError) -> [(name: String, migrations: [Migration])] {
        let old = StoreError(.migration, "The source is of an older version: start its service once, then copy again.")
        guard try connection.tables().contains("store_steps") else { throw old }
        let rows = try connection.rows(
            """
            SELECT m.area, m.number, m.name, s.sql FROM store_migrations AS m
            LEFT JOIN store_steps AS s ON s.area = m.area AND s.number = m.number ORDER BY m.area, m.number
            """)
        var areas: [String: [Migration]] = [:]
        for row in rows {
            guard let sql = try row.optionalString("sql") else { throw old }
            areas[try row.string("area"), default: []].append(
                Migration(try row.int("number"), try row.string("name"), sql))
        }
        // The store's own tables first, as when it was made.
        return areas.sorted { ($0.key == "store" ? "" : $0.key) < ($1.key == "store" ? "" : $1.key) }
            .map { (name: $0.key, migrations: $0.value) }
    }

    // MARK: - Rows

    /// Files first: a row that names one is committed after it. The write lock of the source is held to the end: what
    /// is copied is all there is.
    private func everything(
        _ areas: [(name: String, migrations: [Migration])], _ migrator: Migrator,
        files: () throws(StoreError) -> Int
    ) throws(StoreError) -> Report {
        try source.beginWrite()
        defer { source.rollback() }
        try source.allowTime()
        return try fill(areas, migrator, files: files)
    }

    /// What the source's transaction sees goes into the empty target, in one transaction, and is read back.
    private func fill(
        _ areas: [(name: String, migrations: [Migration])], _ migrator: Migrator,
        files: () throws(StoreError) -> Int
    ) throws(StoreError) -> Report {
        try target.beginWrite()
        do throws(StoreError) {
            try target.allowTime()
            guard try target.tables().isEmpty else {
                throw StoreError(.occupied, "There is a store at the target already: a copy needs an empty place.")
            }
            try migrator.apply(areas, on: target)
            let blobs = try files()
            var report = try tables()
            report.blobs = blobs
            try target.commit()
            return report
        } catch {
            target.rollback()
            throw error
        }
    }

    private func tables() throws(StoreError) -> Report {
        let tables = try source.tables()
        guard try target.tables() == tables else {
            throw StoreError(.unequal, "The target has not the same tables.")
        }
        var report = Report()
        try target.deferReferences()
        for table in tables { _ = try target.execute("DELETE FROM \(name(table))") }
        var digests: [String: TableDigest] = [:]
        for table in tables {
            let total = try StoreCopy.count(table, in: source)
            var digest = TableDigest()
            progress(table, 0, total)
            try source.stream("SELECT * FROM \(name(table))", batch: StoreCopy.batch) { rows throws(StoreError) in
                for row in rows { digest.add(row) }
                try insert(rows, into: table)
                if digest.rows < total { progress(table, digest.rows, total) }
            }
            progress(table, total, total)
            digests[table] = digest
            report.tables += 1
            report.rows += digest.rows
        }
        for (table, last) in try source.numbers() { try target.number(table, from: last) }
        try target.checkReferences()
        try prove(digests)
        return report
    }

    private func insert(_ rows: [Row], into table: String) throws(StoreError) {
        guard let columns = rows.first?.columns else { return }
        let names = columns.map { name($0) }.joined(separator: ", ")
        let size = max(1, StoreCopy.bindsMaximum / max(1, columns.count))
        for start in stride(from: 0, to: rows.count, by: size) {
            let values = rows[start..<min(start + size, rows.count)].map { row -> SQL in "(\(list: row.values))" }
            _ = try target.execute("INSERT INTO \(name(table)) (\(names)) VALUES \(values.joined(separator: ", "))")
        }
    }

    /// Reads the target back and compares.
    private func prove(_ digests: [String: TableDigest]) throws(StoreError) {
        for (done, table) in digests.keys.sorted().enumerated() {
            progress(StoreCopy.comparing, done, digests.count)
            var digest = TableDigest()
            try target.stream("SELECT * FROM \(name(table))", batch: StoreCopy.batch) { rows throws(StoreError) in
                for row in rows { digest.add(row) }
            }
            if digest != digests[table] {
                throw StoreError(.unequal, "Table \(table) did not come out equal; nothing was kept.")
            }
        }
        progress(StoreCopy.comparing, digests.count, digests.count)
    }

    private static func count(_ table: String, in source: any Connection) throws(StoreError) -> Int {
        try source.rows("SELECT COUNT(*) AS n FROM \(name(table))").first?.int("n") ?? 0
    }

    private func name(_ name: String) -> SQL { StoreCopy.name(name) }

    /// A name from the catalogue, not from input.
    private static func name(_ name: String) -> SQL { SQL(unsafeSQL: "\"\(name.replacing("\"", with: "\"\""))\"") }
}
