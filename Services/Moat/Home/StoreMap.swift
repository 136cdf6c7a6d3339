internal import Base
internal import ServiceKit
internal import Store

/// Where the stores of an installation are: a folder for each service, or a schema for each in one PostgreSQL, with
/// the files in that folder.
struct StoreMap: Equatable, Sendable {
    /// The folder with one folder for each service.
    let data: String
    /// The URL of the PostgreSQL; nil: files.
    let postgres: String?

    func url(of service: String) -> String {
        let folder = "\(data)/\(service)"
        guard let postgres else { return "file://" + PercentPath.encode(folder) }
        if postgres.contains("blobs=") { return postgres }
        return postgres + (postgres.contains("?") ? "&" : "?") + "blobs=" + PercentPath.encode("\(folder)/blobs")
    }

    /// The store, held for copying; nil when there is none.
    func snapshot(of service: String) throws(StoreError) -> StoreSnapshot? {
        try StoreSnapshot.open(url(of: service), service: service)
    }

    /// `STORE_URL`, or the file it is in, when it names a PostgreSQL. One schema cannot serve all services.
    static func postgres(named environment: Environment) throws -> String? {
        let url = Settings(environment: environment.variables).optional("STORE_URL")
        guard let url, url.hasPrefix("postgres") else { return nil }
        guard !url.contains("schema=") else {
            throw Mistake(sentence: "STORE_URL names a schema; here each service has one of its own.")
        }
        return url
    }
}

/// A path as it stands in a URL.
enum PercentPath {
    static func encode(_ path: String) -> String {
        path.utf8.reduce(into: "") { text, byte in
            let isPlain =
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || [45, 46, 47, 95, 126].contains(byte)
            if isPlain {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                text += "%" + String(repeating: "0", count: 2 - digits.count) + digits
            }
        }
    }
}
