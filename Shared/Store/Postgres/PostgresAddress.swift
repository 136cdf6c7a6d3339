internal import CPostgres
internal import FoundationEssentials

/// Where a PostgreSQL store is, from its URL: libpq's own form, with two parameters of ours. `schema` names the
/// service's corner of the database (default: the service's name), `blobs` the folder of its files (default:
/// `/var/lib/moat/SERVICE/blobs`). So one URL serves all services.
struct PostgresAddress: Sendable {
    /// What libpq is told.
    let parameters: [(keyword: String, value: String)]
    let schema: String
    let blobs: String
    /// For people: neither user nor password.
    let place: String

    /// Waiting for another copy's write lock, and for a copy that fell silent in the middle of a write.
    private static let patience = "10s"

    init(_ url: String, service: String) throws(StoreError) {
        let (plain, own) = PostgresAddress.split(url)
        schema = own["schema"] ?? service
        blobs = own["blobs"] ?? "/var/lib/moat/\(service)/blobs"
        guard PostgresAddress.isName(schema) else {
            throw StoreError(
                .open, "The schema of a store is named by up to 63 letters a-z, digits and _: \(schema.prefix(70))")
        }
        guard blobs.hasPrefix("/"), !blobs.utf8.contains(0) else {
            throw StoreError(.open, "blobs= names a folder, from / on: \(blobs.prefix(70))")
        }
        var given = try PostgresAddress.parse(plain)
        let host = given["host"] ?? given["hostaddr"] ?? "localhost"
        place =
            "postgres://\(host):\(given["port"] ?? "5432")/\(given["dbname"] ?? given["user"] ?? ""), schema \(schema)"
        // A server that vanished is noticed within about ten seconds, also in the middle of an answer.
        let standard = [
            "connect_timeout": "5", "keepalives_idle": "5", "keepalives_interval": "2", "keepalives_count": "3",
            "tcp_user_timeout": "10000", "application_name": "moat-\(service)",
        ]
        given.merge(standard) { wished, _ in wished }
        given["client_encoding"] = "UTF8"
        let settings = [
            "search_path=\(schema)", "lock_timeout=\(PostgresAddress.patience)",
            "idle_in_transaction_session_timeout=\(PostgresAddress.patience)",
        ]
        given["options", default: ""] += settings.map { " -c \($0)" }.joined()
        parameters = given.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The URL without our own parameters, and those.
    private static func split(_ url: String) -> (String, [String: String]) {
        let parts = url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return (url, [:]) }
        var (kept, own): ([Substring], [String: String]) = ([], [:])
        for parameter in parts[1].split(separator: "&") {
            let pair = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2, ["schema", "blobs"].contains(pair[0]) {
                own[String(pair[0])] = decoded(pair[1])
            } else {
                kept.append(parameter)
            }
        }
        return (kept.isEmpty ? String(parts[0]) : "\(parts[0])?\(kept.joined(separator: "&"))", own)
    }

    /// A value without its percent signs, read as the path of a file is.
    private static func decoded(_ value: Substring) -> String {
        URL(string: "file:///\(value)").map { String($0.path(percentEncoded: false).dropFirst()) } ?? String(value)
    }

    private static func isName(_ text: String) -> Bool {
        let letters = text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
        let starts = text.utf8.first.map { !(48...57).contains($0) } ?? false
        return letters && starts && text.utf8.count <= 63 && !text.hasPrefix("pg_")
    }

    /// libpq's reading of the URL. Its complaints may quote the URL with the password: only those about a parameter are
    /// passed on.
    private static func parse(_ url: String) throws(StoreError) -> [String: String] {
        var complaint: UnsafeMutablePointer<CChar>?
        let parsed = unsafe PQconninfoParse(url, &complaint)
        defer {
            unsafe PQconninfoFree(parsed)
            unsafe PQfreemem(complaint)
        }
        guard var option = unsafe parsed else {
            let text = unsafe complaint.map { unsafe String(cString: $0) } ?? ""
            let hint = text.hasPrefix("invalid URI query parameter") ? " (\(text.filter { $0 != "\n" }))" : ""
            throw StoreError(
                .open, "A PostgreSQL store is postgres://user:password@host:port/database?schema=NAME\(hint)")
        }
        var given: [String: String] = [:]
        while let keyword = unsafe option.pointee.keyword {
            if let value = unsafe option.pointee.val {
                unsafe given[String(cString: keyword)] = unsafe String(cString: value)
            }
            unsafe option += 1
        }
        return given
    }
}
