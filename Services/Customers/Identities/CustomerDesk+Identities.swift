internal import Base
internal import Contracts
internal import Crypto
internal import ServiceKit
internal import Store

extension CustomerDesk {
    /// Whose addresses these are (row 100): nobody's makes a new record, one's completes it, several's joins where the
    /// rules allow it and is noted for people where they do not.
    func resolve(_ request: IdentifyCustomer) throws -> Resolution {
        let rules = try tx.identityRules()
        let given = [request.identity] + (request.also ?? []).prefix(CustomerCalls.addressesMaximum)
        var identities: [Identity] = []
        var dropped: [Resolution.Dropped] = []
        var refusal: Problem?
        for identity in given {
            do {
                identities.append(try rules.normalised(identity))
            } catch let problem as Problem {
                refusal = refusal ?? problem
                let reason: Resolution.Dropped.Reason = problem.code == "identity.blocked" ? .blocked : .invalid
                dropped.append(Resolution.Dropped(identity: identity, reason: reason))
            }
        }
        guard !identities.isEmpty else { throw refusal ?? Problem.invalid("identity.invalid", "Name an address.") }
        let (holders, holdings) = try holders(of: identities)
        let matching = Matching(identities, holders: holders, holdings: holdings, rules: rules)
        dropped += matching.dropped
        let customer: Customer
        let outcome: Resolution.Outcome
        switch matching.match {
        case .nobody:
            customer = try insert(newcomer(request, matching.added))
            outcome = .created
        case .one(let id):
            let completed = try complete(id, identities, matching.added)
            customer = try learn(request, completed, identities)
            outcome = matching.added.isEmpty ? .known : .attached
        case .several(let survivor, let others):
            for other in others {
                _ = try join(JoinCustomers(survivor: survivor, loser: other))
            }
            customer = try learn(request, complete(survivor, identities, matching.added), identities)
            outcome = .joined
        }
        for lost in matching.dropped where lost.customer != nil && lost.customer != customer.id {
            try note(customer.id, lost.customer ?? "", lost.identity.kind)
        }
        return Resolution(customer: customer, outcome: outcome, dropped: dropped)
    }

    /// Who has which of the addresses, and everything each of these has.
    private func holders(of identities: [Identity]) throws -> ([Identity.Key: String], [String: [Identity]]) {
        var holders: [Identity.Key: String] = [:]
        var holdings: [String: [Identity]] = [:]
        for identity in identities {
            guard let holder = try reader.holder(of: identity.key), let owner = try reader.survivor(of: holder) else {
                continue
            }
            holders[identity.key] = owner
            if holdings[owner] == nil { holdings[owner] = try reader.identities(of: reader.family(of: owner)) }
        }
        return (holders, holdings)
    }

    private func newcomer(_ request: IdentifyCustomer, _ identities: [Identity]) throws -> Customer {
        let name = request.name.map { $0.trimmingWhitespace() }.flatMap { $0.isEmpty ? nil : $0 }
        let called = name ?? identities.first?.value ?? ""
        return Customer(
            id: identifiers.next(), name: String(called.prefix(Customer.nameMaximum)), identities: identities,
            language: try Customer.checked(language: request.language), createdAt: now, updatedAt: now,
            lastContactAt: now)
    }

    /// Adds what is new, and proof of what was only said before.
    private func complete(_ id: String, _ given: [Identity], _ added: [Identity]) throws -> Customer {
        try changeIdentities(of: id) { record in
            for identity in added { try writer.add(identity, to: record.id, at: now) }
            for identity in given where identity.verified && !added.contains(identity) {
                try prove(identity.key, of: record.id)
            }
        }
    }

    /// A customer first known by an address gets the name that comes with a later message.
    private func learn(_ request: IdentifyCustomer, _ known: Customer, _ identities: [Identity]) throws -> Customer {
        guard known.identities.contains(where: { $0.value == known.name }),
            let name = request.name?.trimmingWhitespace(), !name.isEmpty, name != known.name
        else { return known }
        return try update(UpdateCustomer(id: known.id, name: String(name.prefix(Customer.nameMaximum))))
    }

    /// Marks an address as verified where it is this customer's and was not.
    private func prove(_ key: Identity.Key, of customer: String) throws {
        let family = try reader.family(of: customer)
        try tx.execute(
            """
            UPDATE identities SET verified = \(true), verified_at = \(now)
            WHERE kind = \(key.kind) AND value = \(key.value) AND verified = \(false)
                AND customer IN (\(list: family))
            """)
    }

    /// An address of the customer that somebody made sure of.
    func verify(_ request: NameIdentity) throws -> Customer {
        let key = try own(request)
        return try changeIdentities(of: request.customer) { try prove(key, of: $0.id) }
    }

    /// Takes an address away: whoever writes from it next is somebody new.
    func remove(_ request: NameIdentity) throws -> Customer {
        let key = try own(request)
        return try changeIdentities(of: request.customer) { _ in
            try tx.execute("DELETE FROM identities WHERE kind = \(key.kind) AND value = \(key.value)")
        }
    }

    private func own(_ request: NameIdentity) throws -> Identity.Key {
        let rules = try tx.identityRules()
        let key = try Identity(kind: request.kind, value: request.value).normalised(country: rules.country).key
        let customer = try standing(request.customer)
        guard let holder = try reader.holder(of: key), try reader.survivor(of: holder) == customer.id else {
            throw Problem.notFound("identity", "of this kind and value")
        }
        return key
    }

    /// Everything a visitor did becomes the customer's who signed in (row 102).
    func promote(_ request: PromoteVisitor) throws -> Resolution {
        let signature = HMAC.sha256(Array(request.user.utf8), key: Array(try tx.widgetSecret().utf8))
        guard let hash = Hex.decode(request.hash.lowercased()), equalInConstantTime(hash, signature) else {
            throw Problem(
                status: 403, code: "visitor.hash", title: "Forbidden",
                detail: "The hash is not the signature of this user.")
        }
        let rules = try tx.identityRules()
        let user = try rules.normalised(
            Identity(kind: .external, value: request.user, verified: true, source: "widget"))
        let widget = try rules.normalised(Identity(kind: .widget, value: request.visitor, source: "widget"))
        let mail = request.email.map { Identity(kind: .email, value: $0, source: "widget") }
        let (holders, holdings) = try holders(of: [user, widget])
        if let visitor = holders[widget.key], holders[user.key] != visitor {
            let ids = (holdings[visitor] ?? []).filter { $0.kind == .external }
            guard ids.isEmpty else {
                throw Problem.conflict("visitor.taken", "This visitor is another user already.")
            }
            if let known = holders[user.key] {
                let joined = try join(JoinCustomers(survivor: known, loser: visitor, take: []))
                let rest = IdentifyCustomer(identity: user, also: mail.map { [$0] }, name: request.name)
                let resolution = try resolve(rest)
                return Resolution(
                    customer: resolution.customer.id == joined.id ? resolution.customer : joined, outcome: .joined,
                    dropped: resolution.dropped)
            }
        }
        return try resolve(
            IdentifyCustomer(identity: user, also: [widget] + (mail.map { [$0] } ?? []), name: request.name))
    }
}
