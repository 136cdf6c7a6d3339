internal import Base
internal import Contracts
internal import Crypto
internal import ServiceKit
internal import Store

/// Answers the calls about API keys.
struct KeyCalls: Sendable {
    static let perMinute = 600
    /// How a secret begins, so that scanners of published code know it.
    static let mark = "moat_"
    private static let prefixLength = 12

    let store: Store
    let time: any TimeSource
    let identifiers: Identifiers

    func list(_ request: Empty, _ context: CallContext) async throws -> Page<APIKey> {
        Page(items: try await store.read { try KeyTable.all($0) })
    }

    func add(_ request: AddKey, _ context: CallContext) async throws -> NewKey {
        guard context.caller.kind == .agent else {
            throw Problem.conflict("key.account", "A key speaks for a person: make it as one.")
        }
        try check(request)
        let secret = KeyCalls.mark + SecureRandom.token()
        let key = APIKey(
            id: identifiers.next(), name: request.name, prefix: String(secret.prefix(KeyCalls.prefixLength)),
            account: context.caller.id, roles: request.roles ?? [], customRoles: request.customRoles,
            perMinute: request.perMinute ?? KeyCalls.perMinute, createdAt: time.now(), expiresAt: request.expiresAt)
        // Outside of `context.write`: the reply that it keeps for a retry would hold the secret.
        try await store.write { tx in
            for id in key.customRoles ?? [] where try RoleTable.role(id, tx) == nil {
                throw Problem.invalid(
                    "key.invalid", "There is no role \(id.prefix(64)).",
                    errors: [.init(pointer: "#/customRoles", code: "unknown", detail: "There is no such role.")])
            }
            try KeyTable.add(key, hash: Sessions.hash(secret), tx)
        }
        return NewKey(key: key, secret: secret)
    }

    func revoke(_ request: ByID, _ context: CallContext) async throws -> APIKey {
        try await context.write { tx in
            guard var key = try KeyTable.key(request.id, tx) else {
                throw Problem.notFound("key", String(request.id.prefix(64)))
            }
            if key.revokedAt == nil {
                try tx.execute("UPDATE api_keys SET revoked_at = \(tx.now) WHERE id = \(key.id)")
                key.revokedAt = tx.now
            }
            return key
        }
    }

    private func check(_ request: AddKey) throws {
        var errors: [Problem.Item] = []
        if request.name.isEmpty || request.name.count > 100 {
            errors.append(.init(pointer: "#/name", code: "length", detail: "1 to 100 characters."))
        }
        if request.roles?.isEmpty ?? true, request.customRoles?.isEmpty ?? true {
            errors.append(.init(pointer: "#/roles", code: "missing", detail: "Name a role."))
        }
        if let end = request.expiresAt, end <= time.now() {
            errors.append(.init(pointer: "#/expiresAt", code: "past", detail: "That is in the past."))
        }
        if let rate = request.perMinute, !(1...60_000).contains(rate) {
            errors.append(.init(pointer: "#/perMinute", code: "range", detail: "1 to 60,000."))
        }
        guard errors.isEmpty else {
            throw Problem.invalid("key.invalid", "The key has \(errors.count) mistake(s).", errors: errors)
        }
    }
}
