@testable import Gateway
import Base
import Contracts
import HTTP
import ServiceKit
import Store
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(4))) struct SessionTests {
    private static let email = "ann@example.com"
    private static let password = "correct horse battery"

    /// Accounts and sessions on a clock that the test moves.
    private struct Desk: Sendable {
        let time: ManualTime
        let store: Store
        let sessions: Sessions
        let accounts: AccountCalls

        func code(_ password: String, _ email: String = SessionTests.email) async -> String {
            await problem { _ = try await sessions.signIn(email: email, password: password) }?.code ?? "in"
        }

        func request(_ cookie: String) throws -> HTTPRequest {
            HTTPRequest(target: try HTTPTarget("/"), headers: ["Cookie": String(cookie.prefix { $0 != ";" })])
        }

        func link(_ email: String = SessionTests.email) async throws -> String {
            try await accounts.signInLink(SignInLink(email: email), CallContext(caller: .system, store: store)).token
        }
    }

    private func withDesk(_ body: @escaping @Sendable (Desk) async throws -> Void) async throws {
        let time = ManualTime()
        let house = try await ServiceHouse(time: time)
        let tickets = try await house.service("tickets")
        tickets.answer(TicketsAPI.agents) { _, _ in Page(items: []) }
        tickets.answer(TicketsAPI.saveAgent) { agent, _ in agent }
        tickets.answer(TicketsAPI.setPresence) { request, _ in
            Agent(id: request.agent, name: "x", email: "x@example.com", roles: [.agent])
        }
        let identifiers = Identifiers.uuidV7(time: time, randomness: .seeded(1))
        let store = try await TestStore.open(
            service: "gateway", migrations: Schema.migrations, time: time, identifiers: identifiers)
        try await house.run([tickets]) { caller in
            let settings = GatewaySettings(Settings(environment: [:]))
            let desk = Desk(
                time: time, store: store,
                sessions: Sessions(store: store, time: time, caller: caller, settings: settings),
                accounts: AccountCalls(store: store, time: time, identifiers: identifiers, caller: caller))
            let account = Account(id: "ann", email: SessionTests.email, name: "安", roles: [.agent])
            _ = try await desk.accounts.save(
                SaveAccount(account: account, password: SessionTests.password),
                CallContext(caller: .system, store: store))
            try await body(desk)
        }
    }

    @Test func `the right password opens a session of fourteen days`() async throws {
        try await withDesk { desk in
            let opened = try await desk.sessions.signIn(email: "ANN@example.com", password: SessionTests.password)
            let request = try desk.request(opened.cookie)
            #expect(try await desk.sessions.session(of: request)?.account.id == "ann")
            desk.time.advance(by: .days(14) - .seconds(1))
            #expect(try await desk.sessions.session(of: request) != nil)
            desk.time.advance(by: .seconds(2))
            #expect(try await desk.sessions.session(of: request) == nil)
        }
    }

    @Test func `wrong passwords, unknown people and accounts without one sound alike`() async throws {
        try await withDesk { desk in
            #expect(await desk.code("wrong password") == "auth.wrong")
            #expect(await desk.code(SessionTests.password, "nobody@example.com") == "auth.wrong")
            let bare = Account(id: "bob", email: "bob@example.com", name: "B", roles: [.agent])
            _ = try await desk.accounts.save(
                SaveAccount(account: bare), CallContext(caller: .system, store: desk.store))
            #expect(await desk.code("", "bob@example.com") == "auth.wrong")
            #expect(await desk.code("nobody has this password", "bob@example.com") == "auth.wrong")
        }
    }

    @Test func `five wrong passwords make a pause that doubles`() async throws {
        try await withDesk { desk in
            for _ in 1...5 { #expect(await desk.code("wrong") == "auth.wrong") }
            #expect(await desk.code(SessionTests.password) == "auth.locked")
            desk.time.advance(by: .milliseconds(1_001))
            #expect(await desk.code("wrong") == "auth.wrong")
            desk.time.advance(by: .milliseconds(1_001))
            #expect(await desk.code(SessionTests.password) == "auth.locked")
            desk.time.advance(by: .seconds(1))
            #expect(await desk.code(SessionTests.password) == "in")
            for _ in 1...5 { #expect(await desk.code("wrong") == "auth.wrong") }
        }
    }

    @Test func `many tries at once are as many tries`() async throws {
        try await withDesk { desk in
            let codes = await withTaskGroup(of: String.self) { group in
                for n in 0..<20 { group.addTask { await desk.code("guess \(n)") } }
                return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
            #expect(codes == ["auth.wrong": 5, "auth.locked": 15])
        }
    }

    @Test func `a link signs in once, within ten minutes`() async throws {
        try await withDesk { desk in
            let token = try await desk.link()
            let opened = try await desk.sessions.signIn(token: token)
            #expect(opened.session.account.id == "ann")
            let again = await problem { _ = try await desk.sessions.signIn(token: token) }
            #expect(again?.status == 401 && again?.code == "auth.link")
            let late = try await desk.link()
            desk.time.advance(by: .minutes(10) + .seconds(1))
            #expect(await problem { _ = try await desk.sessions.signIn(token: late) }?.code == "auth.link")
            #expect(await problem { _ = try await desk.sessions.signIn(token: "") }?.code == "auth.link")
            #expect(await problem { _ = try await desk.link("nobody@example.com") }?.code == "account.not_found")
        }
    }

    @Test func `a new password or a closed account ends its sessions`() async throws {
        try await withDesk { desk in
            let context = CallContext(caller: .system, store: desk.store)
            var account = Account(id: "ann", email: SessionTests.email, name: "安", roles: [.agent])
            let opened = try await desk.sessions.signIn(email: SessionTests.email, password: SessionTests.password)
            _ = try await desk.accounts.save(SaveAccount(account: account, password: "another password"), context)
            #expect(try await desk.sessions.session(of: desk.request(opened.cookie)) == nil)
            let second = try await desk.sessions.signIn(email: SessionTests.email, password: "another password")
            account.active = false
            _ = try await desk.accounts.save(SaveAccount(account: account), context)
            #expect(try await desk.sessions.session(of: desk.request(second.cookie)) == nil)
            #expect(await desk.code("another password") == "auth.wrong")
            #expect(await problem { _ = try await desk.link() }?.status == 404)
        }
    }

    @Test func `nothing that is stored opens a door`() async throws {
        try await withDesk { desk in
            let opened = try await desk.sessions.signIn(email: SessionTests.email, password: SessionTests.password)
            let token = String(opened.cookie.dropFirst("moat_session=".count).prefix { $0 != ";" })
            let stored = try await desk.store.read { db in
                try db.rows("SELECT token FROM sessions").map { try $0.string("token") }
                    + (try db.rows("SELECT password FROM accounts").map { try $0.string("password") })
            }
            #expect(stored.count == 2 && !stored.contains { $0.contains(token) || $0.contains(SessionTests.password) })
            for secret in stored {
                #expect(try await desk.sessions.session(of: desk.request("moat_session=\(secret)")) == nil)
            }
        }
    }

    @Test(arguments: [
        ("no-at", "A", "long enough 1", "#/email"), ("a@b", "", "long enough 1", "#/name"),
        ("a@b", "A", "short", "#/password"),
    ]) func `an account with a mistake says where`(email: String, name: String, password: String, pointer: String)
        async throws
    {
        try await withDesk { desk in
            let account = Account(id: "x", email: email, name: name, roles: [.agent])
            let found = await problem {
                _ = try await desk.accounts.save(
                    SaveAccount(account: account, password: password), CallContext(caller: .system, store: desk.store))
            }
            #expect(found?.status == 422 && found?.errors?.map(\.pointer) == [pointer])
        }
    }

    @Test func `two accounts cannot have one address`() async throws {
        try await withDesk { desk in
            let other = Account(id: "eve", email: "Ann@Example.com", name: "E", roles: [.agent])
            let found = await problem {
                _ = try await desk.accounts.save(
                    SaveAccount(account: other), CallContext(caller: .system, store: desk.store))
            }
            #expect(found?.status == 409 && found?.code == "account.email")
        }
    }
}
