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
        let accounts = AccountCalls(
            store: service.store, time: service.time, identifiers: service.identifiers, caller: service.caller)
        service.answer(GatewayAPI.accounts, accounts.list)
        service.answer(GatewayAPI.saveAccount, accounts.save)
        service.answer(GatewayAPI.signInLink, accounts.signInLink)

        let hub = LiveHub()
        service.loop("live") { try await hub.listen(to: service.bus, log: service.log) }

        let desk = Desk(
            caller: service.caller, time: service.time, identifiers: service.identifiers, hub: hub,
            sessions: Sessions(store: service.store, time: service.time, caller: service.caller, settings: settings))
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
        service.beforeStopping { await server.leave(grace: settings.leave) }
    }
}
