internal import CPostgres

/// The values of a statement as libpq takes them: all in binary form, in one stretch of memory. NULL is no value: it
/// stands in the text, so that PostgreSQL finds its type by itself.
struct PostgresBinds {
    /// The statement's text with `$1` … and `NULL`.
    let text: String
    private(set) var types: [Oid] = []
    private var bytes: [UInt8] = []
    private var starts: [Int] = []
    private var lengths: [Int32] = []

    init(_ sql: SQL) {
        var count = 0
        text = sql.text { index in
            if case .null = sql.binds[index - 1] { return "NULL" }
            count += 1
            return "$\(count)"
        }
        for value in sql.binds { add(value) }
        // An empty value at the end needs an address, too.
        bytes.append(0)
    }

    /// A statement is prepared once for each text and types.
    var key: String { types.map { "\($0)," }.joined() + text }

    private mutating func add(_ value: SQL.Value) {
        let start = bytes.count
        switch value {
        case .null: return
        case .integer(let number):
            types.append(PostgresType.int8)
            unsafe withUnsafeBytes(of: number.bigEndian) { unsafe bytes.append(contentsOf: $0) }
        case .double(let number):
            types.append(PostgresType.float8)
            unsafe withUnsafeBytes(of: number.bitPattern.bigEndian) { unsafe bytes.append(contentsOf: $0) }
        case .text(let string):
            types.append(PostgresType.text)
            bytes.append(contentsOf: PostgresText.encode(string).utf8)
        case .bytes(let blob):
            types.append(PostgresType.bytea)
            bytes.append(contentsOf: blob)
        }
        starts.append(start)
        lengths.append(Int32(bytes.count - start))
    }

    /// Gives number, addresses, lengths and formats of the values.
    func withPointers<Result>(
        _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Result
    ) -> Result {
        let formats = [Int32](repeating: 1, count: starts.count)
        return unsafe bytes.withUnsafeBytes { raw in
            let base = unsafe raw.bindMemory(to: CChar.self).baseAddress
            let addresses = unsafe starts.map { start in unsafe base.map { unsafe $0 + start } }
            return unsafe addresses.withUnsafeBufferPointer { addresses in
                unsafe lengths.withUnsafeBufferPointer { lengths in
                    unsafe formats.withUnsafeBufferPointer { formats in
                        unsafe body(
                            Int32(starts.count), addresses.baseAddress, lengths.baseAddress, formats.baseAddress)
                    }
                }
            }
        }
    }
}

/// Numbers of PostgreSQL's own types, from its `pg_type.dat`: they never change.
enum PostgresType {
    static let bool: Oid = 16
    static let bytea: Oid = 17
    static let int8: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let text: Oid = 25
    static let oid: Oid = 26
    static let float4: Oid = 700
    static let float8: Oid = 701
    static let numeric: Oid = 1_700
}
