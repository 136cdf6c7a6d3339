internal import Base
internal import Contracts
internal import Crypto
internal import ServiceKit
internal import Store

/// The second factor of an account: an app's codes, and recovery codes for when the app is lost.
struct Factors: Sendable {
    let store: Store
    let time: any TimeSource
    let company: String

    static let codesNumber = 10

    struct State: Codable, Sendable {
        var enabled: Bool
        /// A role of the account asks for it.
        var required: Bool
        var codesLeft: Int
    }

    /// What an app needs; the code is the proof that it has it.
    struct Offer: Codable, Sendable {
        var secret: String
        var uri: String
    }

    struct Codes: Codable, Sendable {
        var codes: [String]
    }

    struct Row: Sendable {
        var secret: [UInt8]
        var confirmed: Bool
        var lastStep: Int64
        var codes: [String]
    }

    static func row(_ account: String, _ db: Reader) throws -> Row? {
        guard
            let row = try db.first("SELECT secret, confirmed, last_step, codes FROM factors WHERE account = \(account)")
        else { return nil }
        return Row(
            secret: try row.bytes("secret"), confirmed: try row.bool("confirmed"),
            lastStep: try row.int64("last_step"), codes: try row.decode([String].self, "codes"))
    }

    /// Whether a code is right; it is used up by that.
    static func take(_ code: String, of account: String, _ tx: Transaction) throws -> Bool {
        guard let row = try row(account, tx) else { return false }
        if let step = TOTP.step(of: code, row.secret, at: tx.now, after: row.lastStep) {
            try tx.execute("UPDATE factors SET last_step = \(step) WHERE account = \(account)")
            return true
        }
        let hash = hash(code)
        guard row.confirmed, let index = row.codes.firstIndex(where: { equalInConstantTime($0, hash) }) else {
            return false
        }
        var left = row.codes
        left.remove(at: index)
        try tx.execute("UPDATE factors SET codes = \(json: left) WHERE account = \(account)")
        return true
    }

    func state(of account: Account) async throws -> State {
        try await store.read { db in
            let row = try Factors.row(account.id, db)
            let isOn = row?.confirmed ?? false
            return State(
                enabled: isOn, required: try RoleTable.requiresFactor(account, db),
                codesLeft: isOn ? row?.codes.count ?? 0 : 0)
        }
    }

    /// A new secret, which counts when a code of it was shown.
    func begin(_ account: Account) async throws -> Offer {
        let secret = TOTP.secret()
        try await store.write { tx in
            guard try Factors.row(account.id, tx)?.confirmed != true else {
                throw Problem.conflict("factor.present", "There is a second factor already: remove it first.")
            }
            try tx.execute("DELETE FROM factors WHERE account = \(account.id)")
            try tx.execute(
                """
                INSERT INTO factors (account, secret, confirmed, last_step, codes)
                VALUES (\(account.id), \(secret), 0, 0, '[]')
                """)
        }
        return Offer(
            secret: TOTP.base32(secret), uri: TOTP.link(secret, issuer: company, account: account.email))
    }

    /// The first code proves that the app works; the answer is the recovery codes.
    func confirm(_ account: Account, code: String) async throws -> Codes {
        let codes = Factors.newCodes()
        try await store.write { tx in
            guard try Factors.take(code, of: account.id, tx) else { throw Factors.wrong }
            try Factors.keep(codes, of: account.id, tx)
        }
        return Codes(codes: codes)
    }

    func renewCodes(_ account: Account, code: String) async throws -> Codes {
        let codes = Factors.newCodes()
        try await store.write { tx in
            guard try Factors.row(account.id, tx)?.confirmed == true, try Factors.take(code, of: account.id, tx) else {
                throw Factors.wrong
            }
            try Factors.keep(codes, of: account.id, tx)
        }
        return Codes(codes: codes)
    }

    func remove(_ account: Account, code: String) async throws {
        try await store.write { tx in
            guard try Factors.take(code, of: account.id, tx) else { throw Factors.wrong }
            try tx.execute("DELETE FROM factors WHERE account = \(account.id)")
        }
    }

    static let wrong = Problem(
        status: 422, code: "factor.code", title: "Unprocessable Content",
        detail: "The code is wrong or was used already."
    )

    private static func keep(_ codes: [String], of account: String, _ tx: Transaction) throws {
        let hashes = codes.map(hash)
        try tx.execute("UPDATE factors SET confirmed = 1, codes = \(json: hashes) WHERE account = \(account)")
    }

    private static func newCodes() -> [String] {
        (0..<codesNumber).map { _ in
            let text = TOTP.base32(SecureRandom.bytes(7)).lowercased().prefix(10)
            return "\(text.prefix(5))-\(text.suffix(5))"
        }
    }

    /// 50 random bits behind a lock-out: a slow hash would add nothing.
    private static func hash(_ code: String) -> String {
        Hex.encode(Digest.sha256(code.lowercased().filter { $0.isLetter || $0.isNumber }))
    }
}
