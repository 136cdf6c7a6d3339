/// Who asks: travels in the `Moat-Caller` header of every call; the answering service checks it against `Call.allow`.
package struct Caller: Codable, Hashable, Sendable {
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case agent, customer, service, rule, system, anonymous
    }

    package var kind: Kind
    /// Agent, customer or rule id; the service's name for services.
    package var id: String
    package var name: String?
    package var roles: [Role]
    package var teams: [String]
    /// What a custom role or an API key makes of it; without them the built-in roles say what the caller may.
    package var grants: Grants?
    /// The API key that speaks for the caller.
    package var key: String?

    package init(
        kind: Kind, id: String, name: String? = nil, roles: [Role] = [], teams: [String] = [], grants: Grants? = nil
    ) {
        (self.kind, self.id, self.name, self.roles, self.teams) = (kind, id, name, roles, teams)
        self.grants = grants
    }

    /// A service speaking for itself.
    package static func service(_ name: String) -> Caller { Caller(kind: .service, id: name) }
    /// The command line and start-up jobs.
    package static let system = Caller(kind: .system, id: "system")
    /// Somebody at a public door.
    package static let anonymous = Caller(kind: .anonymous, id: "anonymous")

    /// Whether the caller has one of these roles.
    package func has(_ wanted: Role...) -> Bool { roles.contains(where: wanted.contains) }
}

/// Built-in roles of staff, strongest first.
package enum Role: String, Codable, Sendable, CaseIterable { case owner, admin, supervisor, agent, light }

/// Who may make a call. A stronger role may do what a weaker one may.
package struct Allow: OptionSet, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    package static let admins = Allow(rawValue: 1)
    package static let supervisors = Allow(rawValue: 1 << 1)
    package static let agents = Allow(rawValue: 1 << 2)
    package static let light = Allow(rawValue: 1 << 3)
    package static let customers = Allow(rawValue: 1 << 4)
    package static let services = Allow(rawValue: 1 << 5)
    package static let rules = Allow(rawValue: 1 << 6)
    /// Anybody, also without signing in.
    package static let anyone = Allow(rawValue: 1 << 7)
    /// Everybody who works here, and the services.
    package static let staff: Allow = [.light, .services, .rules]

    /// Whether `caller` may by its kind and built-in roles; `Caller.scope(for:_:)` asks for all there is.
    package func permits(_ caller: Caller) -> Bool {
        if contains(.anyone) || caller.kind == .system { return true }
        switch caller.kind {
        case .system: return true
        case .service: return contains(.services)
        case .rule: return contains(.rules)
        case .customer: return contains(.customers)
        case .anonymous: return false
        case .agent:
            let strongest = caller.roles.compactMap(Role.allCases.firstIndex(of:)).min() ?? Role.allCases.count
            if strongest <= 1 { return !isDisjoint(with: [.admins, .supervisors, .agents, .light]) }
            if strongest == 2 { return !isDisjoint(with: [.supervisors, .agents, .light]) }
            if strongest == 3 { return !isDisjoint(with: [.agents, .light]) }
            return strongest == 4 && contains(.light)
        }
    }
}
