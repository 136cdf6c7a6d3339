internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

extension CustomerCalls {
    /// What answers the calls about consent and messages nobody asked for (row 110).
    func answerConsent(on service: Service) {
        service.answer(CustomersAPI.preferences) { request, _ in
            try await store.read { try $0.preferences(of: request.id) }
        }
        service.answer(CustomersAPI.saveConsent) { request, context in
            try await work(context) { try $0.save(request) }
        }
        service.answer(CustomersAPI.saveQuietHours) { request, context in
            try await work(context) { try $0.save(request) }
        }
        service.answer(CustomersAPI.outreachRules) { _, _ in try await store.read { try $0.outreachRules() } }
        service.answer(CustomersAPI.saveOutreachRules) { rules, context in
            try await work(context) { try $0.save(rules) }
        }
        service.answer(CustomersAPI.askOutreach) { request, _ in
            try await store.read { try $0.verdict(on: request) }
        }
        service.answer(CustomersAPI.claimOutreach) { request, context in
            try await work(context) { try $0.claim(request) }
        }
    }
}

extension Reader {
    func outreachRules() throws -> OutreachRules {
        try first("SELECT body FROM settings WHERE name = 'outreach'")?.decode(OutreachRules.self, "body") ?? .standard
    }

    private func family(of customer: String) throws -> (root: String, ids: [String]) {
        let reader = CustomerReader(self)
        guard let root = try reader.survivor(of: customer) else {
            throw Problem.notFound("customer", String(customer.prefix(100)))
        }
        return (root, try reader.family(of: root))
    }

    /// What was said last on each channel, by anybody who turned out to be this customer; of two said at once the one
    /// that withdraws holds.
    func preferences(of customer: String) throws -> ContactPreferences {
        let (root, ids) = try family(of: customer)
        let rows = try rows(
            "SELECT * FROM consents WHERE customer IN (\(list: ids)) ORDER BY at, state LIMIT 10000")
        var latest: [Channel: Consent] = [:]
        for row in rows {
            guard let channel = Channel(rawValue: try row.string("channel")),
                let state = Consent.State(rawValue: try row.string("state"))
            else { continue }
            latest[channel] = Consent(
                channel: channel, state: state, source: try row.string("source"), at: try row.instant("at"),
                by: try row.optionalDecode(Actor.self, "actor"))
        }
        let quiet = try first(
            "SELECT body FROM quiet_hours WHERE customer IN (\(list: ids)) ORDER BY at DESC LIMIT 1")
        return ContactPreferences(
            customer: root, consents: latest.values.sorted { $0.channel.rawValue < $1.channel.rawValue },
            quiet: try quiet?.optionalDecode(QuietHours?.self, "body") ?? nil)
    }

    /// Whether a message may go now: wanted, not at night, not too much.
    func verdict(on request: AskOutreach) throws -> OutreachVerdict {
        let rules = try outreachRules()
        let preferences = try preferences(of: request.customer)
        let consent = preferences.consents.first { $0.channel == request.channel }?.state
        guard consent == .given || consent == nil && !rules.needsConsent.contains(request.channel) else {
            return OutreachVerdict(allowed: false, reason: .consent)
        }
        if let end = (preferences.quiet ?? rules.quiet).end(at: now) {
            return OutreachVerdict(allowed: false, reason: .quiet, until: end)
        }
        let (_, ids) = try family(of: request.customer)
        for (span, cap) in [(Instant.Span.days(7), rules.perWeek), (.days(1), rules.perDay)] {
            let sent = try rows(
                """
                SELECT at FROM outreach WHERE customer IN (\(list: ids)) AND at > \(now - span)
                    AND message <> \(request.message) ORDER BY at DESC LIMIT \(max(1, cap))
                """
            ).map { try $0.instant("at") }
            guard cap == 0 || sent.count >= cap else { continue }
            // With room again when the oldest of those that fill the cap is out of the window.
            let until = cap == 0 ? nil : sent.last.map { $0 + span }
            return OutreachVerdict(allowed: false, reason: .cap, until: until)
        }
        return OutreachVerdict(allowed: true)
    }
}

extension CustomerDesk {
    func save(_ request: SaveConsent) throws -> ContactPreferences {
        let customer = try standing(request.customer)
        let at = request.at ?? now
        guard (1...200).contains(request.source.count), at <= now + .minutes(5) else {
            throw Problem.invalid("consent.invalid", "Say how it is known; it cannot be in the future.")
        }
        try tx.execute(
            """
            INSERT INTO consents (customer, channel, at, state, source, actor)
            VALUES (\(customer.id), \(request.channel), \(at), \(request.state), \(request.source),
                \(json: context.actor)) ON CONFLICT DO NOTHING
            """)
        return try tx.preferences(of: customer.id)
    }

    func save(_ request: SaveQuietHours) throws -> ContactPreferences {
        let customer = try standing(request.customer)
        let quiet = try request.quiet.map { try JSON(encoding: $0.checked()) } ?? .null
        try tx.execute(
            """
            INSERT INTO quiet_hours (customer, at, body) VALUES (\(customer.id), \(now), \(quiet))
            ON CONFLICT (customer) DO UPDATE SET at = excluded.at, body = excluded.body
            """)
        return try tx.preferences(of: customer.id)
    }

    func save(_ rules: OutreachRules) throws -> OutreachRules {
        let current = try tx.outreachRules()
        guard rules.version == current.version else {
            throw Problem.stale("outreach", expected: rules.version, actual: current.version)
        }
        var next = try rules.checked()
        next.version += 1
        try tx.keep("outreach", next.version, try JSON(encoding: next))
        return next
    }

    /// Counts a message that may go; the same message again is the same.
    func claim(_ request: AskOutreach) throws -> OutreachVerdict {
        let customer = try standing(request.customer)
        let family = try reader.family(of: customer.id)
        let message = String(request.message.prefix(200))
        let known = try tx.first(
            "SELECT 1 AS one FROM outreach WHERE customer IN (\(list: family)) AND message = \(message)")
        guard known == nil else { return OutreachVerdict(allowed: true) }
        let verdict = try tx.verdict(on: request)
        guard verdict.allowed else { return verdict }
        try tx.execute(
            """
            INSERT INTO outreach (customer, message, channel, at)
            VALUES (\(customer.id), \(message), \(request.channel), \(now))
            """)
        return verdict
    }
}
