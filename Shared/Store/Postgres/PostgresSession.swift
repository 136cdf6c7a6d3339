internal import CPostgres
internal import Glibc

/// One living connection of libpq, in pipeline mode: what has to be said before a statement (begin, savepoint) travels
/// with it, so that each statement costs one trip. Used by one thread at a time, which waits for the answers; closes
/// itself when let go.
@safe final class PostgresSession {
    /// Prepared statements kept for reuse; beyond it the one longest unused is dropped.
    private static let statementsMaximum = 256
    /// How long the server may be silent in the middle of a statement, in milliseconds.
    private static let silenceMaximum: Int32 = 60_000
    /// The oldest server that understands everything said here.
    private static let versionMinimum: Int32 = 140_000

    private struct Prepared {
        let name: String
        var lastUse: UInt64
    }

    private let handle: OpaquePointer
    private let place: String
    private var statements: [String: Prepared] = [:]
    private var uses: UInt64 = 0
    /// Commands whose results nobody has taken yet.
    private var posted: [String] = []
    /// False once the connection is of no more use.
    private(set) var isAlive = true

    init(_ address: PostgresAddress) throws(StoreError) {
        place = address.place
        let opened = unsafe withCStrings(address.parameters.map(\.keyword)) { keywords in
            unsafe withCStrings(address.parameters.map(\.value)) { values in
                unsafe PQconnectdbParams(keywords, values, 0)
            }
        }
        guard let opened = unsafe opened else { throw StoreError(.open, "libpq has no memory.") }
        unsafe handle = opened
        unsafe moat_pq_ignore_notices(handle)
        guard unsafe PQstatus(handle) == CONNECTION_OK else {
            throw StoreError(.open, "\(place) cannot be reached: \(reason)")
        }
        guard unsafe PQserverVersion(handle) >= PostgresSession.versionMinimum else {
            throw StoreError(.open, "\(place) is older than PostgreSQL 14.")
        }
        let encoding = unsafe PQparameterStatus(handle, "server_encoding").map { unsafe String(cString: $0) }
        guard encoding == "UTF8" else {
            throw StoreError(.open, "\(place) keeps text as \(encoding ?? "something unknown"), not as UTF8.")
        }
        unsafe PQenterPipelineMode(handle)
        // A server that says "committed" before its disk does would break our word; a stricter setting stays.
        _ = try run([
            "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
        ])
    }

    deinit { unsafe PQfinish(handle) }

    /// In a transaction, also one that has failed and can only be rolled back.
    var isInTransaction: Bool {
        let status = unsafe PQtransactionStatus(handle)
        return isAlive && (status == PQTRANS_INTRANS || status == PQTRANS_INERROR)
    }

    /// A statement of the transaction has failed.
    var hasFailed: Bool { unsafe PQtransactionStatus(handle) == PQTRANS_INERROR }

    /// Says some commands and a statement in one trip and waits for all answers; gives the statement's. The first
    /// failure ends them.
    func run(_ commands: [String] = [], _ sql: SQL? = nil) throws(StoreError) -> PostgresAnswer {
        try drain()
        var texts = commands
        for command in commands { try say(command) }
        var fresh: (key: String, index: Int)?
        if let sql {
            let binds = PostgresBinds(sql)
            let key = binds.key
            uses += 1
            if statements[key] == nil {
                texts += try prepare(binds, key)
                fresh = (key, texts.count - 1)
            }
            statements[key]?.lastUse = uses
            texts.append(binds.text)
            try execute(binds, name: statements[key]?.name ?? "")
        }
        try check(unsafe PQpipelineSync(handle))
        let (answer, succeeded, failure) = try receive(texts)
        if let failure {
            // A statement that was never prepared is unknown to the server; prepared ones outlive a rollback.
            if let fresh, succeeded <= fresh.index { statements[fresh.key] = nil }
            throw failure
        }
        return answer
    }

    /// Says some commands and waits for nothing: their results are taken before the next ones are said.
    func post(_ commands: [String]) throws(StoreError) {
        try drain()
        for command in commands { try say(command) }
        try check(unsafe PQpipelineSync(handle))
        posted = commands
    }

    /// Runs several statements without binds, separated by semicolons.
    func script(_ text: String) throws(StoreError) {
        try drain()
        unsafe PQexitPipelineMode(handle)
        defer { unsafe PQenterPipelineMode(handle) }
        guard let result = unsafe PQexec(handle, text) else { throw lost() }
        defer { unsafe PQclear(result) }
        let status = unsafe PQresultStatus(result)
        if status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY { return }
        throw failure(unsafe PostgresComplaint(result), in: text)
    }

    // MARK: - Saying

    private func say(_ command: String) throws(StoreError) {
        try check(unsafe PQsendQueryParams(handle, command, 0, nil, nil, nil, nil, 0))
    }

    /// Asks for a new prepared statement, after dropping an old one where there are too many; gives what was said.
    private func prepare(_ binds: PostgresBinds, _ key: String) throws(StoreError) -> [String] {
        var said: [String] = []
        if statements.count >= PostgresSession.statementsMaximum,
            let oldest = statements.min(by: { $0.value.lastUse < $1.value.lastUse })
        {
            said.append("DEALLOCATE \(oldest.value.name)")
            try say(said[0])
            statements[oldest.key] = nil
        }
        let name = "s\(uses)"
        let status = unsafe binds.types.withUnsafeBufferPointer { types in
            unsafe PQsendPrepare(handle, name, binds.text, Int32(types.count), types.baseAddress)
        }
        try check(status)
        statements[key] = Prepared(name: name, lastUse: uses)
        said.append(binds.text)
        return said
    }

    private func execute(_ binds: PostgresBinds, name: String) throws(StoreError) {
        try check(
            unsafe binds.withPointers { count, values, lengths, formats in
                unsafe PQsendQueryPrepared(handle, name, count, values, lengths, formats, 0)
            })
    }

    private func check(_ status: Int32) throws(StoreError) {
        if status != 1 { throw lost() }
    }

    // MARK: - Listening

    private func drain() throws(StoreError) {
        guard isAlive else { throw lost() }
        if posted.isEmpty { return }
        let texts = posted
        posted = []
        _ = try receive(texts)
    }

    /// Takes the results of what was said, up to the mark at its end.
    private func receive(
        _ texts: [String]
    ) throws(StoreError) -> (answer: PostgresAnswer, succeeded: Int, failure: StoreError?) {
        var answer = PostgresAnswer()
        var succeeded = 0
        var failure: StoreError?
        for (index, text) in texts.enumerated() {
            // The results of one command end with none.
            while let result = unsafe try next() {
                defer { unsafe PQclear(result) }
                switch unsafe PQresultStatus(result) {
                case PGRES_COMMAND_OK, PGRES_TUPLES_OK:
                    succeeded += 1
                    if index == texts.count - 1 { answer = unsafe PostgresAnswer(result) }
                case PGRES_PIPELINE_ABORTED: break
                default: failure = failure ?? self.failure(unsafe PostgresComplaint(result), in: text)
                }
            }
            if let failure, failure.code == .unreachable { throw failure }
        }
        guard let mark = unsafe try next() else { throw lost() }
        defer { unsafe PQclear(mark) }
        guard unsafe PQresultStatus(mark) == PGRES_PIPELINE_SYNC else { throw lost() }
        return (answer, succeeded, failure)
    }

    private func next() throws(StoreError) -> OpaquePointer? {
        while unsafe PQisBusy(handle) != 0 {
            var descriptor = pollfd(fd: unsafe PQsocket(handle), events: Int16(POLLIN), revents: 0)
            let ready = unsafe poll(&descriptor, 1, PostgresSession.silenceMaximum)
            if ready == 0 {
                isAlive = false
                throw StoreError(.unreachable, "\(place) has been silent for a minute.")
            }
            if ready < 0, errno != EINTR { throw lost() }
            if ready > 0, unsafe PQconsumeInput(handle) == 0 { throw lost() }
        }
        return unsafe PQgetResult(handle)
    }

    private func failure(_ complaint: PostgresComplaint, in text: String) -> StoreError {
        if unsafe complaint.state.isEmpty || PQstatus(handle) != CONNECTION_OK { return lost() }
        // A new session makes all plans anew.
        if complaint.endsSession || complaint.isStalePlan { isAlive = false }
        return complaint.error(in: text)
    }

    private func lost() -> StoreError {
        isAlive = false
        return StoreError(.unreachable, "\(place) went away: \(reason)")
    }

    /// libpq's words on one line; they never hold a password.
    private var reason: String {
        let text = unsafe PQerrorMessage(handle).map { unsafe String(cString: $0) } ?? ""
        return text.split(whereSeparator: \.isNewline).joined(separator: " ").replacing("\t", with: "")
    }
}

/// Lends the strings as a list of C strings that ends with NULL.
private func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
) -> Result {
    let copies = unsafe strings.map { unsafe strdup($0) }
    defer { unsafe copies.forEach { unsafe free($0) } }
    var pointers = unsafe copies.map { unsafe UnsafePointer<CChar>($0) }
    unsafe pointers.append(nil)
    return unsafe pointers.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
}
