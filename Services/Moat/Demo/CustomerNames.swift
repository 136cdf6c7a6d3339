/// Names for the demo's customers: with their Latin spelling, for mail addresses.
enum CustomerNames {
    static let surnames: [(zh: String, latin: String)] = pairs(
        """
        王 wang 李 li 张 zhang 刘 liu 陈 chen 杨 yang 黄 huang 吴 wu 周 zhou 徐 xu 孙 sun 马 ma 朱 zhu 胡 hu 郭 guo 何 he
        高 gao 林 lin 罗 luo 郑 zheng 梁 liang 谢 xie 宋 song 唐 tang 许 xu 韩 han 冯 feng 邓 deng 曹 cao 彭 peng 曾 zeng
        肖 xiao 田 tian 董 dong 潘 pan 袁 yuan 蔡 cai 蒋 jiang 余 yu 于 yu 杜 du 叶 ye 程 cheng 苏 su 魏 wei 吕 lv 丁 ding
        任 ren 沈 shen 姚 yao 卢 lu 姜 jiang 崔 cui 钟 zhong 谭 tan 陆 lu 汪 wang 范 fan 石 shi 廖 liao 欧阳 ouyang
        """)

    static let given: [(zh: String, latin: String)] = pairs(
        """
        子涵 zihan 雨桐 yutong 欣怡 xinyi 梓轩 zixuan 浩宇 haoyu 诗琪 shiqi 俊杰 junjie 佳怡 jiayi 思琪 siqi 宇航 yuhang
        晓彤 xiaotong 志强 zhiqiang 丽娜 lina 建国 jianguo 敏 min 静雯 jingwen 伟 wei 芳 fang 磊 lei 娟 juan 涛 tao 艳 yan
        明轩 mingxuan 若曦 ruoxi 嘉豪 jiahao 一诺 yinuo 沐阳 muyang 可馨 kexin 天佑 tianyou 雅静 yajing 国栋 guodong
        婉清 wanqing 文博 wenbo 慧敏 huimin 凯 kai 雪 xue 鹏飞 pengfei 玉兰 yulan 海燕 haiyan 小龙 xiaolong 春梅 chunmei
        梦瑶 mengyao 泽楷 zekai 语嫣 yuyan 少华 shaohua 立新 lixin 书瑶 shuyao 承志 chengzhi 乐怡 leyi 景澄 jingcheng
        安然 anran 之桃 zhitao 启明 qiming 晨曦 chenxi 望舒 wangshu 亦凡 yifan 南星 nanxing 清扬 qingyang 星河 xinghe
        """)

    static let first = words(
        """
        Olivia James Emma Liam Sophie Noah Charlotte Ethan Amelia Lucas Isla Mateo Priya Arjun Hannah Oscar Freya Leon
        Clara Hugo Ines Marco Giulia Nils Astrid Femke Pieter Aoife Conor Megan Rhys Chloe Adam Zoe Nathan Grace Omar
        Layla Yusuf Mei Kenji Haruka Minho Aisha Tariq Elena Dmitri Anika Rohan Camille Julien Lotte Tomas Eva Samuel
        """)

    static let last = words(
        """
        Bennett Carter Dawson Fletcher Gallagher Harris Hughes Iyer Jensen Keller Lawson Marshall Novak Okafor Palmer
        Quinn Rossi Sandoval Schmidt Tanaka Turner Underhill Vargas Walsh Whitaker Yamamoto Zimmermann Andersson Becker
        Chaudhry Dubois Eriksen Farrell Greco Hoffmann Ivanova Janssen Kowalski Lindqvist Moreau Nakamura Oliveira Park
        Reyes Silva Thorne Visser Weaver Murphy Cohen
        """)

    static let companiesZh = words(
        """
        栖木咖啡馆 南塘民宿 拾光书店 云栖设计工作室 海风烘焙坊 北岸联合办公 小岛早餐店 青石建筑事务所 林间餐厅 半糖甜品
        鹿鸣幼儿园 知行律师事务所 禾木酒店 橙果科技 雨前茶社 街角咖啡
        """)

    static let companiesEn = [
        "Harbour Lane Café", "Northlight Studio", "Juniper Guesthouse", "Fern & Oak Bakery", "Tidewater Coworking",
        "Maple Street Books", "Copper Kettle Catering", "Blue Heron Hostel", "Lantern Law", "Brightside Dental",
    ]

    static let citiesZh = words(
        "杭州 上海 北京 成都 深圳 广州 武汉 南京 苏州 西安 重庆 长沙 厦门 青岛 昆明 天津 合肥 宁波 沈阳 郑州")
    static let citiesEn = [
        "Shanghai", "Singapore", "Hong Kong", "Sydney", "London", "Amsterdam", "Kuala Lumpur", "Auckland", "Dublin",
        "Berlin", "Toronto", "Shenzhen",
    ]

    static let tags: [(name: String, share: Double)] = [
        ("coffee-lover", 0.22), ("home-baker", 0.12), ("newsletter", 0.35), ("livestream", 0.08), ("gift-buyer", 0.1),
        ("first-order", 0.12), ("frequent-returns", 0.03), ("reviewer", 0.06),
    ]

    static let notesZh = [
        "喜欢电话沟通，工作日下午联系最方便。", "每季度采购一批咖啡豆，发票抬头用公司名。", "小红书博主，发过两篇开箱，评价很好。",
        "老客户，2023 年起复购十几次，反馈总是很具体。",
    ]
    static let notesEn = [
        "Prefers mail over calls; answers quickly in the evening.", "Orders beans for the office every quarter.",
        "Runs a coffee blog, reviewed the E2 Pro kindly.", "With us since 2023; always describes problems precisely.",
    ]

    static func words(_ text: String) -> [String] { text.split(whereSeparator: \.isWhitespace).map(String.init) }

    private static func pairs(_ text: String) -> [(zh: String, latin: String)] {
        let all = words(text)
        return stride(from: 0, to: all.count - 1, by: 2).map { (all[$0], all[$0 + 1]) }
    }
}
