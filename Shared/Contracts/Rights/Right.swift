/// What may be done with a kind of thing: some calls that are granted together. Every call that people may make belongs
/// to one right; the table is in `Right+Table.swift`.
package struct Right: Hashable, Sendable {
    /// `tickets:reply`
    package let id: String
    /// The weakest built-in role that has it.
    package let level: Role
    /// Whether it can be limited to one's own things or those of one's teams.
    package let isScoped: Bool
    /// The calls, and the gateway's operations of more than one call.
    package let calls: [String]

    /// `calls` are names without their service, which is `of`, parted by spaces.
    init(_ id: String, _ level: Role, of service: String, scoped: Bool = false, _ calls: String) {
        (self.id, self.level, isScoped) = (id, level, scoped)
        self.calls = calls.split(separator: " ").map { "\(service).\($0)" }
    }

    /// The right that a call belongs to; nil when no person may make it.
    package static func of(_ call: String) -> Right? { byCall[call] }

    package static func named(_ id: String) -> Right? { byName[id] }

    private static let byCall: [String: Right] = all.reduce(into: [:]) { known, right in
        for call in right.calls {
            precondition(known[call] == nil, "\(call) belongs to two rights")
            known[call] = right
        }
    }
    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
}

extension Role {
    /// The rights of a built-in role, each on everything.
    package var rights: [Right] { Right.all.filter { isAtLeast($0.level) } }

    /// Stronger than another, or the same.
    package func isAtLeast(_ other: Role) -> Bool {
        (Role.allCases.firstIndex(of: self) ?? Role.allCases.count)
            <= (Role.allCases.firstIndex(of: other) ?? Role.allCases.count)
    }
}

extension Allow {
    /// The weakest built-in role that may; nil when the call is not for people.
    package var level: Role? {
        if contains(.light) { return .light }
        if contains(.agents) { return .agent }
        if contains(.supervisors) { return .supervisor }
        return contains(.admins) ? .admin : nil
    }
}
