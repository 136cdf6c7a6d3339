internal import CSQLite

/// One prepared statement; reset and unbound after each run, finalised when let go (before its connection).
@safe final class SQLiteStatement {
    private let handle: OpaquePointer
    private let text: String
    private var header: Row.Header?
    /// False for what changes the database.
    let isReadOnly: Bool
    var lastUse: UInt64 = 0

    init(_ text: String, on connection: SQLiteConnection, handle database: OpaquePointer) throws(StoreError) {
        var prepared: OpaquePointer?
        let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
        let status = unsafe sqlite3_prepare_v3(database, text, -1, flags, &prepared, nil)
        if status != SQLITE_OK { throw connection.error(status, in: text) }
        guard let prepared = unsafe prepared else {
            throw StoreError(.statement, "The statement is empty.", statement: text)
        }
        unsafe handle = prepared
        isReadOnly = unsafe sqlite3_stmt_readonly(prepared) != 0
        self.text = text
    }

    deinit { unsafe sqlite3_finalize(handle) }

    func rows(binding values: [SQL.Value], on connection: SQLiteConnection) throws(StoreError) -> [Row] {
        defer { reset() }
        try bind(values, on: connection)
        var rows: [Row] = []
        while try step(connection) {
            let header = currentHeader()
            rows.append(Row(header: header, values: (0..<Int32(header.names.count)).map(column)))
        }
        return rows
    }

    func stream(
        binding values: [SQL.Value], batch: Int, on connection: SQLiteConnection,
        _ body: ([Row]) throws(StoreError) -> Void
    ) throws(StoreError) {
        defer { reset() }
        try bind(values, on: connection)
        var rows: [Row] = []
        while try step(connection) {
            let header = currentHeader()
            rows.append(Row(header: header, values: (0..<Int32(header.names.count)).map(column)))
            guard rows.count == batch else { continue }
            try body(rows)
            rows = []
        }
        if !rows.isEmpty { try body(rows) }
    }

    func run(binding values: [SQL.Value], on connection: SQLiteConnection) throws(StoreError) {
        defer { reset() }
        try bind(values, on: connection)
        while try step(connection) {}
    }

    private func reset() {
        unsafe sqlite3_reset(handle)
        unsafe sqlite3_clear_bindings(handle)
    }

    /// True: there is a row. False: done.
    private func step(_ connection: SQLiteConnection) throws(StoreError) -> Bool {
        switch unsafe sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let status: throw connection.error(status, in: text)
        }
    }

    /// Column names; read again when another process changed the table and SQLite prepared the statement anew.
    private func currentHeader() -> Row.Header {
        let count = unsafe sqlite3_column_count(handle)
        if let header, header.names.count == Int(count) { return header }
        let names = (0..<count).map { index in
            unsafe sqlite3_column_name(handle, index).map { unsafe String(cString: $0) } ?? "column\(index)"
        }
        let fresh = Row.Header(names: names)
        header = fresh
        return fresh
    }

    private func bind(_ values: [SQL.Value], on connection: SQLiteConnection) throws(StoreError) {
        guard unsafe sqlite3_bind_parameter_count(handle) == Int32(values.count) else {
            throw StoreError(.statement, "The text holds placeholders of its own: interpolate.", statement: text)
        }
        for (offset, value) in values.enumerated() {
            let status = bind(value, at: Int32(offset + 1))
            if status != SQLITE_OK { throw connection.error(status, in: text) }
        }
    }

    private func bind(_ value: SQL.Value, at index: Int32) -> Int32 {
        switch value {
        case .null: return unsafe sqlite3_bind_null(handle, index)
        case .integer(let number): return unsafe sqlite3_bind_int64(handle, index, number)
        case .double(let number): return unsafe sqlite3_bind_double(handle, index, number)
        case .text(var string):
            return string.withUTF8 { bytes in
                unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                    // An empty buffer may have no address, and no address would bind NULL.
                    guard let start = characters.baseAddress else {
                        return unsafe moat_sqlite3_bind_text(handle, index, "", 0)
                    }
                    return unsafe moat_sqlite3_bind_text(handle, index, start, UInt64(characters.count))
                }
            }
        case .bytes(let bytes):
            return unsafe bytes.withUnsafeBytes { raw in
                unsafe moat_sqlite3_bind_blob(handle, index, raw.baseAddress, UInt64(raw.count))
            }
        }
    }

    private func column(_ index: Int32) -> SQL.Value {
        switch unsafe sqlite3_column_type(handle, index) {
        case SQLITE_INTEGER: return .integer(unsafe sqlite3_column_int64(handle, index))
        case SQLITE_FLOAT: return .double(unsafe sqlite3_column_double(handle, index))
        case SQLITE_TEXT:
            let start = unsafe sqlite3_column_text(handle, index)
            let count = Int(unsafe sqlite3_column_bytes(handle, index))
            return .text(unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            let start = unsafe sqlite3_column_blob(handle, index)
            let count = Int(unsafe sqlite3_column_bytes(handle, index))
            return .bytes(unsafe Array(UnsafeRawBufferPointer(start: start, count: count)))
        default: return .null
        }
    }
}
