internal import Base
internal import Contracts
internal import Store

/// The groups of now, read and put in order once for as long as they stay: one for the process.
final class GroupMemo: Sendable {
    private let kept = Locked<(stamp: String, groups: Groups)?>(nil)

    /// The groups as the store has them. A stamp is new at each change, also at one that was taken back.
    func groups(in db: Reader) throws -> Groups {
        let stamp = try db.setting(GroupMemo.stamp)?.string ?? ""
        if let kept = kept.withLock({ $0 }), kept.stamp == stamp { return kept.groups }
        let groups = try db.readGroups()
        kept.withLock { $0 = (stamp, groups) }
        return groups
    }

    static let stamp = "groups"
}

extension Reader {
    /// A setting of the service.
    func setting(_ name: String) throws -> JSON? {
        try first("SELECT body FROM settings WHERE name = \(name)")?.json("body")
    }

    func rfmRules() throws -> RFMRules {
        try first("SELECT body FROM settings WHERE name = 'rfm'")?.decode(RFMRules.self, "body") ?? RFMRules()
    }

    fileprivate func readGroups() throws -> Groups {
        let rules = try rfmRules()
        var ranks = try first("SELECT body FROM settings WHERE name = 'ranks'")?.decode(RFMRanks.self, "body")
        if rules.method == .limits { ranks = RFMRanks(rules, now: now) }
        let tags = try computedTags().map { Group($0, isBuilding: $0.building == true) }
        let segments = try segmentList().map { Group($0, isBuilding: $0.building == true) }
        return try Groups(
            tags + segments, types: factTypes(), rules: rules, ranks: ranks ?? RFMRanks([Purchases]()),
            attributes: attributeFields())
    }

    /// The house's own, and those of the start that it did not change.
    func computedTags() throws -> [ComputedTag] {
        let rows = try rows("SELECT id, building, body FROM customer_groups WHERE kind = 'tag' LIMIT 1000")
        var own: [ComputedTag] = []
        for row in rows {
            var tag = try row.decode(ComputedTag.self, "body")
            tag.building = try row.bool("building") ? true : nil
            own.append(tag)
        }
        let ids = Set(own.map(\.id))
        return (own.filter { $0.version > 0 } + StandardTags.all.filter { !ids.contains($0.id) }).sorted {
            $0.id < $1.id
        }
    }

    /// Without their sizes.
    func segmentList() throws -> [Segment] {
        try rows("SELECT building, body FROM customer_groups WHERE kind = 'segment' ORDER BY id LIMIT 1000").map {
            row in
            var segment = try row.decode(Segment.self, "body")
            segment.building = try row.bool("building") ? true : nil
            return segment
        }
    }
}
