internal import Base
internal import Contracts
internal import ServiceKit

/// Brings the demo company in by the services' own calls. Everything has a fixed id or key: a second run adds nothing,
/// and one that was interrupted goes on.
struct DemoLoader: Sendable {
    let bus: BusCaller
    let terminal: Terminal

    /// Calls in flight at most.
    static let width = 16
    private static let patience = CallOptions(timeout: .seconds(30))

    /// Everything, in the order in which one needs the other; the accounts come last and mean that it is complete.
    func load(_ company: DemoCompany) async throws {
        try await calendars()
        try await staff()
        try await policies()
        try await organisation(at: company.until)
        try await customers(company.customers.map(\.record))
        try await people(company)
        let articles = try await optionally("articles") { try await self.articles(company.articles) } ?? [:]
        try await tickets(company.tickets, articles)
        try await intent()
        try await surveys(at: company.until)
        try await views()
        try await desk()
        _ = try await optionally("the web form") { try await self.channels() }
        try await accounts()
    }

    /// Whether the company is there already.
    func isComplete() async throws -> Bool {
        try await knownAccounts().contains { $0.id == DemoStaff.owner.id }
    }

    /// Whether somebody else lives here.
    func isInhabited() async throws -> Bool {
        try await knownAccounts().contains { !$0.id.hasPrefix("demo-") }
    }

    private func knownAccounts() async throws -> [Account] { try await ask(GatewayAPI.accounts, Empty()).items }

    func ask<Request, Reply>(_ call: Call<Request, Reply>, _ request: Request) async throws -> Reply {
        try await bus.call(call, request, as: .system, DemoLoader.patience)
    }

    private func staff() async throws {
        try await teams { known, team in known == nil || (known?.version == 1 && known?.name != team.name) }
        for skill in DemoOrganisation.skills { _ = try await ask(TicketsAPI.saveSkill, skill) }
        let known = Set(try await ask(TicketsAPI.agents, Empty()).items.map(\.id))
        try await each("staff", DemoStaff.agents.filter { !known.contains($0.id) }) { agent in
            _ = try await ask(TicketsAPI.saveAgent, agent)
        }
        try await teams(withLeads: true) { known, _ in known?.lead == nil }
    }

    /// Saves the teams that `wanted` says yes to; a lead can only be named once the agent is there.
    private func teams(
        withLeads: Bool = false, _ wanted: @Sendable (Team?, Team) -> Bool
    ) async throws {
        let known = try await ask(TicketsAPI.teams, Empty()).items
        for var team in DemoStaff.teams where wanted(known.first { $0.id == team.id }, team) {
            if !withLeads { team.lead = nil }
            _ = try await ask(TicketsAPI.saveTeam, team)
        }
    }

    /// Who reports to whom, who is away, and how tickets come to the teams, unless somebody said otherwise.
    private func organisation(at now: Instant) async throws {
        for reason in DemoOrganisation.reasons { _ = try await ask(TicketsAPI.savePresenceReason, reason) }
        for line in DemoOrganisation.chart {
            let known = try await ask(TicketsAPI.chart, AskChart(agent: line.agent)).items
            if !known.contains(where: { $0.id == line.id }) { _ = try await ask(TicketsAPI.saveLine, line) }
        }
        let absences = Set(try await ask(TicketsAPI.absences, ListAbsences(limit: 100)).items.map(\.id))
        for absence in DemoOrganisation.absences(at: now) where !absences.contains(absence.id) {
            _ = try await ask(TicketsAPI.saveAbsence, absence)
        }
        if try await ask(TicketsAPI.routing, Empty()).rules.isEmpty {
            _ = try await ask(TicketsAPI.saveRouting, DemoOrganisation.routing)
        }
        for queue in try await ask(TicketsAPI.queues, Empty()).items where queue.policy.version == 0 {
            guard let policy = DemoOrganisation.queues.first(where: { $0.team == queue.team }) else { continue }
            _ = try await ask(TicketsAPI.saveQueue, policy)
        }
    }

    /// The company's hours, unless somebody set others.
    private func calendars() async throws {
        let known = try await ask(TicketsAPI.calendars, PageRequest()).items
        for calendar in DemoPromises.calendars where (known.first { $0.id == calendar.id }?.version ?? 1) == 1 {
            guard known.first(where: { $0.id == calendar.id }).map({ $0.name != calendar.name }) ?? true else {
                continue
            }
            _ = try await ask(TicketsAPI.saveCalendar, calendar)
        }
    }

    /// What the company promises, unless somebody promised other things.
    private func policies() async throws {
        let known = try await ask(TicketsAPI.policies, PageRequest()).items
        for policy in DemoPromises.policies {
            let current = known.first { $0.id == policy.id }
            guard current == nil || (current?.version == 1 && current?.id == "default") else { continue }
            _ = try await ask(TicketsAPI.savePolicy, policy)
        }
    }

    private func customers(_ all: [Customer]) async throws {
        let batches = stride(from: 0, to: all.count, by: 50).map { Array(all[$0..<min(all.count, $0 + 50)]) }
        try await each("customers", batches) { batch in
            _ = try await ask(CustomersAPI.bringIn, BringInCustomers(customers: batch))
        }
    }

    /// Writes and publishes; the result is the article's id by its key, only for those nobody has cited yet.
    private func articles(_ all: [DemoArticle]) async throws -> [String: String] {
        var known: [String: Article] = [:]
        var after: String?
        repeat {
            let page = try await ask(KnowledgeAPI.list, ListArticles(limit: 100, after: after))
            for article in page.items { known["\(article.language)/\(article.title)"] = article }
            after = page.after
        } while after != nil
        let ids = Locked<[String: String]>([:])
        for article in all {
            guard let there = known["\(article.language.rawValue)/\(article.title)"] else { continue }
            if there.citations == 0 { ids.withLock { $0[article.key] = there.id } }
        }
        let missing = all.filter { known["\($0.language.rawValue)/\($0.title)"] == nil }
        try await each("articles", missing) { article in
            let saved = try await ask(
                KnowledgeAPI.save,
                SaveArticle(
                    title: article.title, body: article.body, language: article.language.rawValue,
                    category: article.category, tags: [article.topic], audience: .everyone, publish: true))
            ids.withLock { $0[article.key] = saved.id }
        }
        return ids.withLock { $0 }
    }

    private func tickets(_ all: [DemoTicket], _ articles: [String: String]) async throws {
        try await each("tickets", all) { ticket in
            let saved = try await ask(TicketsAPI.replay, ticket.replay)
            guard let article = ticket.cites.flatMap({ articles[$0] }) else { return }
            _ = try await ask(KnowledgeAPI.cite, CiteArticle(article: article, ticket: saved.id, mode: .link))
        }
    }

    /// The desk has learnt from the tickets: it fills in the category of new ones, unless somebody chose already.
    private func intent() async throws {
        guard try await ask(TicketsAPI.intentSettings, Empty()).version == 0 else { return }
        _ = try await ask(TicketsAPI.saveIntentSettings, IntentSettings(applied: [.category]))
    }

    /// What customers are asked, unless somebody asks other things.
    private func surveys(at now: Instant) async throws {
        guard try await ask(TicketsAPI.surveyForms, Empty()).items.isEmpty else { return }
        for form in DemoSurveys.forms { _ = try await ask(TicketsAPI.saveSurveyForm, form) }
        for cause in DemoSurveys.causes { _ = try await ask(TicketsAPI.saveSurveyCause, cause) }
        _ = try await ask(TicketsAPI.saveSurveyProgramme, DemoSurveys.programme(at: now))
    }

    private func views() async throws {
        let known = Set(try await ask(TicketsAPI.views, Empty()).items.map(\.name))
        try await each("views", DemoViews.all.filter { !known.contains($0.name) }) { view in
            _ = try await ask(TicketsAPI.saveView, view)
        }
        let macros = Set(try await ask(TicketsAPI.macros, Empty()).items.map(\.name))
        for macro in DemoMacros.all where !macros.contains(macro.name) {
            _ = try await ask(TicketsAPI.saveMacro, macro)
        }
    }

    private func channels() async throws {
        let known = try await ask(ChannelsAPI.list, Empty()).items
        guard !known.contains(where: { $0.kind == .form }) else { return }
        _ = try await ask(ChannelsAPI.save, DemoCompany.form)
    }

    private func accounts() async throws {
        let known = Set(try await knownAccounts().map(\.id))
        let others = DemoStaff.accounts.filter { !known.contains($0.id) && $0.id != DemoStaff.owner.id }
        try await each("accounts", others) { try await save($0) }
        if !known.contains(DemoStaff.owner.id) { try await save(DemoStaff.owner) }
    }

    @Sendable private func save(_ account: Account) async throws {
        _ = try await ask(GatewayAPI.saveAccount, SaveAccount(account: account, password: DemoStaff.password))
    }

    /// What a part of the services can do without: a service that is not there is said, not an error.
    private func optionally<Result>(_ what: String, _ work: () async throws -> Result) async throws -> Result? {
        do {
            return try await work()
        } catch let problem as Problem where problem.code == "service.unavailable" {
            terminal.say("without \(what): \(problem.detail ?? problem.title)")
            return nil
        }
    }

    /// Does something with each of them, `width` at a time, and shows how far it is.
    func each<Item: Sendable>(
        _ what: String, _ items: [Item], _ work: @escaping @Sendable (Item) async throws -> Void
    ) async throws {
        guard !items.isEmpty else { return }
        terminal.progress(what, done: 0, of: Int64(items.count))
        try await withThrowingTaskGroup(of: Void.self) { group in
            var (begun, done) = (0, 0)
            while done < items.count {
                while begun < items.count, begun - done < DemoLoader.width {
                    let item = items[begun]
                    group.addTask { try await work(item) }
                    begun += 1
                }
                try await group.next()
                done += 1
                if done % 25 == 0 || done == items.count {
                    terminal.progress(what, done: Int64(done), of: Int64(items.count))
                }
            }
        }
    }
}
