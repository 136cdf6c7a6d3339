internal import Base
internal import Contracts

/// What the demo's people promised and wrote down: coupons, fields of the house's own, notes, and who decides what.
enum DemoPapers {
    static let fields: [AttributeField] = [
        AttributeField(id: "birthday", name: "Birthday", names: ["zh": "生日"], kind: .date),
        AttributeField(
            id: "machine", name: "Machine", names: ["zh": "机型"], kind: .choice,
            options: ["E2 Pro", "E1 mini", "Grind One", "Kettle G"]),
        AttributeField(id: "bank_account", name: "Bank account", names: ["zh": "银行账号"], kind: .text, secret: true),
    ]

    /// A coupon for every sixth customer; some were used, the time of some is over soon.
    static func coupons(_ company: DemoCompany) -> [(coupon: IssueCoupon, order: String?)] {
        company.customers.compactMap { customer in
            let dice = Dice(DemoCompany.standardSeed, "coupon", customer.record.id)
            guard dice.chance(0.17) else { return nil }
            let isChinese = customer.language == .zh
            let isAmount = dice.chance(0.6)
            let coupon = IssueCoupon(
                customer: customer.record.id, name: isChinese ? "老客户感谢券" : "Thank you for staying",
                unit: isAmount ? .amount : .percent, value: isAmount ? 50 : 15, currency: isAmount ? "CNY" : nil,
                campaign: "autumn-care", reference: "demo-care-\(customer.record.id)",
                expiresAt: company.until + .days(dice.between(5...90)))
            return (coupon, dice.chance(0.3) ? "GF" + dice.digits(8) : nil)
        }
    }

    static func values(of customer: DemoCustomer) -> [String: JSON] {
        let dice = Dice(DemoCompany.standardSeed, "fields", customer.record.id)
        var values: [String: JSON] = [:]
        if dice.chance(0.4) { values["machine"] = .string(dice.pick(fields[1].options ?? [])) }
        if dice.chance(0.15) {
            let (month, day) = (dice.between(1...9), dice.between(1...9))
            values["birthday"] = .string("\(dice.between(1_970...2_004))-0\(month)-0\(day)")
        }
        if customer.record.tier == .vip { values["bank_account"] = .string("6222 0000 " + dice.digits(8)) }
        return values
    }
}

extension DemoLoader {
    /// A reference makes a coupon once; notes and fields come only where there are none.
    func papers(_ company: DemoCompany) async throws {
        // A second run finds them as they were promised: the moments must be those of the first.
        let known = Set(try await ask(CustomersAPI.attributeFields, Empty()).items.map(\.id))
        for field in DemoPapers.fields where !known.contains(field.id) {
            _ = try await ask(CustomersAPI.saveAttributeField, field)
        }
        guard known.isEmpty else { return }
        try await each("coupons", DemoPapers.coupons(company)) { entry in
            let coupon = try await ask(CustomersAPI.issueCoupon, entry.coupon)
            guard let order = entry.order else { return }
            _ = try await ask(CustomersAPI.redeemCoupon, RedeemCoupon(code: coupon.code, order: order))
        }
        try await each("fields", company.customers.filter { !DemoPapers.values(of: $0).isEmpty }) { customer in
            let request = SaveAttributes(customer: customer.record.id, values: DemoPapers.values(of: customer))
            _ = try await ask(CustomersAPI.saveAttributes, request)
            guard let note = customer.record.note else { return }
            _ = try await ask(CustomersAPI.addNote, AddNote(customer: customer.record.id, text: note))
        }
    }
}
