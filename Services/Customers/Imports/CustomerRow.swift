internal import Base
internal import Contracts
internal import Sheets
internal import Text

/// What a row of a file says of a customer.
struct CustomerRow: Hashable, Sendable {
    var identities: [Identity] = []
    var name: String?
    var tier: Tier?
    var company: String?
    var language: String?
    var note: String?
    var tags: [String] = []
    var createdAt: Instant?

    /// Throws 422 for a row that cannot be taken: with `import.encoding`, `import.value`, `import.address`, and those
    /// of addresses.
    init(
        _ cells: [[UInt8]], _ columns: [ImportTarget?], _ encoding: CustomerImport.Encoding, _ rules: IdentityRules
    ) throws {
        for (cell, target) in zip(cells, columns) {
            guard let target, !cell.isEmpty else { continue }
            guard let text = CustomerRow.text(cell, encoding) else {
                throw Problem.invalid("import.encoding", "The text is not in the encoding of the file.")
            }
            // Line ends within a cell are lone carriage returns where the file was a workbook.
            let value = CSVText.restored(text.replacing("\r\n", with: "\n").replacing("\r", with: "\n"))
                .trimmingWhitespace()
            guard !value.isEmpty else { continue }
            try take(value, target, rules)
        }
        guard !identities.isEmpty else {
            throw Problem.invalid("import.address", "The row has no address by which it could be known again.")
        }
    }

    static func text(_ bytes: [UInt8], _ encoding: CustomerImport.Encoding) -> String? {
        encoding == .utf8 ? String(validating: bytes, as: UTF8.self) : ChineseBytes.decode(bytes)
    }

    private mutating func take(_ value: String, _ target: ImportTarget, _ rules: IdentityRules) throws {
        switch target {
        case .name: name = try Customer.checked(name: value)
        case .company: company = try Customer.checked(company: value)
        case .language: language = try Customer.checked(language: value)
        case .note: note = try Customer.checked(note: value)
        case .tags:
            tags = try Customer.checked(tags: value.split { ";；,，|".contains($0) }.map(String.init))
        case .tier:
            guard let tier = Tier(rawValue: value.lowercased()) else {
                throw Problem.invalid("import.value", "The tier is none of ours.")
            }
            self.tier = tier
        case .createdAt:
            let day = value.count == 10 ? value.replacing("/", with: "-") + "T00:00:00Z" : value
            guard let at = Instant(day.replacing(" ", with: "T")) ?? Instant(value) else {
                throw Problem.invalid("import.value", "The time is neither RFC 3339 nor a date like 2026-11-23.")
            }
            createdAt = at
        default:
            guard let kind = Identity.Kind(rawValue: target.rawValue) else { return }
            // Several in one cell are several.
            for part in value.split(whereSeparator: { ";；|".contains($0) }) {
                identities.append(
                    try rules.normalised(Identity(kind: kind, value: String(part), source: "import")))
            }
        }
    }

    /// The changes of somebody who is known; what the row does not say stays.
    func update(of customer: String) -> UpdateCustomer {
        UpdateCustomer(
            id: customer, name: name, tier: tier, addTags: tags.isEmpty ? nil : tags, company: company,
            language: language, note: note)
    }
}

/// Which column is what, by the names people give them.
enum UsualColumns {
    private static let names: [ImportTarget: [String]] = [
        .name: ["name", "姓名", "客户名称", "客户姓名", "名称", "full name"],
        .tier: ["tier", "等级", "会员等级", "level"],
        .company: ["company", "公司", "企业", "单位", "organization"], .language: ["language", "语言"],
        .note: ["note", "notes", "备注", "说明"], .tags: ["tags", "标签"],
        .createdAt: ["created at", "created", "创建时间", "注册时间"],
        .email: ["email", "e-mail", "mail", "邮箱", "电子邮箱", "邮件"],
        .phone: ["phone", "mobile", "telephone", "手机", "手机号", "电话", "联系电话"], .wechat: ["wechat", "openid"],
        .unionid: ["unionid"], .external: ["id", "external id", "customer id", "客户编号", "编号", "会员号"],
        .wecom: ["wecom", "external_userid", "企业微信"], .weibo: ["weibo", "微博"], .dingtalk: ["dingtalk", "钉钉"],
    ]

    static func guess(_ header: [String]) -> [String: ImportTarget] {
        var found: [String: ImportTarget] = [:]
        for column in header {
            let folded = Folding.fold(column.trimmingWhitespace())
            guard let target = ImportTarget.allCases.first(where: { names[$0]?.contains(folded) == true }),
                !found.values.contains(target)
            else { continue }
            found[column] = target
        }
        return found
    }
}
