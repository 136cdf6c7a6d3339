internal import Glibc

/// A PostgreSQL connection that outlives its server: a session that was lost is replaced at the start of the next
/// transaction. Used by one thread at a time.
final class PostgresConnection: Connection {
    /// How long the start of a transaction waits for a server that has just gone away; one that is away longer is asked
    /// once for each transaction.
    private static let patience = Duration.seconds(5)
    private static let pauseMicroseconds: UInt32 = 50_000

    private enum State {
        case idle
        /// The start of the transaction has not been said yet: with the first statement, again if need be.
        case starting
        case open
    }

    private let address: PostgresAddress
    private var session: PostgresSession?
    private var state = State.idle
    /// What is said together with the next statement.
    private var waiting: [String] = []
    private var lostAt: ContinuousClock.Instant?
    /// Numbers the cursors of `stream`: a prepared statement knows the columns of one only.
    var streams = 0

    init(_ address: PostgresAddress) { self.address = address }

    var schemaName: String { address.schema }

    /// Connects and makes the schema when it is not there.
    func prepare() throws(StoreError) {
        let session = try PostgresSession(address)
        self.session = session
        let known = try session.run(
            [], "SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname = \(address.schema)")
        if !known.rows.isEmpty { return }
        // Of two copies starting together the second finds it made.
        _ = try session.run(["BEGIN", lock, #"CREATE SCHEMA IF NOT EXISTS "\#(address.schema)""#, "COMMIT"])
    }

    func rows(_ sql: SQL) throws(StoreError) -> [Row] { try run(sql).rows }

    func execute(_ sql: SQL) throws(StoreError) -> Int { try run(sql).changed }

    func script(_ text: String) throws(StoreError) {
        let session = try current()
        if !waiting.isEmpty { _ = try session.run(waiting) }
        waiting = []
        try session.script(text)
    }

    func beginWrite() throws(StoreError) {
        state = .starting
        waiting = ["BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", lock]
        // A closure's `now` must not be older than what the copy before wrote: the lock is taken before it starts.
        _ = try run(nil)
    }

    func beginRead() throws(StoreError) {
        state = .starting
        waiting = ["BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"]
    }

    func commit() throws(StoreError) {
        let session = try current()
        // PostgreSQL answers the COMMIT of a failed transaction with a rollback, and without a complaint. One
        // that failed in the group's last closure is mended on the way: its ROLLBACK TO goes before the COMMIT.
        if session.hasFailed, waiting.first != PostgresConnection.undo {
            throw StoreError(.statement, "A statement failed, and its closure went on as if it had not.")
        }
        let last = waiting + ["COMMIT"]
        waiting = []
        do throws(StoreError) {
            _ = try session.run(last)
            state = .idle
        } catch {
            guard error.code == .unreachable else { throw error }
            throw StoreError(.unreachable, "\(error.message) Whether the commit was made is not known.")
        }
    }

    func rollback() {
        if state == .open, let session, session.isInTransaction {
            // Nobody waits for the answer; a session that is lost has rolled back.
            try? session.post(["ROLLBACK"])
        }
        (state, waiting) = (.idle, [])
    }

    private static let savepoint = "SAVEPOINT one"
    private static let release = "RELEASE SAVEPOINT one"
    private static let undo = "ROLLBACK TO SAVEPOINT one"

    func savepoint() throws(StoreError) { waiting.append(PostgresConnection.savepoint) }

    func releaseSavepoint() throws(StoreError) {
        if waiting.last == PostgresConnection.savepoint {
            waiting.removeLast()
        } else if session?.hasFailed ?? true {
            throw StoreError(.statement, "A statement failed, and its closure went on as if it had not.")
        } else {
            waiting.append(PostgresConnection.release)
        }
    }

    func rollbackToSavepoint() throws(StoreError) {
        if waiting.last == PostgresConnection.savepoint {
            waiting.removeLast()
        } else {
            waiting += [PostgresConnection.undo, PostgresConnection.release]
        }
    }

    var isInTransaction: Bool { state == .open && session?.isInTransaction ?? false }

    private var lock: String { "SELECT pg_advisory_xact_lock(\(PostgresDriver.lock(of: address.schema)))" }

    /// Says what waits and a statement. The very start of a transaction is said again on a new session when the old one
    /// turns out to be dead: nothing had happened in it.
    private func run(_ sql: SQL?) throws(StoreError) -> PostgresAnswer {
        if let failure = sql?.failure { throw failure }
        let isStart = state == .starting
        let session = try isStart ? revived() : current()
        do throws(StoreError) {
            return try run(sql, on: session)
        } catch {
            guard isStart, error.code == .unreachable else { throw error }
            noteLoss()
            state = .starting
            return try run(sql, on: try revived())
        }
    }

    private func run(_ sql: SQL?, on session: PostgresSession) throws(StoreError) -> PostgresAnswer {
        let commands = waiting
        do throws(StoreError) {
            let answer = try session.run(commands, sql)
            (state, waiting) = (.open, [])
            lostAt = nil
            return answer
        } catch {
            // What went before the statement has been done, unless the session is gone: then it is said again.
            if session.isAlive { (state, waiting) = (.open, []) }
            throw error
        }
    }

    /// The session of the transaction under way.
    private func current() throws(StoreError) -> PostgresSession {
        guard let session, session.isAlive else {
            noteLoss()
            throw StoreError(.unreachable, "\(address.place) went away.")
        }
        return session
    }

    /// A living session: the one there is, or a new one as soon as the server takes it.
    private func revived() throws(StoreError) -> PostgresSession {
        if let session, session.isAlive { return session }
        if session != nil { noteLoss() }
        session = nil
        while true {
            do throws(StoreError) {
                let fresh = try PostgresSession(address)
                session = fresh
                return fresh
            } catch {
                noteLoss()
                let isNews = lostAt.map { ContinuousClock.now - $0 < PostgresConnection.patience } ?? false
                guard isNews else { throw StoreError(.unreachable, error.message) }
                usleep(PostgresConnection.pauseMicroseconds)
            }
        }
    }

    private func noteLoss() { lostAt = lostAt ?? ContinuousClock.now }
}
