internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

/// Answers the calls about roles.
struct RoleCalls: Sendable {
    let store: Store

    func list(_ request: Empty, _ context: CallContext) async throws -> Page<RoleSettings> {
        Page(items: try await store.read { try RoleTable.all($0) })
    }

    func rights(_ request: Empty, _ context: CallContext) async throws -> Page<RightInfo> {
        Page(items: Right.all.map(RightInfo.init))
    }

    func save(_ request: RoleSettings, _ context: CallContext) async throws -> RoleSettings {
        try RoleCalls.check(request)
        return try await context.write { tx in
            let known = try RoleTable.role(request.id, tx)
            guard request.version == (known?.version ?? 0) else {
                throw Problem.stale("role", expected: request.version, actual: known?.version ?? 0)
            }
            var role = request
            if var builtIn = known, builtIn.builtIn {
                builtIn.requiresFactor = request.requiresFactor
                role = builtIn
            } else {
                role.builtIn = false
                if context.caller.kind == .agent, !context.caller.granted.covers(role.grants) {
                    throw Problem(
                        status: 403, code: "role.beyond", title: "Forbidden",
                        detail: "The role would allow what you may not do yourself.")
                }
            }
            role.version += 1
            try RoleTable.save(role, tx)
            return role
        }
    }

    func remove(_ request: AtVersion, _ context: CallContext) async throws -> Empty {
        try await context.write { tx in
            guard Role(rawValue: request.id) == nil else {
                throw Problem.conflict("role.built_in", "A built-in role stays.")
            }
            guard let role = try RoleTable.role(request.id, tx) else { throw Problem.notFound("role", request.id) }
            if let version = request.version, version != role.version {
                throw Problem.stale("role", expected: version, actual: role.version)
            }
            guard try AccountTable.all(tx).allSatisfy({ $0.customRoles?.contains(role.id) != true }) else {
                throw Problem.conflict("role.used", "Somebody has the role: take it from them first.")
            }
            try tx.execute("DELETE FROM roles WHERE id = \(role.id)")
            return Empty()
        }
    }

    private static func check(_ role: RoleSettings) throws {
        var errors: [Problem.Item] = []
        func wrong(_ pointer: String, _ code: String, _ detail: String) {
            errors.append(.init(pointer: pointer, code: code, detail: detail))
        }
        let letters = role.id.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        if role.id.isEmpty || role.id.count > 40 || !letters {
            wrong("#/id", "id", "1 to 40 small letters, digits and dashes.")
        }
        if role.name.isEmpty || role.name.count > 100 { wrong("#/name", "length", "1 to 100 characters.") }
        for id in role.allowed.keys.sorted() {
            guard let right = Right.named(id) else {
                wrong("#/allowed/\(id.prefix(64))", "unknown", "There is no such right.")
                continue
            }
            if role.allowed[id] != .all, !right.isScoped {
                wrong("#/allowed/\(id)", "scope", "This right cannot be limited to some things.")
            }
        }
        for (index, id) in role.denied.enumerated() where Right.named(id) == nil {
            wrong("#/denied/\(index)", "unknown", "There is no such right.")
        }
        guard errors.isEmpty else {
            throw Problem.invalid("role.invalid", "The role has \(errors.count) mistake(s).", errors: errors)
        }
    }
}
