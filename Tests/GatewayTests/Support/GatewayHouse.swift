@testable import Gateway
import Base
import Contracts
import HTTP
import ServiceKit
import Store
import TestSupport

/// The real gateway on a real bus, before a small tickets service or the real one.
struct GatewayHouse: Sendable {
    let house: ServiceHouse
    /// Copies on one store; one unless more are asked for.
    let gateways: [Service]
    let tickets: Service
    /// The real customers service, where a test is about customers.
    let customers: Service?
    let lines: Notes<String>
    /// All the others, where a test is about the whole house.
    let others: [Service]
    /// Whether the small tickets service lists nothing, as if it were away.
    private let isWithoutTickets: Bool
    /// The last calls that reached the tickets service.
    let calls: Notes<Seen>
    let web: TemporaryFolder
    /// A small channels service that notes the letters it is to send, where a test is about them.
    let channels: Service?
    let letters = Notes<SendLetter>()

    /// What a call brought along.
    struct Seen: Sendable {
        var call: String
        var caller: Caller
        var key: String?
        var trace: String?
        var version: Int?
    }

    static let password = "correct horse battery"

    /// `copies` of the gateway share the store at `storeURL`; a store of its own when that is nil.
    init(
        realTickets: Bool = false, realCustomers: Bool = false, withoutTickets: Bool = false, withLetters: Bool = false,
        whole: Bool = false, environment: [String: String] = [:], copies: Int = 1, storeURL: String? = nil
    ) async throws {
        isWithoutTickets = withoutTickets
        let lines = Notes<String>()
        let calls = Notes<Seen>()
        (self.lines, self.calls, web) = (lines, calls, TemporaryFolder())
        house = try await ServiceHouse(log: Log(service: "test", level: .debug, write: { lines.add($0) }))
        let isReal = realTickets || whole
        tickets = try await house.service("tickets", migrations: isReal ? RealTickets.migrations : [])
        customers = realCustomers || whole ? try await RealCustomers.start(in: house) : nil
        others = whole ? try await RealOthers.start(in: house) : []
        channels = withLetters ? try await house.service("channels") : nil
        var gateways: [Service] = []
        for _ in 1...copies {
            let migrations = Schema.migrations
            gateways.append(try await house.service("gateway", migrations: migrations, storeURL: storeURL))
        }
        self.gateways = gateways
        _ = try web.write("index.html", "<!doctype html><title>Moat</title>")
        _ = try web.write("libraries.json", "{}")
        if isReal { try await RealTickets.register(on: tickets) } else { answer() }
        let letters = letters
        channels?.answer(ChannelsAPI.sendLetter) { letter, _ in
            letters.add(letter)
            return Empty()
        }
        let standard = ["HTTP_PORT": "0", "WEB_ROOT": web.path]
        let settings = GatewaySettings(Settings(environment: standard.merging(environment) { $1 }))
        for gateway in gateways { try await GatewayService.register(on: gateway, settings: settings) }
    }

    private func answer() {
        let (calls, isAway) = (calls, isWithoutTickets)
        @Sendable func note(_ call: String, _ context: CallContext, _ version: Int? = nil) {
            calls.add(
                Seen(
                    call: call, caller: context.caller, key: context.idempotencyKey, trace: context.traceparent,
                    version: version))
        }
        tickets.answer(TicketsAPI.agents) { _, _ in Page(items: []) }
        tickets.answer(TicketsAPI.saveAgent) { agent, _ in agent }
        tickets.answer(TicketsAPI.setPresence) { request, _ in
            Agent(id: request.agent, name: "x", email: "x@example.com", roles: [.agent], presence: request.presence)
        }
        tickets.answer(TicketsAPI.get) { request, context in
            note("get", context)
            guard request.id == "t1" else { throw Problem.notFound("ticket", request.id) }
            return GatewayHouse.ticket(version: 7)
        }
        tickets.answer(TicketsAPI.list) { request, context in
            note("list", context, request.limit)
            guard !isAway else { throw Problem.unavailable("service.unavailable", "Away.") }
            return Page(items: [GatewayHouse.ticket(version: 7)], after: request.after == nil ? "next one" : nil)
        }
        tickets.answer(TicketsAPI.open) { request, context in
            note("open", context)
            return GatewayHouse.ticket(version: 1)
        }
        tickets.answer(TicketsAPI.update) { request, context in
            note("update", context, request.version)
            guard request.version == nil || request.version == 7 else {
                throw Problem.stale("ticket", expected: request.version ?? 0, actual: 7)
            }
            return GatewayHouse.ticket(version: 8)
        }
    }

    static func ticket(version: Int) -> Ticket {
        let now = Instant(seconds: 1_795_420_800)
        return Ticket(
            id: "t1", number: 1, subject: "打印机坏了", status: .open, priority: .normal, channel: .mail,
            requester: Requester(id: "c1", name: "李雷"), createdAt: now, updatedAt: now, version: version)
    }

    func run(_ body: @escaping @Sendable (Client) async throws -> Void) async throws {
        try await run { clients, _ in try await body(clients[0]) }
    }

    /// With a browser at the door of each copy, and somebody who may do everything.
    func run(_ body: @escaping @Sendable ([Client], BusCaller) async throws -> Void) async throws {
        let services = [tickets] + gateways + others + [customers, channels].compactMap(\.self)
        try await house.run(services) { caller in
            @Sendable func said(_ message: JSON) -> [JSON] {
                lines.all.compactMap { try? JSON(parsing: $0.utf8) }.filter { $0["message"] == message }
            }
            var ports: [Int] = []
            try await eventually("every gateway listens, and its pages would hear of an event") {
                ports = said("listening").compactMap { $0["port"]?.int.map(Int.init) }
                return ports.count == gateways.count && said("live").count >= gateways.count
            }
            for role in [Role.admin, .agent, .light] {
                let account = Account(
                    id: role.rawValue, email: "\(role.rawValue)@example.com", name: role.rawValue, roles: [role])
                _ = try await caller.call(
                    GatewayAPI.saveAccount, SaveAccount(account: account, password: GatewayHouse.password), as: .system)
            }
            let http = try HTTPClient()
            let clients = ports.map { Client(http: http, port: $0) }
            for client in clients {
                try await eventually("the door is open") {
                    try await client.send("GET", "/api/v1/openapi.json").status == 200
                }
            }
            try await body(clients, caller)
        }
        for service in services { await service.store.close() }
    }
}

/// A browser as far as the gateway sees one.
struct Client: Sendable {
    let http: HTTPClient
    let port: Int
    var cookie: String?
    var csrf: String?

    struct Answer: Sendable {
        var status: Int
        var headers: HTTPHeaders
        var bytes: [UInt8]
        var json: JSON { (try? JSON(parsing: bytes)) ?? .null }
        var code: String? { json["code"]?.string }
    }

    func send(
        _ method: String, _ path: String, _ body: JSON? = nil, _ more: HTTPHeaders = [:], raw: [UInt8]? = nil
    ) async throws -> Answer {
        var headers = more
        if let cookie { headers["Cookie"] = "other=1; moat_session=\(cookie)" }
        if let csrf, headers["X-CSRF-Token"] == nil { headers["X-CSRF-Token"] = csrf }
        if body != nil, headers["Content-Type"] == nil { headers["Content-Type"] = "application/json" }
        let bytes = raw ?? body.map { Array($0.text.utf8) } ?? []
        let answer = try await http.send(
            .init(method, "http://127.0.0.1:\(port)\(path)", headers: headers, body: bytes))
        return Answer(status: answer.status, headers: answer.headers, bytes: answer.body)
    }

    /// The same browser, signed in.
    func signedIn(_ role: Role) async throws -> Client {
        let answer = try await send(
            "POST", "/api/v1/session",
            ["email": .string("\(role.rawValue)@example.com"), "password": .string(GatewayHouse.password)])
        guard answer.status == 200, let set = answer.headers["Set-Cookie"] else {
            throw Problem.fault("test.sign_in", "\(answer.status) \(answer.json.text)")
        }
        var client = self
        client.cookie = String(set.dropFirst("moat_session=".count).prefix { $0 != ";" })
        client.csrf = answer.json["csrf"]?.string
        return client
    }
}
