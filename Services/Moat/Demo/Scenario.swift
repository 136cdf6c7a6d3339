internal import Contracts

/// A kind of request: which team gets it, about what, and what is said in each language.
struct Scenario: Sendable {
    /// Also the tag of its tickets and the topic of the article that answers it.
    let id: String
    let team: String
    /// How often, beside the others.
    let weight: Double
    /// About these products; all when empty.
    let products: [Product.Kind]
    /// Share of tickets with high priority; a tenth of those is urgent.
    let high: Double

    private init(
        _ id: String, _ team: String, _ weight: Double, _ products: [Product.Kind] = [], high: Double = 0.05
    ) {
        (self.id, self.team, self.weight, self.products, self.high) = (id, team, weight, products, high)
    }

    /// What it is about, more coarsely; from this the desk learns.
    var category: String {
        switch id {
        case "where-is", "address", "damaged", "wrong-item", "missing-part": "delivery"
        case "return", "refund", "cancel", "price-drop": "refund"
        case "invoice", "coupon", "bulk-order": "billing"
        case "leak", "no-power", "grinder-jam", "odour", "repair", "noise", "error-code": "fault"
        case "app", "descale", "milk-foam", "compatibility", "voltage": "use"
        default: "advice"
        }
    }

    /// What customers and agents say about it.
    func script(_ language: Language) -> Script { Script.all[language]?[id] ?? Script() }

    static let all: [Scenario] = [
        Scenario("choose-machine", "presales", 5, [.espresso, .drip]),
        Scenario("voltage", "presales", 2.5, [.espresso, .grinder, .kettle, .rice, .blender]),
        Scenario("restock", "presales", 3.5),
        Scenario("coupon", "presales", 5),
        Scenario("bulk-order", "presales", 2.5, [.espresso, .kettle, .beans, .rice], high: 0.25),
        Scenario("compatibility", "presales", 3, [.tool, .grinder]),
        Scenario("beans", "presales", 3, [.beans]),
        Scenario("leak", "support", 5, [.espresso, .drip, .kettle], high: 0.2),
        Scenario("descale", "support", 4.5, [.espresso, .drip, .kettle]),
        Scenario("no-power", "support", 4.5, [.espresso, .fryer, .rice, .oven, .kettle], high: 0.3),
        Scenario("grinder-jam", "support", 3.5, [.grinder]),
        Scenario("odour", "support", 3.5, [.fryer, .oven, .rice, .kettle]),
        Scenario("repair", "support", 4.5, [.espresso, .grinder, .oven, .blender], high: 0.2),
        Scenario("missing-part", "support", 4, [.espresso, .blender, .fryer, .oven]),
        Scenario("app", "support", 3, [.kettle, .oven, .rice]),
        Scenario("noise", "support", 3, [.blender, .grinder, .fryer]),
        Scenario("milk-foam", "support", 3.5, [.espresso]),
        Scenario("error-code", "support", 3.5, [.rice, .oven, .espresso]),
        Scenario("where-is", "logistics", 9, high: 0.08),
        Scenario("damaged", "logistics", 4.5, [.espresso, .kettle, .oven, .fryer, .rice, .tool], high: 0.3),
        Scenario("wrong-item", "logistics", 3, high: 0.15),
        Scenario("return", "logistics", 5.5),
        Scenario("refund", "logistics", 5.5, high: 0.15),
        Scenario("invoice", "logistics", 4.5),
        Scenario("address", "logistics", 3.5, high: 0.1),
        Scenario("cancel", "logistics", 3.5),
        Scenario("price-drop", "logistics", 4),
    ]
}

/// The lines of a scenario in one language. `{p}` is the product, `{o}` the order, `{t}` the parcel, `{d}` the day of
/// the order, `{e}` a day to come, `{c}` the city, `{m}` an amount, `{n}` a small number.
struct Script: Sendable {
    var subjects: [String] = []
    /// The customer's first words.
    var openings: [String] = []
    /// First answers, with a question.
    var replies: [String] = []
    /// What the customer says to that.
    var followUps: [String] = []
    /// Answers that solve it, also without anything before.
    var answers: [String] = []

    static let all: [Language: [String: Script]] = [
        .zh: parse([preSalesZh, supportZh, careZh, logisticsZh, refundsZh]),
        .en: parse([preSalesEn, supportEn, careEn, logisticsEn, refundsEn]),
    ]

    /// Reads the tables: `= id`, then lines that begin with s, o, r, f or a.
    static func parse(_ tables: [String]) -> [String: Script] {
        var scripts: [String: Script] = [:]
        var id = ""
        for line in tables.joined(separator: "\n").split(separator: "\n") where line.count > 2 {
            let text = String(line.dropFirst(2))
            switch line.first {
            case "=": id = text
            case "s": scripts[id, default: Script()].subjects.append(text)
            case "o": scripts[id, default: Script()].openings.append(text)
            case "r": scripts[id, default: Script()].replies.append(text)
            case "f": scripts[id, default: Script()].followUps.append(text)
            case "a": scripts[id, default: Script()].answers.append(text)
            default: preconditionFailure("a script's line begins with = s o r f or a: \(line)")
            }
        }
        return scripts
    }
}
