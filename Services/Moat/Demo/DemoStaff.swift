internal import Base
internal import Contracts

/// The thirteen people of the demo company and their three teams.
enum DemoStaff {
    /// Good for all accounts of the demo, and only there.
    static let password = "moat-demo-2026"
    static let domain = "greenfield.example"

    /// `support` is the team that every installation begins with: new tickets arrive there.
    static let teams: [Team] = [
        Team(id: "presales", name: "Pre-sales", lead: id(4), names: ["zh": "售前咨询", "en": "Pre-sales"]),
        Team(id: "support", name: "After-sales", lead: id(2), names: ["zh": "售后支持", "en": "After-sales"]),
        Team(
            id: "logistics", name: "Logistics & refunds", lead: id(3),
            names: ["zh": "物流与退款", "en": "Logistics & refunds"], calendar: DemoPromises.warehouse.id),
    ]

    private struct Person {
        let zh: String
        let en: String
        let role: Role
        let teams: [String]
        let presence: Agent.Presence
        var language = "zh"
    }

    private static let people: [Person] = [
        Person(zh: "沈知夏", en: "Helen Shen", role: .owner, teams: ["support"], presence: .offline),
        Person(zh: "顾北辰", en: "Victor Gu", role: .admin, teams: ["support"], presence: .offline),
        Person(zh: "许南乔", en: "Grace Xu", role: .supervisor, teams: ["support"], presence: .away),
        Person(zh: "陆景行", en: "Leo Lu", role: .supervisor, teams: ["logistics"], presence: .away),
        Person(zh: "周静", en: "Jane Zhou", role: .agent, teams: ["presales"], presence: .away),
        Person(zh: "何一鸣", en: "Eric He", role: .agent, teams: ["presales"], presence: .offline),
        Person(zh: "林晓雨", en: "Lydia Lin", role: .agent, teams: ["support"], presence: .online),
        Person(zh: "陈思远", en: "Simon Chen", role: .agent, teams: ["support"], presence: .online),
        Person(zh: "王梓萱", en: "Cindy Wang", role: .agent, teams: ["support"], presence: .online),
        Person(
            zh: "白丹宁", en: "Daniel Brooks", role: .agent, teams: ["support", "presales"], presence: .away,
            language: "en"),
        Person(zh: "赵可欣", en: "Coco Zhao", role: .agent, teams: ["logistics"], presence: .online),
        Person(zh: "孙浩然", en: "Howard Sun", role: .agent, teams: ["logistics"], presence: .online),
        // An engineer of the maker: reads and writes notes, never answers customers.
        Person(zh: "秦工", en: "Quinn Qin", role: .light, teams: ["support"], presence: .offline),
    ]

    static let agents: [Agent] = people.enumerated().map { index, person in
        var agent = Agent(
            id: id(index), name: name(person), email: email(person), roles: [person.role], teams: person.teams,
            presence: person.presence, capacity: capacity(person.role))
        agent.skills = DemoOrganisation.levels[index]
        if person.role == .agent { agent.channelLimits = [.chat: 4, .phone: 1] }
        if person.teams == ["presales"] { agent.shifts = DemoOrganisation.officeHours }
        return agent
    }

    static let accounts: [Account] = people.enumerated().map { index, person in
        Account(
            id: id(index), email: email(person), name: name(person), roles: [person.role], teams: person.teams,
            language: person.language)
    }

    /// Who signs in first.
    static var owner: Account { accounts[0] }

    /// The name an agent signs with, in the customer's language.
    static func signature(of agent: String, _ language: Language) -> String {
        guard let index = agents.firstIndex(where: { $0.id == agent }) else { return "" }
        let person = people[index]
        return language == .zh ? person.zh : String(person.en.prefix { $0 != " " })
    }

    /// Those of a team who answer all day, the rest of the team now and then.
    static func desk(of team: String) -> [(agent: String, weight: Double)] {
        agents.filter { $0.teams.contains(team) && $0.roles != [.owner] }.map { agent in
            switch agent.roles.first {
            case .agent: (agent.id, agent.teams.first == team ? 1 : 0.5)
            case .supervisor: (agent.id, 0.15)
            default: (agent.id, 0)
            }
        }
    }

    /// The owner and the administrator get no tickets by the round robin; nobody of pre-sales is there at the moment,
    /// so that tickets wait in that team's queue until one of them signs in.
    private static func capacity(_ role: Role) -> Int {
        switch role {
        case .owner, .admin, .light: 0
        case .supervisor: 5
        case .agent: 20
        }
    }

    /// Fixed, so that a second run finds everybody again.
    static func id(_ index: Int) -> String { "demo-agent-" + (index < 9 ? "0" : "") + String(index + 1) }

    private static func name(_ person: Person) -> String {
        "\(person.zh) \(person.en.prefix { $0 != " " })"
    }

    private static func email(_ person: Person) -> String {
        person.en.lowercased().split(separator: " ").joined(separator: ".") + "@" + domain
    }
}

/// The two languages the demo company speaks.
enum Language: String, Sendable, CaseIterable { case zh, en }
