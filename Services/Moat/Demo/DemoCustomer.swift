internal import Base
internal import Contracts

/// A customer of the demo: what is brought in, and what the generator needs to know beside it.
struct DemoCustomer: Sendable {
    var record: Customer
    let language: Language
    let city: String
    /// How often this one writes, beside the others.
    let weight: Double

    var email: String { address(.email) ?? "" }
    /// The OpenID without its app.
    var openID: String? { address(.wechat) }

    static let appID = "wx7d20260815greenfd"

    private func address(_ kind: Identity.Kind) -> String? { record.identities.first { $0.kind == kind }?.value }

    /// Customers whose addresses nobody else has. All addresses are of reserved names and unused ranges: a demo
    /// with a real mail server writes to nobody.
    static func generate(_ count: Int, seed: UInt64, until: Instant) -> [DemoCustomer] {
        var mails: Set<String> = []
        return (0..<count).map { index in
            let dice = Dice(seed, "customer", String(index))
            var customer = dice.chance(0.72) ? chinese(index, dice) : western(index, dice)
            var mail = customer.email
            var number = 2
            while !mails.insert(mail).inserted {
                mail = customer.email.replacing("@", with: "\(number)@")
                number += 1
            }
            customer.record.identities[0].value = mail
            let age = dice.skewed(median: 200, spread: 0.9)
            customer.record.createdAt = until - .seconds(max(61, min(1_400, age)) * 86_400)
            customer.record.updatedAt = customer.record.createdAt
            return customer
        }
    }

    private static func chinese(_ index: Int, _ dice: Dice) -> DemoCustomer {
        let (surname, given) = (dice.pick(CustomerNames.surnames), dice.pick(CustomerNames.given))
        let latin = dice.chance(0.5) ? given.latin + surname.latin : surname.latin + given.latin
        let mail =
            switch dice.between(0...9) {
            case 0...3: "\(dice.between(1...9))\(dice.digits(8))@qq.example"
            case 4...6: "\(latin)\(dice.between(1_975...2_004))@163.example"
            case 7, 8: "\(latin)@foxmail.example"
            default: "\(latin)\(dice.digits(2))@outlook.example"
            }
        var identities = [Identity(kind: .email, value: mail, verified: dice.chance(0.8))]
        // The range 140 0 is not given to people.
        if dice.chance(0.85) { identities.append(Identity(kind: .phone, value: "+861400" + phone(index, dice, 7))) }
        if dice.chance(0.76) {
            identities.append(Identity(kind: .wechat, value: "\(openID(dice))@\(appID)", verified: true))
        }
        let company = dice.chance(0.12) ? dice.pick(CustomerNames.companiesZh) : nil
        return build(index, dice, surname.zh + given.zh, identities, company, .zh)
    }

    private static func western(_ index: Int, _ dice: Dice) -> DemoCustomer {
        let (first, last) = (dice.pick(CustomerNames.first), dice.pick(CustomerNames.last))
        let company = dice.chance(0.16) ? dice.pick(CustomerNames.companiesEn) : nil
        let host = dice.pick(["gmail.example", "outlook.example", "proton.example", "icloud.example"])
        var identities = [
            Identity(
                kind: .email, value: "\(first).\(last)@\(host)".lowercased(), verified: dice.chance(0.8))
        ]
        // 07700 900xxx is Ofcom's range for stories.
        if dice.chance(0.5) { identities.append(Identity(kind: .phone, value: "+447700900" + phone(index, dice, 3))) }
        return build(index, dice, "\(first) \(last)", identities, company, .en)
    }

    private static func build(
        _ index: Int, _ dice: Dice, _ name: String, _ identities: [Identity], _ company: String?, _ language: Language
    ) -> DemoCustomer {
        let id = Identifiers.uuidV7(at: Instant(seconds: 1_767_225_600), high: dice.bits(), low: dice.bits())
        let tier = dice.pick(
            [(Tier.vip, 0.035), (.gold, 0.09), (.silver, 0.2), (.standard, 0.675)], by: { $0.1 }
        ).0
        var tags = CustomerNames.tags.filter { dice.chance($0.share) }.map(\.name)
        if company != nil { tags.append("business") }
        let note = tier == .vip ? dice.pick(language == .zh ? CustomerNames.notesZh : CustomerNames.notesEn) : nil
        let epoch = Instant(seconds: 0)
        let record = Customer(
            id: id, name: name, tier: tier, tags: tags, identities: identities, company: company,
            language: language.rawValue, note: note, createdAt: epoch, updatedAt: epoch)
        let city = dice.pick(language == .zh ? CustomerNames.citiesZh : CustomerNames.citiesEn)
        let loyalty: Double =
            switch tier {
            case .standard: 1
            case .silver: 1.4
            case .gold: 1.8
            case .vip: 2.6
            }
        return DemoCustomer(
            record: record, language: language, city: city, weight: loyalty * dice.skewed(median: 1, spread: 0.8))
    }

    /// Unique by its last digits.
    private static func phone(_ index: Int, _ dice: Dice, _ length: Int) -> String {
        let tail = String(index)
        let zeros = String(repeating: "0", count: max(0, 3 - tail.count))
        return dice.digits(max(0, length - 3)) + zeros + tail
    }

    private static func openID(_ dice: Dice) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        return "o" + String((0..<27).map { _ in dice.pick(letters) })
    }
}
