import Base
import Contracts
import Tickets

/// A house of many tickets, from a seed: three years of work, three in a hundred unsolved.
struct Crowd {
    static let start = Instant(seconds: 1_704_067_200)
    static let span = 3 * 365 * 86_400.0
    static let agents = (0..<200).map { "agent-\($0)" }
    static let teams = (0..<10).map { "team-\($0)" }
    static let products = (0..<20).map { "product-\($0)" }
    static let tags = ["refund", "vip", "物流", "complaint", "bug"] + (0..<55).map { "tag\($0)" }
    static let english = """
        refund parcel delivery broken screen battery invoice address payment order cancel change return late damaged \
        missing colour size account password login email code discount coupon warranty repair store pickup courier \
        express sample manual charger cable headset keyboard printer camera speaker monitor router upgrade trial \
        licence contract price quote receipt customs tax currency bank card wallet transfer double charged twice
        """.split(separator: " ").map(String.init)
    static let chinese = [
        "退款", "物流", "发票", "快递", "地址", "订单", "取消", "换货", "退货", "破损", "丢失", "颜色", "尺寸", "账号", "密码", "登录", "验证码",
        "优惠券", "保修", "维修", "门店", "自提", "样品", "说明书", "充电器", "耳机", "键盘", "打印机", "摄像头", "音箱", "显示器", "路由器", "升级",
        "试用", "合同", "报价", "收据", "海关", "税费", "银行卡", "转账", "重复扣款", "延迟", "客服", "投诉", "建议", "包装", "赠品", "积分", "会员",
    ]
    /// Words of which each stands in few tickets.
    static let rare = (0..<3_000).map { "item\($0)x" }
    static let surnames = Array("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜").map(String.init)
    static let given = Array("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰").map(String.init)

    let random: Randomness
    /// Texts and what they are found by: made once, for a tokenizer of a million texts is not what is measured.
    let texts: [(text: Text, terms: [String: UInt8])]
    let subjects: [(text: String, terms: [String: UInt8])]
    let requesters: [(requester: Requester, terms: [String: UInt8])]
    let tagTerms: [String: [String: UInt8]]

    /// A message as it is kept, cut where its id and its ticket stand.
    struct Text {
        var pieces: [String]

        init(_ message: Message) throws {
            let json = String(decoding: try JSON.encode(message), as: UTF8.self)
            pieces = json.split(omittingEmptySubsequences: false) { "@$".contains($0) }.map(String.init)
        }
    }

    init(seed: UInt64) throws {
        let random = Randomness.seeded(seed)
        self.random = random
        func pick(_ words: [String]) -> String { words[min(random.below(words.count), random.below(words.count))] }
        func sentence(_ words: Int, chinese: Bool) -> String {
            (0..<words).map { _ in pick(chinese ? Crowd.chinese : Crowd.english) }
                .joined(separator: chinese ? "的" : " ")
        }
        texts = try (0..<6_000).map { index in
            let text = sentence(12 + random.below(30), chinese: index % 2 == 0) + " " + Crowd.rare[index % 3_000]
            let message = Crowd.message(text, ticket: "$", id: "@", at: Crowd.start)
            return (try Text(message), SearchTerms.terms(message))
        }
        subjects = (0..<3_000).map { index in
            let text = sentence(3 + random.below(3), chinese: index % 2 == 0)
            return (text, Crowd.head { $0.subject = text })
        }
        requesters = (0..<50_000).map { index in
            let name =
                index % 2 == 0 ? pick(Crowd.surnames) + pick(Crowd.given) + pick(Crowd.given) : "Customer \(index)"
            let requester = Requester(
                id: "c\(index)", name: name, tier: index % 20 == 0 ? "vip" : "standard",
                address: "c\(index)@example.org")
            return (requester, Crowd.head { $0.requester = requester })
        }
        tagTerms = Dictionary(
            uniqueKeysWithValues: (Crowd.tags + Crowd.products).map { tag in
                (tag, Crowd.head { $0.tags = [tag] })
            })
    }

    /// What a part of a ticket adds to what it is found by.
    private static func head(_ change: (inout Ticket) -> Void) -> [String: UInt8] {
        var ticket = Ticket(
            id: "", number: 0, subject: "", status: .open, priority: .normal, channel: .mail,
            requester: Requester(id: "", name: ""), createdAt: start, updatedAt: start, version: 1)
        change(&ticket)
        var terms = SearchTerms.head(ticket)
        terms["0"] = nil
        return terms
    }

    static func message(_ text: String, ticket: String, id: String, at: Instant) -> Message {
        Message(
            id: id, ticket: ticket, kind: .incoming, author: Author(kind: .customer, id: "c", name: "Customer"),
            channel: .mail, text: text, at: at)
    }

    /// One ticket, its messages' texts, and what it is found by.
    struct Member {
        var ticket: Ticket
        var texts: [Text]
        var terms: [[String: UInt8]]
    }

    func member(_ number: Int, of count: Int) -> Member {
        let place = Double(number) / Double(count)
        let created = Crowd.start + .seconds(Crowd.span * place)
        let isUnsolved = random.below(100) < 3
        let updated = created + .seconds(Double(random.below(isUnsolved ? 864_000 : 2_592_000)))
        let (subject, requester) = (subjects[random.below(subjects.count)], requesters[random.below(requesters.count)])
        let bodies = [texts[random.below(texts.count)], texts[random.below(texts.count)]]
        var ticket = Ticket(
            id: String(format: number), number: number, subject: subject.text,
            status: isUnsolved
                ? [.new, .open, .pending, .hold][random.below(4)] : random.below(9) == 0 ? .solved : .closed,
            priority: Priority.allCases[min(random.below(4), random.below(4))],
            channel: Channel.allCases[random.below(4)], requester: requester.requester,
            team: Crowd.teams[random.below(10)], createdAt: created, updatedAt: updated, version: 3)
        ticket.assignee = isUnsolved && random.below(3) == 0 ? nil : Crowd.agents[random.below(200)]
        ticket.language = random.below(2) == 0 ? "zh" : "en"
        ticket.tags = (0..<random.below(3)).map { _ in Crowd.tags[min(random.below(60), random.below(60))] }
        ticket.tags = Array(Set(ticket.tags)).sorted()
        let product = Crowd.products[random.below(20)]
        ticket.fields = ["product": .string(product), "amount": .int(Int64(random.below(1_000)))]
        ticket.messageCount = 2
        if isUnsolved { ticket.waitingSince = random.below(2) == 0 ? updated : nil } else { ticket.solvedAt = updated }
        let found =
            [subject.terms, requester.terms] + bodies.map(\.terms)
            + (ticket.tags + [product]).compactMap { tagTerms[$0] }
        return Member(ticket: ticket, texts: bodies.map(\.text), terms: found)
    }
}

extension String {
    /// A ticket's id in the order of its number.
    init(format number: Int) {
        let digits = String(number)
        self = "t" + String(repeating: "0", count: 9 - digits.count) + digits
    }
}
