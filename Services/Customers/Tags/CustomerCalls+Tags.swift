internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

extension CustomerCalls {
    /// What answers the calls about tags that people give.
    func answerTags(on service: Service) {
        service.answer(CustomersAPI.tags) { request, _ in
            Page(items: try await store.read { try $0.tags(unused: request.unused == true) })
        }
        service.answer(CustomersAPI.saveTag) { tag, context in try await work(context) { try $0.save(tag) } }
        service.answer(CustomersAPI.removeTag) { request, context in
            try await work(context) { try $0.removeTag(request.name) }
        }
        service.answer(CustomersAPI.renameTag) { request, context in
            try await work(context) { try $0.rename(request) }
        }
        service.answer(CustomersAPI.tagRules) { _, _ in try await store.read { try $0.tagRules() } }
        service.answer(CustomersAPI.saveTagRules) { rules, context in try await work(context) { try $0.save(rules) } }
        let (identifiers, memo) = (identifiers, memo)
        service.onTimer(CustomerDesk.renameTimer) { timer, tx in
            let context = CallContext(caller: .service(CustomersAPI.service))
            try CustomerDesk(tx: tx, context: context, identifiers: identifiers, memo: memo)
                .goOnRenaming(timer.reference, to: timer.payload.string ?? "")
        }
    }
}

extension Reader {
    private static let tagsMaximum = 2_000

    /// Described tags and those only used, by name.
    func tags(unused: Bool) throws -> [CustomerTag] {
        var tags: [String: CustomerTag] = [:]
        for row in try rows("SELECT body FROM tags LIMIT \(Reader.tagsMaximum)") {
            let tag = try row.decode(CustomerTag.self, "body")
            tags[tag.name] = tag
        }
        let used = try rows(
            """
            SELECT tag, COUNT(*) AS n FROM customer_tags GROUP BY tag ORDER BY tag LIMIT \(Reader.tagsMaximum)
            """)
        for row in used {
            let name = try row.string("tag")
            tags[name, default: CustomerTag(name: name)].uses = try row.int("n")
        }
        for name in tags.keys where tags[name]?.uses == nil { tags[name]?.uses = 0 }
        return tags.values.filter { !unused || $0.uses == 0 }.sorted { $0.name < $1.name }
    }

    func tag(_ name: String) throws -> CustomerTag? {
        try first("SELECT body FROM tags WHERE name = \(name)")?.decode(CustomerTag.self, "body")
    }

    func tagRules() throws -> TagRules {
        try first("SELECT body FROM settings WHERE name = 'tags'")?.decode(TagRules.self, "body")
            ?? TagRules(closed: false)
    }
}

extension CustomerDesk {
    static let renameTimer = "tag rename"
    private static let describedMaximum = 1_000

    func save(_ tag: CustomerTag) throws -> CustomerTag {
        let known = try tx.tag(tag.name)
        guard tag.version == known?.version ?? 0 else {
            throw Problem.stale("tag", expected: tag.version, actual: known?.version ?? 0)
        }
        if known == nil {
            let count = try tx.first("SELECT COUNT(*) AS n FROM tags")?.int("n") ?? 0
            guard count < CustomerDesk.describedMaximum else {
                throw Problem.conflict("tag.too_many", "A thousand tags are described already.")
            }
        }
        var next = tag
        let texts = [tag.group, tag.colour, tag.owner, tag.note].compactMap { $0 }
        guard try CustomerDesk.isName(tag.name), texts.allSatisfy({ $0.count <= 200 }) else {
            throw Problem.invalid("tag.invalid", "A name has 1 to 60 characters, the other texts 200.")
        }
        (next.uses, next.version) = (nil, tag.version + 1)
        try keep(next)
        return next
    }

    private static func isName(_ name: String) throws -> Bool { try Customer.checked(tags: [name]) == [name] }

    private func keep(_ tag: CustomerTag) throws {
        try tx.execute(
            """
            INSERT INTO tags (name, version, body) VALUES (\(tag.name), \(tag.version), \(json: tag))
            ON CONFLICT (name) DO UPDATE SET version = excluded.version, body = excluded.body
            """)
    }

    func removeTag(_ name: String) throws -> Empty {
        guard try tx.tag(name) != nil else { throw Problem.notFound("tag", String(name.prefix(60))) }
        guard try tx.first("SELECT 1 AS one FROM customer_tags WHERE tag = \(name) LIMIT 1") == nil else {
            throw Problem.conflict("tag.in_use", "Customers have it: rename it first.")
        }
        try tx.execute("DELETE FROM tags WHERE name = \(name)")
        return Empty()
    }

    func save(_ rules: TagRules) throws -> TagRules {
        let current = try tx.tagRules()
        guard rules.version == current.version else {
            throw Problem.stale("tag_rules", expected: rules.version, actual: current.version)
        }
        let next = TagRules(closed: rules.closed, version: current.version + 1)
        try tx.keep("tags", next.version, try JSON(encoding: next))
        return next
    }

    /// The description goes along at once, the customers some at a time.
    func rename(_ request: RenameTag) throws -> CustomerTag {
        guard request.name != request.to, try CustomerDesk.isName(request.to), request.name.count <= 60 else {
            throw Problem.invalid("tag.invalid", "A name has 1 to 60 characters, and is another one.")
        }
        let target = try tx.tag(request.to)
        var tag = try target ?? tx.tag(request.name) ?? CustomerTag(name: request.to)
        if target == nil {
            (tag.name, tag.version) = (request.to, 1)
            try keep(tag)
        }
        try tx.execute("DELETE FROM tags WHERE name = \(request.name)")
        try tx.schedule(
            Timer(
                kind: CustomerDesk.renameTimer, reference: request.name, due: now, payload: .string(request.to)))
        return tag
    }

    /// The next customers who have the old name; each one's history tells of it.
    func goOnRenaming(_ name: String, to: String) throws {
        let ids = try tx.rows(
            "SELECT customer FROM customer_tags WHERE tag = \(name) LIMIT \(CustomerDesk.refreshStep)"
        ).map { try $0.string("customer") }
        for id in ids { _ = try update(UpdateCustomer(id: id, addTags: [to], removeTags: [name])) }
        guard !ids.isEmpty else { return }
        try tx.schedule(
            Timer(kind: CustomerDesk.renameTimer, reference: name, due: now, payload: .string(to)))
    }

    /// Where tags are closed, people give only those that somebody described.
    func checkTags(_ tags: [String], before: [String]) throws {
        guard context.caller.kind == .agent, try tx.tagRules().closed else { return }
        for tag in tags where !before.contains(tag) {
            guard try tx.tag(tag) == nil else { continue }
            throw Problem.invalid("customer.tag_unknown", "Nobody described the tag \(tag.prefix(60)).")
        }
    }
}
