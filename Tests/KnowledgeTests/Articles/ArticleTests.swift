import Base
import Contracts
import Testing

@testable import Knowledge

/// The life of an article, without a store.
struct ArticleTests {
    private static let start = Instant(seconds: 1_000)

    private static func edit(_ title: String = "A", _ body: String = "text", version: Int? = nil) -> SaveArticle {
        SaveArticle(title: title, body: body, version: version)
    }

    private static func saved(
        _ edit: SaveArticle, on article: Article? = nil, mayPublish: Bool = true, at second: Int64 = 1_001
    ) throws -> Article {
        let before = article ?? .blank(id: "1", slug: "a", language: "en", author: "ann", at: start)
        return try before.saving(edit, by: "ann", mayPublish: mayPublish, at: Instant(seconds: second))
    }

    @Test func `a draft does not touch the live text`() throws {
        let live = try Self.saved(Self.edit()).publishing(version: 1, at: Self.start)
        #expect(live.title == "A" && live.liveVersion == 1 && live.draft == nil && live.version == 2 && live.isLive)
        let edited = try Self.saved(Self.edit("B", "new"), on: live)
        #expect(edited.title == "A" && edited.body == "text" && edited.isLive)
        #expect(edited.draft?.number == 2 && edited.draft?.title == "B" && edited.version == 3)
        let again = try Self.saved(Self.edit("B", "newer"), on: edited)
        #expect(again.draft?.number == 3)
        let published = try again.publishing(version: 4, at: Self.start)
        #expect(published.title == "B" && published.body == "newer" && published.liveVersion == 3)
    }

    @Test func `saving what is there changes nothing`() throws {
        let draft = try Self.saved(Self.edit())
        #expect(try Self.saved(Self.edit(" A "), on: draft, at: 2_000) == draft)
        let live = try draft.publishing(version: nil, at: Self.start)
        #expect(try Self.saved(Self.edit(), on: live, at: 2_000) == live)
        #expect(throws: Problem.self) { try live.publishing(version: nil, at: Self.start) }
    }

    @Test func `somebody else's change is not overwritten`() throws {
        let draft = try Self.saved(Self.edit())
        for work in [
            { _ = try Self.saved(Self.edit("B", version: 0), on: draft) },
            { _ = try draft.publishing(version: 7, at: Self.start) },
        ] as [() throws -> Void] {
            #expect(#expect(throws: Problem.self) { try work() }?.status == 412)
        }
        #expect(try Self.saved(Self.edit("B", version: 1), on: draft).version == 2)
    }

    @Test func `archived, edited, published again`() throws {
        let live = try Self.saved(Self.edit()).publishing(version: nil, at: Self.start)
        let archived = live.archiving(at: Self.start)
        #expect(archived.state == .archived && !archived.isLive && archived.archiving(at: Self.start) == archived)
        let draft = try Self.saved(Self.edit("B"), on: archived)
        #expect(draft.state == .draft && !draft.isLive && draft.draft?.number == 2)
        #expect(try draft.publishing(version: nil, at: Self.start).isLive)
        #expect(try archived.publishing(version: nil, at: Self.start).title == "A")
    }

    @Test func `an agent hides, but does not reveal`() throws {
        let inside = try Self.saved(SaveArticle(title: "A", body: "", audience: .agents)).publishing(
            version: nil, at: Self.start)
        let reveal = SaveArticle(title: "A", body: "", audience: .everyone)
        let problem = #expect(throws: Problem.self) { try Self.saved(reveal, on: inside, mayPublish: false) }
        #expect(problem?.status == 403)
        let open = try Self.saved(reveal, on: inside)
        #expect(open.audience == .everyone)
        let hidden = try Self.saved(SaveArticle(title: "A", body: "", audience: .agents), on: open, mayPublish: false)
        #expect(hidden.audience == .agents)
    }

    @Test func `every mistake is named`() throws {
        let edit = SaveArticle(
            title: " \n", body: String(repeating: "x", count: 200_001), language: "fr",
            category: String(repeating: "c", count: 81), tags: [String(repeating: "t", count: 61)])
        let problem = #expect(throws: Problem.self) { try edit.checked() }
        #expect(problem?.status == 422)
        #expect(problem?.errors?.map(\.pointer) == ["#/title", "#/body", "#/language", "#/category", "#/tags"])
        let large = SaveArticle(title: "A", body: String(repeating: "汉", count: 150_000))
        #expect(#expect(throws: Problem.self) { try large.checked() }?.errors?.first?.code == "size")
        _ = try SaveArticle(title: String(repeating: "汉", count: 200), body: String(repeating: "汉", count: 133_000))
            .checked()
    }

    @Test func `fields are tidied`() throws {
        let clean = try SaveArticle(
            title: " 如何\n退款 ", body: "", language: "zh-CN", category: " 财务 ", tags: ["a", " a ", "", "b"]
        ).checked()
        #expect(clean.title == "如何 退款" && clean.language == "zh" && clean.category == "财务" && clean.tags == ["a", "b"])
        #expect(SaveArticle(title: "退款 refund", body: "").languageOfTitle == "zh")
        #expect(SaveArticle(title: "Refund", body: "").languageOfTitle == "en")
    }

    @Test(arguments: [
        ("Reset your password!", "reset-your-password"), ("Ünïcode & Co.", "unicode-co"), ("???", "article"),
        ("iOS系统升级", "ios-xitong-shengji"), ("2.4G Wi-Fi", "2-4g-wi-fi"),
    ])
    func `addresses can be read`(_ title: String, _ slug: String) { #expect(Slug.of(title) == slug) }

    @Test func `addresses of Chinese titles are pinyin, of any title short`() {
        #expect(Slug.of("如何重置登录密码").allSatisfy { $0.isASCII && ($0.isLowercase || $0 == "-") })
        #expect(Slug.of(String(repeating: "密码重置 ", count: 60)).count <= Slug.maximumLength)
    }

    @Test func `an address is given once`() {
        var taken: Set<String> = []
        for number in 0..<30 {
            let slug = Slug.unique("a", id: "id-\(number)") { taken.contains($0) }
            #expect(taken.insert(slug).inserted)
        }
        #expect(taken.contains("a-2") && taken.contains("a-id29"))
    }
}
