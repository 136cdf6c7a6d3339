internal import CPostgres

/// What a statement gave.
struct PostgresAnswer {
    var rows: [Row] = []
    /// Rows inserted, updated or deleted.
    var changed = 0

    init() {}

    /// Reads a successful result; the values are in text form.
    init(_ result: OpaquePointer) {
        let command = unsafe String(cString: PQcmdStatus(result))
        if ["INSERT", "UPDATE", "DELETE", "MERGE"].contains(where: command.hasPrefix) {
            changed = unsafe Int(String(cString: PQcmdTuples(result))) ?? 0
        }
        let (count, width) = unsafe (PQntuples(result), PQnfields(result))
        guard count > 0 else { return }
        let header = Row.Header(
            names: (0..<width).map { column in
                unsafe PQfname(result, column).map { unsafe String(cString: $0) } ?? "column\(column)"
            })
        let types = (0..<width).map { unsafe PQftype(result, $0) }
        rows.reserveCapacity(Int(count))
        for row in 0..<count {
            let values = (0..<width).map { column -> SQL.Value in
                guard unsafe PQgetisnull(result, row, column) == 0, let start = unsafe PQgetvalue(result, row, column)
                else { return .null }
                let length = Int(unsafe PQgetlength(result, row, column))
                return unsafe PostgresAnswer.value(
                    UnsafeRawBufferPointer(start: start, count: length), of: types[Int(column)])
            }
            rows.append(Row(header: header, values: values))
        }
    }

    private static func value(_ bytes: UnsafeRawBufferPointer, of type: Oid) -> SQL.Value {
        switch type {
        case PostgresType.bytea: return unsafe .bytes(unhex(bytes))
        case PostgresType.bool: return unsafe .integer(bytes.first == UInt8(ascii: "t") ? 1 : 0)
        case PostgresType.int2, PostgresType.int4, PostgresType.int8, PostgresType.oid:
            return number(unsafe String(decoding: bytes, as: UTF8.self))
        case PostgresType.numeric:
            // What SUM over whole numbers gives.
            return number(unsafe String(decoding: bytes, as: UTF8.self))
        case PostgresType.float4, PostgresType.float8:
            let text = unsafe String(decoding: bytes, as: UTF8.self)
            return Double(text).map { .double($0) } ?? .text(text)
        default: return .text(PostgresText.decode(unsafe String(decoding: bytes, as: UTF8.self)))
        }
    }

    private static func number(_ text: String) -> SQL.Value {
        if let whole = Int64(text) { return .integer(whole) }
        return Double(text).map { .double($0) } ?? .text(text)
    }

    /// `\x00ff`
    private static func unhex(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count / 2)
        var index = 2
        while index + 1 < bytes.count {
            unsafe decoded.append(digit(bytes[index]) << 4 | digit(bytes[index + 1]))
            index += 2
        }
        return decoded
    }

    private static func digit(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "a") ? byte - UInt8(ascii: "a") + 10 : byte - UInt8(ascii: "0")
    }
}

/// What PostgreSQL complains about: never with a value, which its own words may hold.
struct PostgresComplaint {
    let state: String
    let message: String
    let table: String
    let constraint: String

    init(_ result: OpaquePointer) {
        func text(_ pointer: UnsafePointer<CChar>?) -> String? { unsafe pointer.map { unsafe String(cString: $0) } }
        state = unsafe text(moat_pq_sqlstate(result)) ?? ""
        message = unsafe text(moat_pq_message(result)) ?? ""
        table = unsafe text(moat_pq_table(result)) ?? "a table"
        constraint = unsafe text(moat_pq_constraint(result)) ?? text(moat_pq_column(result)) ?? "a constraint"
    }

    /// A plan made before another copy changed a table: it must be made again.
    var isStalePlan: Bool { state == "0A000" && message.contains("cached plan") }

    /// The server is going away, or the session with it.
    var endsSession: Bool {
        ["08", "57P"].contains(where: state.hasPrefix) || ["25P03", "53300", "25P04"].contains(state)
    }

    /// `statement` is the text that was run, without values.
    func error(in statement: String) -> StoreError {
        if isStalePlan {
            return StoreError(.busy, "The tables were changed meanwhile: try again.", statement: statement)
        }
        let code: StoreError.Code
        var text = "\(message) (\(state))"
        switch state {
        case "23505": (code, text) = (.unique, "\(table): \(constraint) already has this value")
        case _ where state.hasPrefix("23"): (code, text) = (.constraint, "\(table): \(constraint) does not allow this")
        case "25006": (code, text) = (.statement, "A reader cannot change anything.")
        case "25P02": (code, text) = (.statement, "A statement before this one failed: its closure must end.")
        case "55P03", "40001", "40P01", "57014": code = .busy
        case _ where state.hasPrefix("22"): (code, text) = (.encoding, "A value does not fit its column (\(state)).")
        case "53100", "53200", "XX001", "XX002",
            _ where state.hasPrefix("58"):
            code = .disk
        case _ where endsSession: code = .unreachable
        default: code = .statement
        }
        return StoreError(code, text, statement: statement)
    }
}
