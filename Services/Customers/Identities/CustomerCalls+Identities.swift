internal import Base
internal import Contracts
internal import Crypto
internal import ServiceKit
internal import Store

extension CustomerCalls {
    /// Addresses in one call.
    static let addressesMaximum = 50

    /// What answers the calls about addresses.
    func answerIdentities(on service: Service) {
        service.answer(CustomersAPI.identify) { request, context in try await identify(request, context) }
        service.answer(CustomersAPI.resolve) { request, context in try await resolve(request, context) }
        service.answer(CustomersAPI.addIdentity) { request, context in try await addIdentity(request, context) }
        service.answer(CustomersAPI.verifyIdentity) { request, context in
            try await work(context) { try $0.verify(request) }
        }
        service.answer(CustomersAPI.removeIdentity) { request, context in
            try await work(context) { try $0.remove(request) }
        }
        service.answer(CustomersAPI.promote) { request, context in try await work(context) { try $0.promote(request) } }
        service.answer(CustomersAPI.promoteSelf) { request, context in
            try await work(context) { desk in
                _ = try desk.promote(request)
                return PromotedVisitor(visitor: request.visitor, user: request.user)
            }
        }
        service.answer(CustomersAPI.identityRules) { _, _ in try await store.read { try $0.identityRules() } }
        service.answer(CustomersAPI.saveIdentityRules) { rules, context in
            try await work(context) { try $0.tx.save(rules) }
        }
        service.answer(CustomersAPI.widgetSecret) { _, context in
            try await work(context) { WidgetSecret(secret: try $0.tx.widgetSecret()) }
        }
        service.answer(CustomersAPI.renewWidgetSecret) { _, context in
            try await work(context) { WidgetSecret(secret: try $0.tx.newWidgetSecret()) }
        }
    }

    /// The customer of an address alone (row 100). One that is wrong is the caller's to know.
    func identify(_ request: IdentifyCustomer, _ context: CallContext) async throws -> Customer {
        try await work(context) { desk in
            _ = try desk.tx.identityRules().normalised(request.identity)
            return try desk.resolve(request).customer
        }
    }

    func resolve(_ request: IdentifyCustomer, _ context: CallContext) async throws -> Resolution {
        try await work(context) { try $0.resolve(request) }
    }

    func addIdentity(_ request: AddIdentity, _ context: CallContext) async throws -> Customer {
        try await work(context) { desk in
            let identity = try desk.tx.identityRules().normalised(request.identity)
            return try desk.changeIdentities(of: request.customer) { record in
                if let holder = try desk.reader.holder(of: identity.key),
                    try desk.reader.survivor(of: holder) == record.id
                {
                    return
                }
                try desk.writer.add(identity, to: record.id, at: desk.now)
            }
        }
    }
}

extension Reader {
    /// How addresses lead to customers.
    func identityRules() throws -> IdentityRules {
        try first("SELECT body FROM settings WHERE name = 'identity'")?.decode(IdentityRules.self, "body") ?? .standard
    }
}

extension Transaction {
    private static let secretName = "widget secret"

    func save(_ rules: IdentityRules) throws -> IdentityRules {
        let current = try identityRules()
        guard rules.version == current.version else {
            throw Problem.stale("rules", expected: rules.version, actual: current.version)
        }
        var next = try rules.checked()
        next.version += 1
        try keep("identity", next.version, try JSON(encoding: next))
        return next
    }

    /// The secret that pages sign users with, made when it is first asked for.
    func widgetSecret() throws -> String {
        let row = try first("SELECT body FROM settings WHERE name = \(Transaction.secretName)")
        return try row?.json("body").string ?? newWidgetSecret()
    }

    func newWidgetSecret() throws -> String {
        let secret = SecureRandom.token()
        try keep(Transaction.secretName, 1, .string(secret))
        return secret
    }

    /// Keeps a setting of the service.
    func keep(_ name: String, _ version: Int, _ body: JSON) throws {
        try execute(
            """
            INSERT INTO settings (name, version, body) VALUES (\(name), \(version), \(body))
            ON CONFLICT (name) DO UPDATE SET version = excluded.version, body = excluded.body
            """)
    }
}
