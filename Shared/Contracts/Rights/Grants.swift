/// On whose things a right may be used; a wider one includes the narrower.
package enum Scope: String, Codable, CodingKeyRepresentable, Sendable, CaseIterable, Comparable {
    /// What is assigned to oneself.
    case own
    /// That, and what lies with one's teams.
    case team
    case all

    package static func < (a: Scope, b: Scope) -> Bool {
        (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
    }
}

/// What somebody may do who has more than built-in roles: right × scope, what is denied, what is masked (row 171).
/// Travels with the caller, so that gateway and services decide by the same words.
package struct Grants: Codable, Hashable, Sendable {
    /// By the right's id.
    package var allowed: [String: Scope]
    /// Wins over what is allowed.
    package var denied: [String]
    /// Fields that never leave a service for this caller.
    package var masked: [FieldMask]

    package init(allowed: [String: Scope] = [:], denied: [String] = [], masked: [FieldMask] = []) {
        (self.allowed, self.denied, self.masked) = (allowed, denied, masked)
    }

    /// What built-in roles mean.
    package init(_ roles: [Role]) {
        self.init()
        for right in roles.flatMap(\.rights) { allowed[right.id] = .all }
    }

    /// On whose things a right may be used; nil when it may not.
    package func scope(of right: Right) -> Scope? {
        guard !denied.contains(right.id), let scope = allowed[right.id] else { return nil }
        return right.isScoped ? scope : .all
    }

    /// Together with others: the wider scope; what one denies or masks is denied or masked.
    package func joined(with other: Grants) -> Grants {
        Grants(
            allowed: allowed.merging(other.allowed) { max($0, $1) },
            denied: Set(denied + other.denied).sorted(), masked: Set(masked + other.masked).sorted())
    }

    /// Only what both allow: the narrower scope.
    package func limited(to other: Grants) -> Grants {
        var both = Grants(
            denied: Set(denied + other.denied).sorted(), masked: Set(masked + other.masked).sorted())
        for (right, scope) in allowed {
            if let limit = other.allowed[right] { both.allowed[right] = min(scope, limit) }
        }
        return both
    }

    /// Whether whoever has these may hand out the others: nothing in them goes further.
    package func covers(_ other: Grants) -> Bool {
        let isAllowed = other.allowed.keys.allSatisfy { id in
            guard let right = Right.named(id), let wanted = other.scope(of: right) else { return true }
            return scope(of: right).map { $0 >= wanted } ?? false
        }
        return isAllowed && Set(masked).isSubset(of: other.masked)
    }
}

extension Caller {
    /// The one decision of who may do what: on whose things the caller may use a call, nil for not at all. The gateway
    /// asks it before it passes a request on, the service before it answers.
    package func scope(for call: String, _ allow: Allow) -> Scope? {
        guard kind == .agent, let grants, !allow.contains(.anyone) else { return allow.permits(self) ? .all : nil }
        guard let right = Right.of(call) else { return nil }
        return grants.scope(of: right)
    }

    /// Everything an agent may.
    package var granted: Grants { grants ?? Grants(roles) }
}
