import Base
import Contracts
import ServiceKit
import Store
import TestSupport
import Testing

@testable import Knowledge

/// The calls on a real store.
struct ArticleCallsTests {
    @Test func `every text ever saved is kept as it was`() async throws {
        let bench = try await Bench()
        let article = try await bench.publish("A", "one")
        for body in ["two", "three"] { try await bench.save(SaveArticle(id: article.id, title: "A", body: body)) }
        _ = try await bench.articles.publish(PublishArticle(id: article.id), bench.context())
        try await bench.save(SaveArticle(id: article.id, title: "A", body: "four"))
        let bodies = try await bench.store.read { db in
            try db.rows("SELECT number, body FROM article_versions WHERE article = \(article.id) ORDER BY number")
                .map { "\(try $0.int("number")) \(try $0.string("body"))" }
        }
        #expect(bodies == ["1 one", "2 two", "3 three", "4 four"])
        let read = try await bench.read(article.id)
        #expect(read.body == "three" && read.liveVersion == 3 && read.draft?.body == "four" && read.draft?.number == 4)
    }

    @Test func `only those who may publish`() async throws {
        let bench = try await Bench()
        let request = SaveArticle(title: "A", body: "one", publish: true)
        #expect(await Bench.status { try await bench.save(request, as: Bench.agent) } == 403)
        for caller in [Bench.owner, .system, .service("channels")] {
            #expect(try await bench.save(request, as: caller).state == .published)
        }
        let draft = try await bench.save(SaveArticle(title: "B", body: "mine"), as: Bench.agent)
        #expect(draft.state == .draft && draft.author == "ann" && draft.draft?.author == "ann" && draft.body.isEmpty)
        #expect(!KnowledgeAPI.publish.allow.permits(Bench.agent) && KnowledgeAPI.publish.allow.permits(Bench.owner))
    }

    @Test func `a stale edit is refused, the stored article stays`() async throws {
        let bench = try await Bench()
        let article = try await bench.publish("A", "one")
        try await bench.save(SaveArticle(id: article.id, title: "A", body: "two", version: article.version))
        let late = SaveArticle(id: article.id, title: "A", body: "late", version: article.version)
        #expect(await Bench.status { try await bench.save(late) } == 412)
        #expect(try await bench.read(article.id).draft?.body == "two")
        #expect(await Bench.status { try await bench.save(SaveArticle(id: "nobody", title: "A", body: "")) } == 404)
    }

    @Test func `one key, one article`() async throws {
        let bench = try await Bench()
        let context = bench.context(key: "k1")
        let request = SaveArticle(title: "A", body: "one", publish: true)
        let first = try await bench.articles.save(request, context)
        let second = try await bench.articles.save(request, context)
        #expect(first == second)
        #expect(try await bench.articles.list(ListArticles(), bench.context()).items.count == 1)
    }

    @Test func `the public reads live public texts only, by id or address`() async throws {
        let bench = try await Bench()
        let article = try await bench.publish("重置密码", "one")
        try await bench.save(SaveArticle(id: article.id, title: "重置密码", body: "secret draft"))
        let inside = try await bench.publish("Rules", "internal", audience: .agents)
        let draft = try await bench.save(SaveArticle(title: "Draft", body: "not yet"))
        let nobody = bench.context(.anonymous)
        for key in [article.id, article.slug] {
            let read = try await bench.articles.readPublic(ByID(id: key), nobody)
            #expect(read.body == "one" && read.draft == nil && read.author == nil)
        }
        for key in [inside.id, inside.slug, draft.id, draft.slug, "nothing"] {
            #expect(await Bench.status { _ = try await bench.articles.readPublic(ByID(id: key), nobody) } == 404)
        }
        _ = try await bench.articles.archive(ByID(id: article.id), bench.context())
        #expect(await Bench.status { _ = try await bench.articles.readPublic(ByID(id: article.id), nobody) } == 404)
    }

    @Test func `lists are paged, narrowed and light`() async throws {
        let time = ManualTime()
        let bench = try await Bench(time: time)
        for number in 0..<25 {
            // Some in the same moment: the id decides then.
            if number % 3 == 0 { time.advance(by: .seconds(1)) }
            try await bench.save(
                SaveArticle(
                    title: "Number \(number)", body: "long text", language: number % 2 == 0 ? "en" : "zh",
                    category: "c\(number % 5)", publish: number % 5 == 0))
        }
        var (seen, after) = ([Article](), String?.none)
        repeat {
            let page = try await bench.articles.list(ListArticles(limit: 7, after: after), bench.context())
            (seen, after) = (seen + page.items, page.after)
        } while after != nil
        #expect(Set(seen.map(\.id)).count == 25)
        #expect(seen.map(\.updatedAt) == seen.map(\.updatedAt).sorted(by: >))
        #expect(seen.allSatisfy { $0.body.isEmpty && ($0.draft?.body ?? "").isEmpty })
        func count(_ request: ListArticles) async throws -> Int {
            try await bench.articles.list(request, bench.context()).items.count
        }
        #expect(try await count(ListArticles(language: "en")) == 13)
        #expect(try await count(ListArticles(category: "c1")) == 5)
        #expect(try await count(ListArticles(state: .published)) == 5)
        #expect(await Bench.status { _ = try await count(ListArticles(after: "rubbish")) } == 400)
    }

    @Test func `a citation counts once and is no edit`() async throws {
        let bench = try await Bench()
        let article = try await bench.publish("A", "one")
        let agent = bench.context(Bench.agent)
        for mode in [CiteArticle.Mode.link, .link, .text] {
            _ = try await bench.citations.cite(CiteArticle(article: article.id, ticket: "t1", mode: mode), agent)
        }
        let read = try await bench.read(article.id)
        #expect(read.citations == 2 && read.version == article.version && read.updatedAt == article.updatedAt)
        try await bench.save(SaveArticle(id: article.id, title: "A", body: "two", version: article.version))
        #expect(try await bench.read(article.id).citations == 2)
        let draft = try await bench.save(SaveArticle(title: "B", body: ""))
        let early = CiteArticle(article: draft.id, ticket: "t1", mode: .link)
        #expect(await Bench.status { _ = try await bench.citations.cite(early, agent) } == 409)
        let unknown = CiteArticle(article: "x", ticket: "t1", mode: .link)
        #expect(await Bench.status { _ = try await bench.citations.cite(unknown, agent) } == 404)
    }

    @Test func `a reply counts the articles it was written with`() async throws {
        let bench = try await Bench()
        let article = try await bench.publish("A", "one")
        let ticket = Ticket(
            id: "t1", number: 1, subject: "?", status: .open, priority: .normal, channel: .mail,
            requester: Requester(id: "c1", name: "Li"), createdAt: bench.time.now(), updatedAt: bench.time.now(),
            version: 1)
        var data = TicketEvent(ticket: ticket)
        data.citations = [article.id, "gone", article.id]
        let event = Event(
            id: "e1", source: "/moat/tickets", type: TicketsAPI.replied.name, subject: "ticket/t1",
            time: bench.time.now(), data: try JSON(encoding: data), sequence: 1, actor: Actor(Bench.agent))
        for _ in 1...2 { try await bench.store.write { try bench.citations.apply(event, $0) } }
        #expect(try await bench.read(article.id).citations == 1)
        let last = try #require(try await bench.store.events(subject: "article/\(article.id)").last)
        #expect(last.type == KnowledgeAPI.cited.name && last.causation == "e1" && last.actor?.id == "ann")
        #expect(try last.decode(KnowledgeAPI.cited).ticket == "t1")
    }

    @Test func `the journal tells the story`() async throws {
        let bench = try await Bench()
        let article = try await bench.publish("A", "one")
        try await bench.save(SaveArticle(id: article.id, title: "A", body: "two"), as: Bench.agent)
        _ = try await bench.citations.cite(
            CiteArticle(article: article.id, ticket: "t1", mode: .edited), bench.context(Bench.agent))
        _ = try await bench.articles.archive(ByID(id: article.id), bench.context())
        let events = try await bench.store.events(subject: "article/\(article.id)")
        #expect(
            events.map(\.type) == ["saved", "published", "saved", "cited", "archived"].map { "moat.knowledge." + $0 })
        #expect(events.map { $0.actor?.id } == ["boss", "boss", "ann", "ann", "boss"])
        #expect(try events[3].decode(KnowledgeAPI.cited).ticket == "t1")
        #expect(try events[3].decode(KnowledgeAPI.cited).article.citations == 1)
    }
}
