internal import Base
internal import Contracts

/// Records and who was joined into whom. What a record shows is computed from what was written to each record itself
/// and from the joinings that hold, nothing else: so taking one back, in whatever order, leaves what there would be if
/// it had never been.
struct Lineage {
    /// A joining that holds: from the survivor's version `at` on, its `fields` are the loser's, until they are written.
    struct Edge: Hashable {
        var loser: String
        var at: Int
        var fields: [CustomerField]
    }

    var own: [String: OwnValues] = [:]
    /// By survivor.
    var edges: [String: [Edge]] = [:]

    /// What a record shows.
    func profile(of id: String) -> Profile {
        let own = own[id] ?? OwnValues(Profile(name: ""), at: 0)
        let joined = (edges[id] ?? []).sorted { $0.at < $1.at }.map { ($0, self.profile(of: $0.loser)) }
        var profile = Profile(name: "")
        for field in CustomerField.allCases {
            var (value, at) = (own.written(field)?.value ?? .null, own.written(field)?.at ?? 0)
            for (edge, theirs) in joined where edge.fields.contains(field) && edge.at > at {
                (value, at) = (theirs[field], edge.at)
            }
            profile[field] = value
        }
        profile.tags = tags(own.marks, joined)
        return profile
    }

    /// Own tags in their order, then those that came with others and were not taken off since.
    private func tags(_ marks: [OwnValues.Mark], _ joined: [(Edge, Profile)]) -> [String] {
        var tags = marks.filter { !$0.gone }.map(\.tag)
        for (edge, theirs) in joined {
            for tag in theirs.tags where !tags.contains(tag) {
                let isGone = marks.contains { $0.tag == tag && $0.gone && $0.at > edge.at }
                if !isGone { tags.append(tag) }
            }
        }
        return Array(tags.prefix(Customer.tagsMaximum))
    }

    /// The fields that a loser brings unless somebody chose: what the survivor lacks, and the better tier.
    static func usual(_ survivor: Profile, _ loser: Profile) -> [CustomerField] {
        CustomerField.allCases.filter { field in
            if field == .tier { return loser.tier > survivor.tier }
            return survivor[field].isNull && !loser[field].isNull
        }
    }
}
