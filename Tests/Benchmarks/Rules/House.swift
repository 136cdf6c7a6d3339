import Base
import Conditions
import Contracts

/// A house with many rules, and what happens there, from a seed.
struct House {
    static let now = Instant(seconds: 1_767_225_600)
    private static let products = (0..<120).map { "product-\($0)" }
    private static let tags = ["vip", "complaint", "refund", "物流", "bug"] + (0..<195).map { "tag-\($0)" }
    private static let teams = (0..<20).map { "team-\($0)" }
    private static let companies = (0..<300).map { "company-\($0).example" }
    private static let channels: [Channel] = [.mail, .mail, .mail, .chat, .chat, .wechat, .wechat, .form, .phone, .app]
    /// What customers write of, the frequent first: a tenth of the words make half of the texts.
    private static let english = """
        order parcel delivery refund account invoice payment return late broken screen battery address cancel change \
        damaged missing colour size password login email code discount coupon warranty repair store pickup courier \
        express sample manual charger cable headset keyboard printer camera speaker monitor router upgrade trial \
        licence contract price quote receipt customs tax currency bank card wallet transfer double charged twice \
        subscription export import report dashboard crash error timeout slow offline sync backup restore delete
        """.split(separator: " ").map(String.init)
    private static let chinese = """
        订单 快递 物流 退款 账号 发票 付款 退货 延迟 破损 屏幕 电池 地址 取消 换货 丢失 颜色 尺寸 密码 登录 验证码 优惠券 保修 维修 门店 自提 \
        样品 说明书 充电器 耳机 键盘 打印机 摄像头 音箱 显示器 路由器 升级 试用 合同 报价 收据 海关 税费 银行卡 转账 重复扣款 客服 投诉 建议 包装 \
        赠品 积分 会员 导出 报表 崩溃 报错 超时 离线 同步 备份 恢复
        """.split(separator: " ").map(String.init)
    private static let fillers = "the my is not and it was for please with have on after since again still".split(
        separator: " "
    ).map(String.init)

    let random: Randomness

    init(seed: UInt64) { random = .seeded(seed) }

    private func pick<T>(_ items: [T]) -> T { items[random.below(items.count)] }

    /// One of the first more often than one of the last.
    private func often<T>(_ items: [T]) -> T {
        items[min(random.below(items.count), random.below(items.count), random.below(items.count))]
    }

    // MARK: - Rules

    func rules(_ count: Int) -> [Rule] {
        (0..<count).map { place in
            let (on, condition) = rule(place % 100)
            return Rule(
                id: "rule-\(place)", name: "Rule \(place)", position: place, trigger: Trigger(on: on.map(\.name)),
                condition: condition, actions: [RuleAction(kind: .survey)])
        }
    }

    private func one(_ field: String, _ value: String) -> Condition {
        .test("ticket.\(field)", .equal, .string(value))
    }
    private func product() -> Condition { one("fields.product", pick(Self.products)) }
    private func team() -> Condition { one("team", pick(Self.teams)) }
    private func some(_ words: [String], _ count: Int) -> JSON { .array((0..<count).map { _ in .string(pick(words)) }) }

    /// `kind` of a hundred: what supervisors write, about as often as they do.
    private func rule(_ kind: Int) -> (on: [EventType<TicketEvent>], condition: Condition) {
        let word = [Self.english, Self.chinese][random.below(2)]
        let channel = one("channel", pick(Self.channels).rawValue)
        switch kind {
        case 0..<12:
            // Words of the subject, sorted by product.
            return (
                on: [TicketsAPI.opened],
                condition: .all([.test("ticket.subject", .contains, some(word, 1 + random.below(3))), product()])
            )
        case 12..<20:
            return (
                on: [TicketsAPI.opened],
                condition: .all([.test("ticket.subject", .matches, some(word, 2)), channel, team()])
            )
        case 20..<26:
            return (
                on: [TicketsAPI.received, TicketsAPI.opened],
                condition: .all([
                    .test("message.text", .contains, some(word, 2)), one("requester.tier", pick(["vip", "gold"])),
                    product(),
                ])
            )
        case 26..<44:
            return (
                on: [TicketsAPI.opened],
                condition: .all([channel, product(), .test("ticket.priority", .anyOf, ["low", "normal"])])
            )
        case 44..<58:
            let tagged = Condition.test("ticket.tags", .anyOf, some(Self.tags, 1 + random.below(3)))
            let open = Condition.test("ticket.status", .anyOf, ["new", "open"])
            return ([TicketsAPI.changed, TicketsAPI.opened], .all([tagged, open]))
        case 58..<66:
            return (
                on: [TicketsAPI.changed, TicketsAPI.solved],
                condition: .all([
                    .test("ticket.status", .changedTo, .string(pick(["solved", "pending", "open", "hold"]))), team(),
                    .test("ticket.tags", .equal, .string(pick(Self.tags))),
                ])
            )
        default: return further(kind, channel)
        }
    }

    private func further(_ kind: Int, _ channel: Condition) -> (on: [EventType<TicketEvent>], condition: Condition) {
        switch kind {
        case 66..<72:
            return (
                on: [TicketsAPI.opened, TicketsAPI.received],
                condition: .any([
                    .test("ticket.requester.address", .endsWith, .string("@" + pick(Self.companies))),
                    .all([one("requester.id", "c\(random.below(50_000))"), channel]),
                ])
            )
        case 72..<78:
            return (
                on: [TicketsAPI.slaWarned, TicketsAPI.slaBreached],
                condition: .all([.test("clock.metric", .equal, "firstResponse"), team(), product()])
            )
        case 78..<84:
            return (
                on: [TicketsAPI.opened, TicketsAPI.changed],
                condition: .all([
                    .test("ticket.priority", .changedTo, "urgent"), team(), .not(.test("ticket.assignee", .present)),
                ])
            )
        case 84..<90:
            return (
                on: [TicketsAPI.rated],
                condition: .all([.test("rating.score", .atMost, 2), team(), .test("rating.comment", .present)])
            )
        case 90..<95:
            return (
                on: [TicketsAPI.opened],
                condition: .all([
                    .test("ticket.firstRepliedAt", .absent), one("language", pick(["zh", "en"])), team(), channel,
                ])
            )
        case 95..<98:
            return (
                on: [TicketsAPI.received],
                condition: .all([
                    .test("ticket.fields.amount", .greater, .int(Int64(500 + random.below(500)))),
                    .not(.test("ticket.tags", .anyOf, some(Self.tags, 2))), team(),
                    .test("ticket.waitingSince", .before, "2h"),
                ])
            )
        default:
            // And a few that nothing narrows down.
            return (
                on: [pick([TicketsAPI.noted, TicketsAPI.replied, TicketsAPI.assigned])],
                condition: .not(.test("ticket.tags", .anyOf, some(Self.tags, 2)))
            )
        }
    }

    // MARK: - Events

    func event() throws -> Event {
        let ticket = ticket()
        var data = TicketEvent(ticket: ticket)
        let type: EventType<TicketEvent>
        switch random.below(20) {
        case 0..<5: (type, data.message) = (TicketsAPI.opened, message(.incoming))
        case 5..<9: (type, data.message) = (TicketsAPI.received, message(.incoming))
        case 9..<13: (type, data.message) = (TicketsAPI.replied, message(.reply))
        case 13..<17:
            type = TicketsAPI.changed
            data.changes =
                [
                    [Change(field: "status", before: "new", after: "open")],
                    [Change(field: "priority", before: "low", after: .string(ticket.priority.rawValue))],
                    [Change(field: "tags", before: [], after: .array(ticket.tags.map { .string($0) }))],
                ][random.below(3)]
        case 17:
            type = TicketsAPI.solved
            data.ticket.status = .solved
            data.changes = [Change(field: "status", before: "open", after: "solved")]
        case 18: (type, data.message) = (TicketsAPI.noted, message(.note))
        default:
            type = TicketsAPI.rated
            let comment = random.below(2) == 0 ? nil : text(6)
            data.rating = Rating(score: 1 + random.below(5), comment: comment, at: Self.now)
        }
        return Event(
            id: "e", source: "/moat/tickets", type: type.name, subject: "ticket/\(ticket.id)", time: Self.now,
            data: try JSON(encoding: data), sequence: 1, actor: Actor(kind: .customer, id: ticket.requester.id))
    }

    private func ticket() -> Ticket {
        let customer = random.below(50_000)
        let requester = Requester(
            id: "c\(customer)", name: customer % 2 == 0 ? "李雷" : "Customer \(customer)",
            tier: ["vip", "gold", "silver", "silver"][min(3, customer % 20)],
            address: "c\(customer)@" + (customer % 3 == 0 ? pick(Self.companies) : "mail.example"))
        let updated = Self.now - .seconds(Double(random.below(86_400)))
        var ticket = Ticket(
            id: "t\(random.below(1_000_000))", number: random.below(1_000_000), subject: text(3 + random.below(5)),
            status: pick([.new, .open, .open, .pending, .hold]),
            priority: pick([.low, .normal, .normal, .high, .urgent]),
            channel: pick(Self.channels), requester: requester, assignee: random.below(3) == 0 ? nil : "agent-9",
            team: pick(Self.teams), tags: (0..<random.below(4)).map { _ in often(Self.tags) },
            fields: ["product": .string(pick(Self.products)), "amount": .int(Int64(random.below(1_000)))],
            language: pick(["zh", "en"]), createdAt: updated, updatedAt: updated, version: 1)
        ticket.firstRepliedAt = random.below(2) == 0 ? updated : nil
        ticket.waitingSince = random.below(2) == 0 ? updated : nil
        return ticket
    }

    private func message(_ kind: Message.Kind) -> Message {
        Message(
            id: "m", ticket: "t", kind: kind, author: Author(kind: .customer, id: "c", name: "C"),
            channel: pick(Self.channels), text: text(15 + random.below(35)), at: Self.now)
    }

    /// Words of one language; in English every second one says nothing.
    private func text(_ words: Int) -> String {
        guard random.below(2) == 0 else { return (0..<words).map { _ in often(Self.chinese) }.joined(separator: "的") }
        return (0..<words).map { $0 % 2 == 0 ? often(Self.english) : pick(Self.fillers) }.joined(separator: " ")
    }
}
