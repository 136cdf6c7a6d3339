internal import Base
internal import Contracts

extension IdentityRules {
    /// What a house begins with.
    static let standard = IdentityRules(
        kinds: [
            KindRule(.external, limit: 1, strong: true), KindRule(.unionid, limit: 1, strong: true, joins: true),
            KindRule(.wecom, limit: 3, joins: true), KindRule(.dingtalk, limit: 3), KindRule(.wechat, limit: 10),
            KindRule(.phone, limit: 5, joins: true), KindRule(.email, limit: 5, joins: true),
            KindRule(.weibo, limit: 3), KindRule(.widget, limit: 50), KindRule(.other, limit: 20),
        ],
        blocked: ["support@", "noreply@", "no-reply@", "postmaster@", "mailer-daemon@"])

    private static let blockedMaximum = 1_000

    /// Tidy and complete; throws 422 `rules.kinds` and `rules.values`.
    func checked() throws -> IdentityRules {
        guard kinds.count == Identity.Kind.allCases.count, Set(kinds.map(\.kind)).count == kinds.count,
            kinds.allSatisfy({ (1...1_000).contains($0.limit) })
        else { throw Problem.invalid("rules.kinds", "Name every kind once, with a limit of 1 to 1,000.") }
        guard blocked.count <= IdentityRules.blockedMaximum, blocked.allSatisfy({ $0.utf8.count <= 320 }),
            (1...365).contains(undoDays), PhoneNumber.countries.contains(where: { $0.name == country })
        else {
            throw Problem.invalid(
                "rules.values", "At most 1,000 blocked values, a country that is known, 1 to 365 days.")
        }
        var clean = self
        clean.blocked = blocked.map { $0.trimmingWhitespace().lowercased() }.filter { !$0.isEmpty }
        return clean
    }

    func rule(_ kind: Identity.Kind) -> KindRule {
        kinds.first { $0.kind == kind } ?? KindRule(kind, limit: 1_000)
    }

    /// The weight of a kind: the smaller, the weightier.
    func place(_ kind: Identity.Kind) -> Int { kinds.firstIndex { $0.kind == kind } ?? kinds.count }

    /// The identity as it is stored; throws 422 for one that is wrong or stands for nobody.
    func normalised(_ identity: Identity) throws -> Identity {
        let clean = try identity.normalised(country: country)
        let text = clean.value.lowercased()
        let local = text.prefix { $0 != "@" } + "@"
        guard !blocked.contains(text), clean.kind != .email || !blocked.contains(String(local)) else {
            throw Problem.invalid("identity.blocked", "This value stands for nobody in particular.")
        }
        return clean
    }
}
