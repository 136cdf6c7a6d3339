internal import Base
internal import BusWire
internal import FoundationEssentials
internal import Glibc
internal import HTTP

/// `moat-bus`: the broker. Configuration, listener, loop on its own thread, monitor; SIGTERM drains and ends it.
@main
struct BusService {
    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.contains("-h") || arguments.contains("--help") { return print(BusConfiguration.help) }
        do {
            let configuration = try BusConfiguration(
                arguments: arguments, environment: ProcessInfo.processInfo.environment)
            try await run(configuration, access: configuration.access())
        } catch let mistakes as BusConfiguration.Mistakes {
            fail(mistakes.list)
        } catch let error as SocketError {
            fail([error.description])
        } catch let error as HTTPError {
            fail(["The monitor: \(error.message)"])
        } catch {
            fail(["\(error)"])
        }
    }

    private static func run(_ configuration: BusConfiguration, access: AccessList) async throws {
        let log = Log(service: "bus", level: configuration.logLevel)
        let files = Process.raiseFileLimit()
        if files < configuration.limits.connections + 32 {
            log.warning("fewer open files are allowed than connections", ["files": .int(Int64(files))])
        }
        let listener = try Socket.listen(host: configuration.host, port: configuration.port)
        let identity = identity(configuration, port: listener.localPort, access: access)
        let control = LoopControl()
        let (limits, lameDuck) = (configuration.limits, configuration.lameDuck)
        let monitor = try monitor(configuration, identity: identity, control: control)
        log.info(
            "serving",
            [
                "host": .string(configuration.host), "port": .int(Int64(listener.localPort)),
                "monitor": .int(Int64(configuration.monitorPort)), "authorization": .bool(access.required),
            ])
        await withTaskGroup(of: Void.self) { group in
            if let monitor {
                group.addTask(name: "monitor") {
                    do { try await monitor.run() } catch {
                        log.error("the monitor failed", ["reason": .string("\(error)")])
                    }
                }
            }
            await LoopThread.run {
                let broker = Broker(limits: limits, access: access, identity: identity)
                EventLoop(listener: listener, broker: broker, control: control, lameDuck: lameDuck, log: log).run()
            }
            monitor?.stop()
        }
    }

    private static func monitor(
        _ configuration: BusConfiguration, identity: ServerInfo, control: LoopControl
    ) throws -> HTTPServer? {
        guard configuration.monitorPort > 0 else { return nil }
        let metrics = BusMetrics(limits: configuration.limits)
        metrics.metrics.observeProcess(time: SystemTime())
        let monitor = Monitor(
            control: control, metrics: metrics, identity: identity, limits: configuration.limits,
            started: SystemTime().now(), place: (configuration.host, configuration.monitorPort))
        var server = HTTPServer.Configuration(
            host: configuration.monitorHost ?? configuration.host, port: configuration.monitorPort, name: "monitor")
        (server.threads, server.connectionLimit, server.drainLimit) = (1, 64, .milliseconds(500))
        return try HTTPServer(server, metrics: metrics.metrics, time: SteadyTime()) { monitor.answer($0) }
    }

    private static func identity(_ configuration: BusConfiguration, port: Int, access: AccessList) -> ServerInfo {
        let (random, alphabet) = (Randomness.system, Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
        var info = ServerInfo()
        info.serverID = "N" + String((0..<55).map { _ in alphabet[random.below(32)] })
        info.serverName = configuration.name
        // The level of the protocol that is spoken; clients compare it with NATS's versions.
        info.version = "2.9.0-moat"
        (info.host, info.port, info.proto) = (configuration.host, port, 1)
        (info.headers, info.maxPayload) = (true, configuration.limits.payload)
        if access.required { info.authRequired = true }
        return info
    }

    private static func fail(_ sentences: [String]) -> Never {
        var text = "moat-bus cannot start:\n"
        for sentence in sentences { text += "  - \(sentence)\n" }
        let bytes = Array(text.utf8)
        unsafe bytes.withUnsafeBytes { unsafe _ = write(2, $0.baseAddress, $0.count) }
        exit(78)
    }
}
