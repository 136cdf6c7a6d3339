/// Something the demo company sells.
struct Product: Sendable {
    enum Kind: Sendable { case espresso, drip, grinder, kettle, fryer, blender, rice, oven, beans, tool }
    let kind: Kind
    let zh: String
    let en: String
    /// Yuan.
    let price: Int

    func name(_ language: Language) -> String { language == .zh ? zh : en }

    static func of(_ kinds: [Kind]) -> [Product] { all.filter { kinds.isEmpty || kinds.contains($0.kind) } }

    static let all: [Product] = [
        Product(kind: .espresso, zh: "青禾 E1 半自动咖啡机", en: "Greenfield E1 espresso machine", price: 1_899),
        Product(kind: .espresso, zh: "青禾 E2 Pro 双锅炉咖啡机", en: "Greenfield E2 Pro dual-boiler machine", price: 4_680),
        Product(kind: .espresso, zh: "青禾 A3 全自动咖啡机", en: "Greenfield A3 bean-to-cup machine", price: 3_299),
        Product(kind: .espresso, zh: "小满 C1 胶囊咖啡机", en: "Xiaoman C1 capsule machine", price: 699),
        Product(kind: .drip, zh: "青禾 D2 滴滤咖啡机", en: "Greenfield D2 drip brewer", price: 459),
        Product(kind: .drip, zh: "白露冷萃壶 1L", en: "Bailu cold-brew maker 1 L", price: 168),
        Product(kind: .grinder, zh: "青禾 G1 手摇磨豆机", en: "Greenfield G1 hand grinder", price: 329),
        Product(kind: .grinder, zh: "青禾 G5 电动磨豆机", en: "Greenfield G5 electric grinder", price: 899),
        Product(kind: .grinder, zh: "青禾 G7 平刀磨豆机", en: "Greenfield G7 flat-burr grinder", price: 1_980),
        Product(kind: .kettle, zh: "谷雨智能控温手冲壶", en: "Guyu smart gooseneck kettle", price: 429),
        Product(kind: .kettle, zh: "谷雨电热水壶 1.7L", en: "Guyu electric kettle 1.7 L", price: 199),
        Product(kind: .fryer, zh: "立秋空气炸锅 5.5L", en: "Liqiu air fryer 5.5 L", price: 399),
        Product(kind: .fryer, zh: "立秋可视空气炸锅 8L", en: "Liqiu window air fryer 8 L", price: 569),
        Product(kind: .blender, zh: "芒种破壁机 P6", en: "Mangzhong P6 power blender", price: 799),
        Product(kind: .blender, zh: "芒种随行榨汁杯", en: "Mangzhong portable blender", price: 149),
        Product(kind: .blender, zh: "芒种轻音豆浆机", en: "Mangzhong quiet soy-milk maker", price: 469),
        Product(kind: .rice, zh: "秋分 IH 电饭煲 4L", en: "Qiufen IH rice cooker 4 L", price: 649),
        Product(kind: .rice, zh: "秋分迷你电饭煲 1.6L", en: "Qiufen mini rice cooker 1.6 L", price: 259),
        Product(kind: .oven, zh: "小寒蒸烤一体机 26L", en: "Xiaohan steam oven 26 L", price: 1_499),
        Product(kind: .oven, zh: "小寒多士炉", en: "Xiaohan toaster", price: 239),
        Product(kind: .beans, zh: "云南保山中深烘咖啡豆 500g", en: "Yunnan Baoshan medium-dark beans 500 g", price: 79),
        Product(kind: .beans, zh: "埃塞耶加雪菲浅烘咖啡豆 250g", en: "Yirgacheffe light-roast beans 250 g", price: 88),
        Product(kind: .tool, zh: "58mm 无底手柄", en: "58 mm bottomless portafilter", price: 189),
        Product(kind: .tool, zh: "咖啡粉锤布粉器套装", en: "tamper and distributor set", price: 139),
        Product(kind: .tool, zh: "陶瓷拉花缸 450ml", en: "ceramic milk pitcher 450 ml", price: 99),
    ]
}
