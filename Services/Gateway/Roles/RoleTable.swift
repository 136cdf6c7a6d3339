internal import Base
internal import Contracts
internal import Store

/// The rows of `roles`: the house's own, and what was set of built-in ones.
enum RoleTable {
    static func role(_ id: String, _ db: Reader) throws -> RoleSettings? {
        let kept = try db.first("SELECT body FROM roles WHERE id = \(id)")?.decode(RoleSettings.self, "body")
        if let builtIn = Role(rawValue: id) { return RoleTable.builtIn(builtIn, kept) }
        return kept
    }

    /// Built-in ones first, strongest first; then the others by name.
    static func all(_ db: Reader) throws -> [RoleSettings] {
        let kept = try db.rows("SELECT body FROM roles ORDER BY id").map { try $0.decode(RoleSettings.self, "body") }
        let builtIn = Role.allCases.map { role in RoleTable.builtIn(role, kept.first { $0.id == role.rawValue }) }
        return builtIn + kept.filter { Role(rawValue: $0.id) == nil }.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }

    private static func builtIn(_ role: Role, _ kept: RoleSettings?) -> RoleSettings {
        RoleSettings(
            id: role.rawValue, name: role.rawValue, builtIn: true, allowed: Grants([role]).allowed,
            requiresFactor: kept?.requiresFactor ?? false, version: kept?.version ?? 0)
    }

    static func save(_ role: RoleSettings, _ tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO roles (id, body, version) VALUES (\(role.id), \(json: role), \(role.version))
            ON CONFLICT (id) DO UPDATE SET body = excluded.body, version = excluded.version
            """)
    }

    /// What roles together allow; nil when the built-in ones say it all.
    static func grants(_ roles: [Role], _ custom: [String]?, _ db: Reader) throws -> Grants? {
        guard let custom, !custom.isEmpty else { return nil }
        return try custom.reduce(Grants(roles)) { grants, id in
            // A role that is not there any more gives nothing.
            try role(id, db).map { grants.joined(with: $0.grants) } ?? grants
        }
    }

    /// Whether one of the roles asks for a second factor.
    static func requiresFactor(_ account: Account, _ db: Reader) throws -> Bool {
        let rows = try db.rows("SELECT body FROM roles")
        guard !rows.isEmpty else { return false }
        let ids = Set(account.roles.map(\.rawValue) + (account.customRoles ?? []))
        return try rows.contains { row in
            let role = try row.decode(RoleSettings.self, "body")
            return role.requiresFactor && ids.contains(role.id)
        }
    }
}
