internal import Base
internal import Contracts
internal import HTTP
internal import ServiceKit

/// The gateway: the only HTTP door. It knows accounts and sessions; everything else it asks of the services.
@main
struct GatewayService {
    static func main() async {
        await Service.main(GatewayAPI.service, migrations: Schema.migrations) { service, settings in
            try await register(on: service, settings: GatewaySettings(settings))
        }
    }

    /// What is answered on the bus, and the HTTP server.
    static func register(on service: Service, settings: GatewaySettings) async throws {
        let hub = LiveHub()
        service.loop("live") { try await hub.listen(to: service.bus, log: service.log) }
        let desk = try makeDesk(of: service, hub, settings)
        answer(on: service, desk)
        service.loop("audit") { try await desk.audit.run() }

        let routes = RouteTable(RouteTable.all)
        let door = try Door(
            routes: routes, desk: desk, pages: Pages(root: settings.webRoot, log: service.log), log: service.log,
            tracer: service.tracer)
        var configuration = HTTPServer.Configuration(host: settings.host, port: settings.port, name: "gateway")
        configuration.drainLimit = .seconds(5)
        configuration.bodyLimit = { routes.bodyLimit(path: $0) }
        let server = try HTTPServer(configuration, metrics: service.metrics, time: SteadyTime(), handler: door.handle)
        service.log.info("listening", ["port": .int(Int64(server.port))])
        service.loop("http") {
            try await server.run()
            // It was asked to leave; the bus is still needed for what was under way.
            while true { try await service.time.sleep(for: .hours(1)) }
        }
        service.beforeStopping {
            await server.leave(grace: settings.leave)
            try? await desk.audit.flush()
        }
    }

    private static func makeDesk(of service: Service, _ hub: LiveHub, _ settings: GatewaySettings) throws -> Desk {
        let (store, time, caller) = (service.store, service.time, service.caller)
        let letters = PasswordLetters(
            store: store, time: time, caller: caller, company: settings.company, publicURL: settings.publicURL,
            language: settings.language)
        let accounts = AccountCalls(
            store: store, time: time, identifiers: service.identifiers, caller: caller, letters: letters)
        let client = try HTTPClient()
        let openID = settings.openID.map { provider in
            OpenID(
                settings: provider, publicURL: settings.publicURL, isSecure: settings.secureCookies, store: store,
                time: time, client: client, accounts: accounts)
        }
        return Desk(
            caller: caller, time: time, identifiers: service.identifiers, hub: hub,
            sessions: Sessions(store: store, time: time, caller: caller, settings: settings), accounts: accounts,
            letters: letters, factors: Factors(store: store, time: time, company: settings.company),
            keys: Keys(store: store, time: time), limits: RateLimits(), audit: AuditLog(store: store), openID: openID)
    }

    /// What is answered on the bus.
    private static func answer(on service: Service, _ desk: Desk) {
        service.answer(GatewayAPI.accounts, desk.accounts.list)
        service.answer(GatewayAPI.saveAccount, desk.accounts.save)
        service.answer(GatewayAPI.signInLink, desk.accounts.signInLink)
        service.answer(GatewayAPI.invite, desk.accounts.invite)
        service.answer(GatewayAPI.resetFactor, desk.accounts.resetFactor)
        let roles = RoleCalls(store: service.store)
        service.answer(GatewayAPI.roles, roles.list)
        service.answer(GatewayAPI.rights, roles.rights)
        service.answer(GatewayAPI.saveRole, roles.save)
        service.answer(GatewayAPI.removeRole, roles.remove)
        let keys = KeyCalls(store: service.store, time: service.time, identifiers: service.identifiers)
        service.answer(GatewayAPI.keys, keys.list)
        service.answer(GatewayAPI.addKey, keys.add)
        service.answer(GatewayAPI.revokeKey, keys.revoke)
        let audit = AuditCalls(store: service.store)
        service.answer(GatewayAPI.audit, audit.list)
        service.answer(GatewayAPI.verifyAudit, audit.verify)
        service.answer(GatewayAPI.exportAudit, audit.export)
    }
}
