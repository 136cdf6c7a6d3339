internal import Contracts

/// Which person addresses that came together belong to (row 100): a decision without I/O.
struct Matching: Equatable {
    /// Whom they lead to.
    enum Match: Equatable {
        case nobody
        case one(String)
        /// The rules allow to join `others` into `survivor`.
        case several(survivor: String, others: [String])
    }

    var match: Match
    /// The addresses that are new and go to whoever it is.
    var added: [Identity] = []
    var dropped: [Resolution.Dropped] = []

    /// `holders` are the customers of addresses that somebody has, `holdings` what each of these has altogether. An
    /// address that cannot belong to the same person as a weightier one is left out, the lightest first, until what is
    /// left leads to one person at most.
    init(
        _ given: [Identity], holders: [Identity.Key: String], holdings: [String: [Identity]], rules: IdentityRules
    ) {
        match = .nobody
        var seen: Set<Identity.Key> = []
        var kept = given.filter { seen.insert($0.key).inserted }
            .enumerated().sorted {
                (rules.place($0.element.kind), $0.offset) < (rules.place($1.element.kind), $1.offset)
            }
            .map(\.element)
        while true {
            var owners: [String] = []
            for identity in kept {
                if let owner = holders[identity.key], !owners.contains(owner) { owners.append(owner) }
            }
            if owners.count > 1, !Matching.mayJoin(kept, owners, holders, holdings, rules) {
                // The weightiest address that somebody has says who it is.
                let index = kept.lastIndex { holders[$0.key].map { $0 != owners[0] } ?? false } ?? kept.count - 1
                drop(kept.remove(at: index), .taken, holders)
                continue
            }
            let held = owners.flatMap { holdings[$0] ?? [] }
            if let (index, reason) = Matching.excess(kept, held, holders, rules) {
                drop(kept.remove(at: index), reason, holders)
                continue
            }
            added = kept.filter { holders[$0.key] == nil }
            match =
                owners.first.map { owners.count == 1 ? .one($0) : .several(survivor: $0, others: Array(owners[1...])) }
                ?? .nobody
            return
        }
    }

    private mutating func drop(
        _ identity: Identity, _ reason: Resolution.Dropped.Reason, _ holders: [Identity.Key: String]
    ) {
        dropped.append(Resolution.Dropped(identity: identity, reason: reason, customer: holders[identity.key]))
    }

    /// Every record is named by a verified address of a kind that may join, and nothing says that they are two people.
    private static func mayJoin(
        _ kept: [Identity], _ owners: [String], _ holders: [Identity.Key: String], _ holdings: [String: [Identity]],
        _ rules: IdentityRules
    ) -> Bool {
        guard rules.joins else { return false }
        let isNamed = owners.allSatisfy { owner in
            kept.contains { $0.verified && rules.rule($0.kind).joins && holders[$0.key] == owner }
        }
        let all = owners.flatMap { holdings[$0] ?? [] } + kept
        return isNamed && strongConflicts(all, rules).isEmpty
            && rules.kinds.allSatisfy { rule in values(all, rule.kind).count <= rule.limit }
    }

    /// Kinds of which two different values would say that it is two people.
    static func strongConflicts(_ identities: [Identity], _ rules: IdentityRules) -> [Identity.Kind] {
        rules.kinds.filter { $0.strong && values(identities, $0.kind).count > 1 }.map(\.kind)
    }

    private static func values(_ identities: [Identity], _ kind: Identity.Kind) -> Set<String> {
        Set(identities.filter { $0.kind == kind }.map(\.value))
    }

    /// The address that is too much, if one is.
    private static func excess(
        _ kept: [Identity], _ held: [Identity], _ holders: [Identity.Key: String], _ rules: IdentityRules
    ) -> (Int, Resolution.Dropped.Reason)? {
        for rule in rules.kinds {
            let new = kept.indices.filter { kept[$0].kind == rule.kind && holders[kept[$0].key] == nil }
            guard !new.isEmpty else { continue }
            let all = values(held + kept, rule.kind)
            guard all.count > (rule.strong ? 1 : rule.limit) else { continue }
            // A strong id that is new is a new person: lighter addresses that lead to somebody else give way to it.
            if rule.strong, let lightest = kept.indices.last(where: { kept[$0].kind != rule.kind }),
                !values(held, rule.kind).isEmpty
            {
                return (lightest, .strong)
            }
            return (new[new.count - 1], rule.strong ? .strong : .limit)
        }
        return nil
    }
}
