/// What people say around the matter itself: greetings, consequences, impatience, thanks.
struct SmallTalk: Sendable {
    let greetings: [String]
    let closings: [String]
    /// What the trouble means for the customer, by team.
    let consequences: [String: [String]]
    let chasers: [String]
    let patience: [String]
    let thanks: [String]
    let farewells: [String]
    let reopenings: [String]
    let notes: [String]
    let waits: [String]
    /// Comments of a rating, by score.
    let comments: [Int: [String]]

    static func of(_ language: Language) -> SmallTalk { language == .zh ? chinese : english }

    private static let chinese = SmallTalk(
        greetings: ["您好，", "你好！", "客服您好，", "在吗？", "", "亲，", "你们好，"],
        closings: ["麻烦尽快回复，谢谢。", "谢谢！", "期待回复。", "辛苦了。", "有劳了，", "等您消息。", "先谢过。"],
        consequences: [
            "presales": [
                "下周就要搬家，想早点定下来。", "这周末前想下单。", "看了很多评测还是拿不定主意。", "预算不是问题，主要怕踩坑。",
                "朋友推荐的你们家。", "打算送给爸妈当结婚纪念日礼物。", "等你们回复再决定买不买。", "公司这边要走流程，想快一点。",
            ],
            "support": [
                "家里每天早上都靠它，这两天只能喝速溶。", "周末家里要来客人，比较着急。", "孩子的早餐都靠它了。", "我妈在用，她不太会操作。",
                "才用没多久，有点失望。", "店里也在用，停一天就少一天生意。", "说明书翻遍了也没找到办法。", "已经换着试了好几种方法。",
                "之前一直很好用，所以想修好它。", "我怕继续用不安全。",
            ],
            "logistics": [
                "这是送人的生日礼物，周末前必须到。", "我已经打过两次电话了。", "家里白天没人，请提前联系。", "这个月要报销，比较急。",
                "钱不多，但是说好的事情要算数。", "平时都在你们家买，第一次遇到。", "请给个准确的时间。", "我下周出差，怕没人收。",
                "已经等了很久，有点着急。", "如果不行就直接退了吧。",
            ],
        ],
        chasers: ["请问有进展了吗？", "还在等回复……", "已经过去好久了，能不能给个准信？", "在吗？什么情况了？", "麻烦再帮忙催一下，谢谢。"],
        patience: [
            "抱歉让您久等，正在和相关同事核实，一有结果马上告诉您。", "已经加急处理，今天之内一定给您答复。", "收到，我这边一直在跟进，请您放心。",
        ],
        thanks: [
            "好的，收到，谢谢！", "可以了，问题解决了，非常感谢。", "明白了，谢谢耐心解答。", "太好了，处理得很快，赞一个。", "行，那就这样办吧。",
            "试了，真的好了，谢谢你！",
        ],
        farewells: ["不客气，祝您生活愉快！", "感谢理解，有问题随时找我们。", "好的，那我先为您关闭工单，祝您用得开心。"],
        reopenings: ["不好意思，问题又出现了。", "还是不行，和之前一样。", "你好，说好的到现在还没有动静，再帮忙看看？", "又来打扰了，结果和上次说的不一样。"],
        notes: [
            "客户情绪有点着急，优先处理。", "已和仓库小刘确认库存，可以直接补发。", "同一批次第 3 例，已反馈品控。", "老客户，适当补偿。",
            "财务说今天下午 4 点前放款。", "已电话沟通，客户同意等到后天。", "快递投诉单已提交，编号见共享表。",
        ],
        waits: ["等供应商回复检测结果，暂挂。", "等仓库周五到货后补发，暂挂。", "等承运商理赔结论，暂挂。", "等财务月结后重开发票，暂挂。"],
        comments: [
            5: ["回复很快，态度也好！", "一次就解决了，专业。", "没想到这么快就补发了，点赞。", "客服很耐心，下次还来。", "解释得很清楚。", "超出预期。"],
            4: ["挺好的，就是等了一会儿。", "解决了，流程可以再简单点。", "整体满意。"],
            3: ["问题是解决了，但是来回好几次。", "一般，回复有点慢。"],
            2: ["等太久了。", "说法前后不一致。"],
            1: ["等了两天才有人理，失望。", "到现在也没彻底解决。"],
        ])

    private static let english = SmallTalk(
        greetings: ["Hi, ", "Hello, ", "Hello there. ", "Good morning, ", "Hi team, ", "Dear Greenfield team, ", ""],
        closings: [
            "Thanks a lot!", "Thank you.", "Looking forward to your answer.", "Many thanks in advance.", "Cheers,",
        ],
        consequences: [
            "presales": [
                "We move next week and want to settle it soon.", "I'd like to order before the weekend.",
                "I've read a lot of reviews and still can't decide.", "A friend recommended you.",
                "It's a present for my parents.", "I'll decide once I hear from you.",
            ],
            "support": [
                "We depend on it every morning.", "We have guests on the weekend, so it's a bit urgent.",
                "It worked very well before, so I'd like to have it repaired.",
                "I'm a little disappointed, it's so new.",
                "We use it in our café, every day without it hurts.", "I searched the whole manual.",
                "I'm not sure it's safe to go on using it.", "I've tried everything I could think of.",
            ],
            "logistics": [
                "It's a birthday present and has to be here by the weekend.", "I've called twice already.",
                "Nobody is at home during the day.", "I need it for my expenses this month.",
                "I've always been happy with you, this is the first time.", "Please give me a definite date.",
                "I'm away next week.", "If that's not possible I'd rather have my money back.",
            ],
        ],
        chasers: [
            "Is there any news?", "Still waiting…", "It's been a while, could you tell me where we are?",
            "Any update on this?",
        ],
        patience: [
            "Sorry to keep you waiting. I'm on it with my colleagues and will write as soon as I know.",
            "I've marked it as urgent, you will hear from me today.", "Thanks for your patience, I'm following up.",
        ],
        thanks: [
            "Got it, thank you!", "That worked, thanks so much.", "Great, that was quick.",
            "Perfect, let's do it like that.",
            "Tried it and it's fine now. Thank you!", "Understood, thanks for explaining.",
        ],
        farewells: [
            "You're welcome, have a great day!", "Happy to help. We're here whenever you need us.",
            "Glad it's solved. Enjoy!",
        ],
        reopenings: [
            "Sorry, it's happening again.", "Unfortunately no change, same as before.",
            "Nothing has happened so far. Could you look again?", "It's me again: the result is not what you said.",
        ],
        notes: [
            "Customer is upset, please handle first.", "Stock confirmed with the warehouse, resend right away.",
            "Third case in this batch, told quality control.", "Loyal customer, be generous.",
            "Accounting releases it today before four.",
            "Spoke on the phone, agrees to wait until the day after tomorrow.",
        ],
        waits: [
            "On hold: waiting for the supplier's test report.", "On hold: stock arrives on Friday.",
            "On hold: waiting for the carrier's claim decision.",
        ],
        comments: [
            5: [
                "Fast and friendly!", "Solved at once, very professional.", "Better than expected.",
                "So patient, thank you.", "Clear answer.",
            ],
            4: ["Good, took a little while.", "Solved, could be simpler.", "Happy overall."],
            3: ["Solved in the end, after many mails.", "A bit slow."],
            2: ["Waited too long.", "I got two different answers."],
            1: ["Two days until somebody answered.", "Still not really solved."],
        ])
}
