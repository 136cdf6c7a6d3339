internal import Base
internal import Contracts
internal import Store

/// The rows of `accounts`.
enum AccountTable {
    static func account(_ id: String, _ db: Reader) throws -> Account? {
        try db.first("SELECT account FROM accounts WHERE id = \(id)")?.decode(Account.self, "account")
    }

    /// The account and password hash of a mail address.
    static func account(email: String, _ db: Reader) throws -> (account: Account, password: String?)? {
        guard let row = try db.first("SELECT account, password FROM accounts WHERE email = \(email.lowercased())")
        else {
            return nil
        }
        return (try row.decode(Account.self, "account"), try row.optionalString("password"))
    }

    static func all(_ db: Reader) throws -> [Account] {
        try db.rows("SELECT account FROM accounts ORDER BY email").map { try $0.decode(Account.self, "account") }
    }

    /// Stores an account; `password` nil keeps the hash there is.
    static func save(_ account: Account, password: String?, _ tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO accounts (id, email, account, password, version) VALUES
            (\(account.id), \(account.email.lowercased()), \(json: account), \(password), \(account.version))
            ON CONFLICT (id) DO UPDATE SET email = excluded.email, account = excluded.account,
                password = COALESCE(excluded.password, accounts.password), version = excluded.version
            """)
    }
}
