import Contracts
import Testing

@Suite struct AllowTests {
    /// Who may a call that is for these.
    struct Line: Sendable {
        var allow: Allow
        var may: Set<String>
    }

    private static let callers: [(name: String, caller: Caller)] =
        Role.allCases.map { ($0.rawValue, Caller(kind: .agent, id: "1", roles: [$0])) } + [
            ("no role", Caller(kind: .agent, id: "1")), ("customer", Caller(kind: .customer, id: "1")),
            ("service", .service("rules")), ("rule", Caller(kind: .rule, id: "1")), ("system", .system),
            ("anonymous", .anonymous),
        ]

    private static let everybody = Set(callers.map(\.name))

    static let table = [
        Line(allow: [], may: ["system"]),
        Line(allow: .admins, may: ["system", "owner", "admin"]),
        Line(allow: .supervisors, may: ["system", "owner", "admin", "supervisor"]),
        Line(allow: .agents, may: ["system", "owner", "admin", "supervisor", "agent"]),
        Line(allow: .light, may: ["system", "owner", "admin", "supervisor", "agent", "light"]),
        Line(allow: .customers, may: ["system", "customer"]),
        Line(allow: .services, may: ["system", "service"]),
        Line(allow: .rules, may: ["system", "rule"]),
        Line(allow: .staff, may: ["system", "owner", "admin", "supervisor", "agent", "light", "service", "rule"]),
        Line(allow: [.admins, .services], may: ["system", "owner", "admin", "service"]),
        Line(allow: .anyone, may: everybody),
        Line(allow: [.anyone, .admins], may: everybody),
    ]

    @Test(arguments: table) func `everybody may what the table says, and nothing else`(line: Line) {
        for (name, caller) in AllowTests.callers {
            #expect(line.allow.permits(caller) == line.may.contains(name), "\(name)")
        }
    }

    @Test func `the strongest of several roles counts`() {
        let both = Caller(kind: .agent, id: "1", roles: [.light, .supervisor])
        #expect(Allow.supervisors.permits(both))
        #expect(!Allow.admins.permits(both))
        #expect(both.has(.admin, .supervisor) && !both.has(.owner))
    }

    @Test func `roles do not help who is no agent`() {
        for kind in [Caller.Kind.customer, .anonymous, .service, .rule] {
            #expect(!Allow.admins.permits(Caller(kind: kind, id: "1", roles: [.owner])))
        }
    }

    @Test(arguments: [
        ChannelsAPI.submitForm.name, ChannelsAPI.wechat.name, TicketsAPI.survey.name, TicketsAPI.answerSurvey.name,
        KnowledgeAPI.readPublic.name, CustomersAPI.promoteSelf.name,
    ]) func `only these calls are open to everybody`(name: String) throws {
        let open = Catalogue.calls.filter { $0.allow.permits(.anonymous) }.map(\.name)
        #expect(open.contains(name))
        #expect(open.count == 6)
    }
}
