internal import Base
internal import Contracts
internal import Crypto
internal import ServiceKit
internal import Store

extension CustomerDesk {
    /// What stands where a name was.
    static let nobody = "—"
    private static let saltName = "tombstone salt"

    /// What an erasure leaves to be done outside the transaction.
    struct Forgotten {
        var erasure: Erasure
        /// Files that may hold the person.
        var blobs: [String]
    }

    /// Forgets a person and every record that stood for them: addresses, names, notes, what facts and tickets said of
    /// them, in rows, journal and kept replies. Numbers stay: tickets, ratings, purchases, times.
    func erase(_ request: EraseCustomer) throws -> Forgotten {
        guard request.confirm else { throw Problem.invalid("erasure.confirm", "Say that you are sure.") }
        let customer = try reader.customer(standing(request.id))
        let family = try reader.family(of: customer.id)
        let words = try secrets(of: family)
        let neighbours = try tx.rows(
            """
            SELECT survivor, loser FROM merges WHERE survivor IN (\(list: family)) OR loser IN (\(list: family))
            """
        ).flatMap { [try $0.string("survivor"), try $0.string("loser")] }
        for identity in customer.identities { try bury(identity, of: customer.id) }
        try blank(family)
        var events = 0
        for id in Set(family + neighbours).sorted() {
            let isOwn = family.contains(id)
            events += try tx.rewriteEvents(subject: "customer/\(id)") { _, data -> JSON? in
                if isOwn, data["coupon"] != nil || data["reason"] != nil { return CustomerDesk.silenced(data) }
                guard data["customer"]?.object != nil else { return Optional<JSON>.none }
                let text = data.text
                // No `? … : nil`: to the compiler that nil would be the JSON null.
                guard isOwn || words.contains(where: { text.contains($0) }) else { return Optional<JSON>.none }
                return CustomerDesk.redacted(data)
            }.count
        }
        try tx.forgetCopies(saying: words + family)
        for id in family { try CustomerWriter(tx: tx).forget(id) }
        let erasure = Erasure(
            customer: customer.id, records: family.count, identities: customer.identities.count, events: events,
            at: now, family: family)
        try tell(customer.id, [])
        try tx.append(context.event(CustomersAPI.erased, subject: "customer/\(customer.id)", data: erasure))
        try refresh([customer.id])
        return Forgotten(erasure: erasure, blobs: try blobs(of: family))
    }

    /// Texts that must not be found any more.
    private func secrets(of family: [String]) throws -> [String] {
        var words = Set(try reader.identities(of: family).map(\.value))
        for id in family {
            guard let record = try reader.record(id) else { continue }
            for text in [record.profile.name, record.profile.company ?? "", record.profile.note ?? ""] {
                words.insert(text)
            }
            for value in record.own.values.values { words.insert(value.value.string ?? "") }
        }
        for value in try tx.attributeValues(of: family).values { words.insert(value.value?.string ?? "") }
        return words.filter { $0.count > 3 && $0 != CustomerDesk.nobody }.sorted()
    }

    /// An address goes; a keyed hash stays, by which nobody can find it but who has it.
    private func bury(_ identity: Identity, of customer: String) throws {
        var salt = try tx.setting(CustomerDesk.saltName)?.string
        if salt == nil {
            salt = SecureRandom.token()
            try tx.keep(CustomerDesk.saltName, 1, .string(salt ?? ""))
        }
        let text = "\(identity.kind.rawValue):\(identity.value)"
        let hash = Hex.encode(HMAC.sha256(Array(text.utf8), key: Array((salt ?? "").utf8)))
        try tx.execute(
            """
            INSERT INTO tombstones (hash, customer, at) VALUES (\(hash), \(customer), \(now)) ON CONFLICT DO NOTHING
            """)
        try tx.execute("DELETE FROM identities WHERE kind = \(identity.kind) AND value = \(identity.value)")
    }

    /// Rows without what they said of the person.
    private func blank(_ family: [String]) throws {
        for id in family {
            guard var record = try reader.record(id) else { continue }
            record.version += 1
            record.updatedAt = now
            record.profile = Profile(name: CustomerDesk.nobody, tier: record.profile.tier)
            record.own = OwnValues(record.profile, at: record.version)
            try tx.execute("UPDATE customers SET erased_at = \(now) WHERE id = \(id)")
            try writer.save(record)
        }
        try tx.execute("UPDATE timeline SET summary = '', actor = NULL WHERE customer IN (\(list: family))")
        try tx.execute(
            """
            UPDATE facts SET body = '{}', external_id = 'erased:' || CAST(id AS TEXT)
            WHERE customer IN (\(list: family))
            """)
        try tx.execute("UPDATE ticket_facts SET body = NULL WHERE customer IN (\(list: family))")
        try tx.execute("UPDATE merges SET name = '' WHERE survivor IN (\(list: family)) OR loser IN (\(list: family))")
        try tx.execute("DELETE FROM duplicates WHERE first IN (\(list: family)) OR second IN (\(list: family))")
        try tx.execute("DELETE FROM quiet_hours WHERE customer IN (\(list: family))")
        try tx.execute("DELETE FROM notes WHERE customer IN (\(list: family))")
        try tx.execute("DELETE FROM attributes WHERE customer IN (\(list: family))")
        try tx.execute("DELETE FROM sync_conflicts WHERE customer IN (\(list: family))")
        try blankCoupons(of: family)
    }

    /// What was promised stays as a number; nobody can use it any more.
    private func blankCoupons(of family: [String]) throws {
        for row in try tx.rows("SELECT id, body FROM coupons WHERE customer IN (\(list: family)) LIMIT 10000") {
            var coupon = try row.decode(Coupon.self, "body")
            (coupon.name, coupon.code) = (CustomerDesk.nobody, "ERASED:\(coupon.id)")
            (coupon.reference, coupon.order, coupon.by) = (nil, nil, nil)
            if coupon.state == .issued { (coupon.state, coupon.endedAt) = (.revoked, now) }
            try tx.execute(
                """
                UPDATE coupons SET code = \(coupon.code), reference = NULL, state = \(coupon.state),
                    body = \(json: coupon) WHERE id = \(coupon.id)
                """)
            try tx.cancelTimers(kind: CustomerDesk.couponTimer, reference: coupon.id)
        }
    }

    /// The data of an event about a coupon or a look at a secret, without what people wrote.
    private static func silenced(_ data: JSON) -> JSON {
        var members = data.object ?? [:]
        if members["reason"] != nil { members["reason"] = "" }
        if var coupon = members["coupon"]?.object {
            for name in ["reference", "order", "by"] { coupon[name] = nil }
            (coupon["name"], coupon["code"]) = (.string(nobody), "")
            members["coupon"] = .object(coupon)
        }
        return .object(members)
    }

    /// The data of an event without the person: whom it was about stays, by id.
    private static func redacted(_ data: JSON) -> JSON {
        var members = data.object ?? [:]
        var customer = members["customer"]?.object ?? [:]
        for name in ["company", "language", "note", "organisation"] { customer[name] = nil }
        customer["name"] = .string(nobody)
        customer["tags"] = []
        customer["identities"] = []
        members["customer"] = .object(customer)
        if members["changes"] != nil { members["changes"] = [] }
        return .object(members)
    }

    /// Files of the person's own, and those that were brought in and are done with.
    private func blobs(of family: [String]) throws -> [String] {
        let own = try tx.rows("SELECT blob FROM exports WHERE customer IN (\(list: family))")
        try tx.execute("DELETE FROM exports WHERE customer IN (\(list: family))")
        let facts = try tx.rows("SELECT blob, body FROM fact_imports LIMIT 10000")
            .filter { try $0.decode(FactImport.self, "body").state == .done }
        let files = try tx.rows("SELECT blob, body FROM customer_imports LIMIT 10000")
            .filter { try $0.decode(CustomerImport.self, "body").state != .running }
        let originals = try files.compactMap { try $0.decode(CustomerImport.self, "body").blob }
        let papers = try tx.rows("SELECT blob FROM files WHERE customer IN (\(list: family))")
        try tx.execute("DELETE FROM files WHERE customer IN (\(list: family))")
        let made = try tx.rows("SELECT blob FROM customer_exports WHERE blob IS NOT NULL LIMIT 10000")
        try tx.execute("UPDATE customer_exports SET blob = NULL")
        // The same bytes may lie with somebody else, too.
        let all = try (own + facts + files + papers + made).map { try $0.string("blob") } + originals
        return try Set(all).sorted().filter { blob in
            try tx.first("SELECT 1 AS one FROM files WHERE blob = \(blob) LIMIT 1") == nil
        }
    }
}
