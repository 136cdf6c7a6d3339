@testable import Gateway
import Base
import Contracts
import ServiceKit
import TestSupport
import Testing

/// Roles of the house's own, from the door to the tickets service and back.
@Suite(.timeLimit(.minutes(5))) struct RoleDoorTests {
    private static let reader: JSON = [
        "name": "外包", "allowed": ["account:own": "all", "tickets:read": "own", "tickets:reply": "own"],
        "masked": ["customer.contact"],
    ]

    @Test func `who may see their own tickets sees no others, and no addresses`() async throws {
        try await GatewayHouse(realTickets: true).run { client in
            let admin = try await client.signedIn(.admin)
            let outsider = try await Staff.add("outside", RoleDoorTests.reader, by: admin)
            func open(_ subject: String, _ assignee: JSON) async throws -> String {
                let opened = try await admin.send(
                    "POST", "/api/v1/tickets",
                    [
                        "subject": .string(subject), "text": "please",
                        "requester": ["id": "c1", "name": "李雷", "address": "li@example.org"],
                    ])
                let id = try #require(opened.json["id"]?.string)
                let given = try await admin.send("PATCH", "/api/v1/tickets/\(id)", ["assignee": assignee])
                #expect(given.status == 200, "\(given.json.text)")
                return id
            }
            let mine = try await open("mine", "outside")
            let other = try await open("other", "admin")
            let shown = try await outsider.send("GET", "/api/v1/tickets?view=all")
            #expect(shown.json["data"]?.array?.compactMap { $0["id"]?.string } == [mine])
            #expect(!shown.json.text.contains("li@example.org"))
            #expect(try await admin.send("GET", "/api/v1/tickets?view=all").json.text.contains("li@example.org"))
            let found = try await outsider.send("GET", "/api/v1/tickets/search?q=other")
            #expect(found.json["data"] == [])
            let counts = try await outsider.send("GET", "/api/v1/ticket-counts")
            #expect(counts.json["counts"]?["all"]?.int ?? 1 == 1)
            for path in ["", "/messages", "/history", "/links", "/drafts", "/intent"] {
                #expect(try await outsider.send("GET", "/api/v1/tickets/\(mine)\(path)").status == 200, "\(path)")
                #expect(try await outsider.send("GET", "/api/v1/tickets/\(other)\(path)").status == 404, "\(path)")
            }
            let reply: JSON = ["text": "hello"]
            #expect(try await outsider.send("POST", "/api/v1/tickets/\(mine)/replies", reply).status == 201)
            #expect(try await outsider.send("POST", "/api/v1/tickets/\(other)/replies", reply).status == 404)
            #expect(try await outsider.send("POST", "/api/v1/tickets/\(mine)/notes", reply).status == 403)
            #expect(try await outsider.send("GET", "/api/v1/customers").status == 403)
            #expect(try await outsider.send("GET", "/api/v1/queues/none/tickets").status == 403)
        }
    }

    @Test func `a customer's card shows only the tickets that one may see`() async throws {
        try await GatewayHouse(whole: true).run { client in
            let admin = try await client.signedIn(.admin)
            let role: JSON = [
                "name": "Shop", "allowed": ["account:own": "all", "tickets:read": "own", "customers:read": "all"],
            ]
            let blind: JSON = ["name": "Books", "allowed": ["account:own": "all", "customers:read": "all"]]
            let shop = try await Staff.add("shop", role, by: admin)
            let books = try await Staff.add("books", blind, by: admin)
            let customer = try await admin.send("POST", "/api/v1/customers", ["name": "李雷"])
            let id = try #require(customer.json["id"]?.string)
            var tickets: [String] = []
            for assignee in ["shop", "admin"] {
                let opened = try await admin.send(
                    "POST", "/api/v1/tickets",
                    ["subject": .string(assignee), "text": "please", "requester": ["id": .string(id), "name": "李雷"]])
                let ticket = try #require(opened.json["id"]?.string)
                let path = "/api/v1/tickets/\(ticket)"
                #expect(try await admin.send("PATCH", path, ["assignee": .string(assignee)]).status == 200)
                tickets.append(ticket)
            }
            for (browser, expected) in [(admin, tickets), (shop, [tickets[0]]), (books, [])] {
                let card = try await browser.send("GET", "/api/v1/customers/\(id)/card")
                let recent = card.json["relationship"]?["recent"]?.array?.compactMap { $0["id"]?.string }
                #expect(Set(recent ?? ["no card"]) == Set(expected), "\(card.json.text)")
                #expect(card.json["relationship"]?["origin"]?["state"] == "fresh")
            }
        }
    }

    @Test func `a role says what is wrong with it, and stays while somebody has it`() async throws {
        try await GatewayHouse().run { client in
            let admin = try await client.signedIn(.admin)
            func put(_ role: JSON, _ id: String = "x") async throws -> Client.Answer {
                try await admin.send("PUT", "/api/v1/roles/\(id)", role)
            }
            let wrong = try await put(["name": "", "allowed": ["tickets:fly": "all", "rules:read": "own"]], "X!")
            Promise.expect(wrong, 422, "role.invalid", "put", "/roles/{id}")
            #expect(
                Set(wrong.json["errors"]?.array?.compactMap { $0["pointer"]?.string } ?? []) == [
                    "#/id", "#/name", "#/allowed/tickets:fly", "#/allowed/rules:read",
                ])
            _ = try await Staff.add("outside", RoleDoorTests.reader, by: admin)
            Promise.expect(
                try await put(RoleDoorTests.reader, "outside"), 412, "role.stale", "put", "/roles/{id}")
            Promise.expect(
                try await admin.send("DELETE", "/api/v1/roles/outside"), 409, "role.used", "delete", "/roles/{id}")
            Promise.expect(
                try await admin.send("DELETE", "/api/v1/roles/agent"), 409, "role.built_in", "delete", "/roles/{id}")
            let all = try await admin.send("GET", "/api/v1/roles")
            #expect(
                all.json["data"]?.array?.compactMap { $0["id"]?.string }
                    == ["owner", "admin", "supervisor", "agent", "light", "outside"])
            let stranger: JSON = ["email": "s@example.com", "name": "S", "roles": ["agent"], "customRoles": ["none"]]
            Promise.expect(
                try await admin.send("PUT", "/api/v1/accounts/s", stranger), 422, "account.role", "put",
                "/accounts/{id}")
        }
    }

    @Test func `nobody makes or changes an account that may more than they`() async throws {
        try await GatewayHouse().run { client in
            let admin = try await client.signedIn(.admin)
            let clerk = try await Staff.add(
                "clerk",
                ["name": "Clerk", "allowed": ["accounts:manage": "all", "roles:manage": "all", "account:own": "all"]],
                builtIn: ["light"], by: admin)
            func account(_ roles: JSON) -> JSON { ["email": "n@example.com", "name": "N", "roles": roles] }
            #expect(try await clerk.send("PUT", "/api/v1/accounts/n", account(["light"])).status == 200)
            for (id, roles) in [("n", ["agent"] as JSON), ("clerk", ["admin"]), ("admin", ["light"])] {
                let answer = try await clerk.send("PUT", "/api/v1/accounts/\(id)", account(roles))
                Promise.expect(answer, 403, "account.beyond", "put", "/accounts/{id}")
            }
            let role: JSON = ["name": "More", "allowed": ["tickets:purge": "all"]]
            Promise.expect(
                try await clerk.send("PUT", "/api/v1/roles/more", role), 403, "role.beyond", "put", "/roles/{id}")
            let owner = try await admin.send("PUT", "/api/v1/accounts/o", account(["owner"]))
            Promise.expect(owner, 403, "account.beyond", "put", "/accounts/{id}")
        }
    }

    @Test func `the last owner stays one`() async throws {
        try await GatewayHouse().run { clients, bus in
            let client = clients[0]
            let admin = try await client.signedIn(.admin)
            func put(
                _ id: String, _ role: String, active: Bool = true, as browser: Client
            ) async throws -> Client.Answer {
                try await browser.send(
                    "PUT", "/api/v1/accounts/\(id)",
                    [
                        "email": .string("\(id)@example.com"), "name": .string(id), "roles": [.string(role)],
                        "teams": [],
                        "password": .string(GatewayHouse.password), "active": .bool(active),
                    ])
            }
            #expect(try await put("boss", "owner", as: admin).status == 403, "only an owner makes one")
            let account = Account(id: "boss", email: "boss@example.com", name: "boss", roles: [.owner])
            let save = SaveAccount(account: account, password: GatewayHouse.password)
            _ = try await bus.call(GatewayAPI.saveAccount, save, as: .system)
            let boss = try await client.signedIn("boss@example.com")
            for (role, active) in [("admin", true), ("owner", false)] {
                let refused = try await put("boss", role, active: active, as: boss)
                Promise.expect(refused, 409, "account.last_owner", "put", "/accounts/{id}")
            }
            #expect(try await put("heir", "owner", as: boss).status == 200)
            #expect(try await put("boss", "admin", as: boss).status == 200)
        }
    }

    @Test func `an admin sees the house as another role, and changes nothing meanwhile`() async throws {
        try await GatewayHouse().run { client in
            let admin = try await client.signedIn(.admin)
            #expect(try await admin.send("GET", "/api/v1/audit").status == 200)
            #expect(try await admin.send("PUT", "/api/v1/session/view", ["role": "light"]).status == 204)
            #expect(try await admin.send("GET", "/api/v1/session").json["viewing"] == "light")
            #expect(try await admin.send("GET", "/api/v1/audit").status == 403)
            #expect(try await admin.send("GET", "/api/v1/tickets").status == 200)
            let change = try await admin.send("POST", "/api/v1/tickets", ["subject": "x"])
            #expect(change.status == 403 && change.code == "auth.viewing")
            #expect(try await admin.send("DELETE", "/api/v1/session/view").status == 204)
            #expect(try await admin.send("GET", "/api/v1/audit").status == 200)
            let agent = try await client.signedIn(.agent)
            #expect(try await agent.send("PUT", "/api/v1/session/view", ["role": "owner"]).status == 403)
        }
    }
}
