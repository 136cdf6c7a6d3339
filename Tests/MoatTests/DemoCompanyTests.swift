import Base
import Contracts
import Testing

@testable import Moat

/// The demo company as a value: nothing here calls a service.
struct DemoCompanyTests {
    static let until = Instant(seconds: 1_795_420_800)
    static let full = DemoCompany(until: until)

    private var tickets: [ReplayTicket] { DemoCompanyTests.full.tickets.map(\.replay) }

    @Test func `the company is as large as promised`() {
        let company = DemoCompanyTests.full
        #expect(company.customers.count == 400)
        #expect(company.tickets.count == 1_500)
        #expect(DemoStaff.agents.count == 13 && DemoStaff.teams.count == 3)
        let roles = Dictionary(grouping: DemoStaff.agents, by: { $0.roles[0] }).mapValues(\.count)
        #expect(roles == [.owner: 1, .admin: 1, .supervisor: 2, .agent: 8, .light: 1])
        let ids = Set(DemoStaff.agents.map(\.id))
        #expect(ids.count == 13 && DemoStaff.teams.allSatisfy { ids.contains($0.lead ?? "") })
        let small = DemoCompany(size: .small, until: DemoCompanyTests.until)
        #expect(small.customers.count == 40 && small.tickets.count == 120)
    }

    @Test func `everybody below the owner has a manager, and what is named is there`() {
        let ids = Set(DemoStaff.agents.map(\.id))
        let chart = DemoOrganisation.chart
        #expect(Set(chart.map(\.agent)).count == 12 && !chart.contains { $0.agent == DemoStaff.owner.id })
        #expect(chart.allSatisfy { ids.contains($0.agent) && ids.contains($0.manager) })
        let skills = Set(DemoOrganisation.skills.map(\.id))
        #expect(DemoStaff.agents.flatMap { ($0.skills ?? [:]).keys }.allSatisfy(skills.contains))
        let teams = Set(DemoStaff.teams.map(\.id))
        #expect(Set(DemoOrganisation.queues.map(\.team)) == teams)
        for rule in DemoOrganisation.routing.rules {
            #expect(teams.contains(rule.team) && (rule.skills ?? []).allSatisfy { skills.contains($0.skill) })
        }
    }

    @Test func `ids, keys and addresses are nobody else's`() {
        let customers = DemoCompanyTests.full.customers.map(\.record)
        #expect(Set(customers.map(\.id)).count == 400)
        let identities = customers.flatMap(\.identities).map { "\($0.kind)/\($0.value)" }
        #expect(Set(identities).count == identities.count)
        #expect(Set(tickets.map(\.key)).count == 1_500)
        #expect(Set(tickets.map { $0.steps[0].text ?? "" }).count == 1_500)
    }

    @Test func `addresses belong to nobody real`() {
        for identity in DemoCompanyTests.full.customers.flatMap(\.record.identities) {
            switch identity.kind {
            case .email: #expect(identity.value.hasSuffix(".example"))
            case .phone: #expect(identity.value.hasPrefix("+861400") || identity.value.hasPrefix("+447700900"))
            default: #expect(identity.value.hasSuffix("@\(DemoCustomer.appID)"))
            }
        }
    }

    @Test func `each step follows the one before, within sixty days`() {
        let start = DemoCompanyTests.until - TicketWriter.span
        for ticket in tickets {
            #expect(ticket.steps.first?.kind == .received)
            #expect(zip(ticket.steps, ticket.steps.dropFirst()).allSatisfy { $0.at <= $1.at }, "\(ticket.key)")
            #expect(ticket.steps.allSatisfy { $0.at >= start && $0.at <= DemoCompanyTests.until }, "\(ticket.key)")
        }
    }

    @Test func `tickets come in the order of their arrival`() {
        let arrivals = tickets.map { $0.steps[0].at }
        #expect(arrivals == arrivals.sorted())
    }

    /// What the tickets service would refuse.
    @Test func `no past breaks the rules of live work`() {
        for ticket in tickets {
            var (status, solvedAt) = (TicketStatus.new, Instant?.none)
            for step in ticket.steps {
                if let solvedAt, step.kind != .rated { #expect(step.at < solvedAt + .days(4), "\(ticket.key)") }
                if step.kind == .received, status == .solved || status == .pending { status = .open }
                if step.kind == .rated { #expect(status == .solved, "\(ticket.key)") }
                if let next = step.status { status = next }
                solvedAt = status == .solved && step.kind != .rated ? step.at : solvedAt
                if status != .solved { solvedAt = nil }
            }
        }
    }

    @Test func `about sixty tickets are alive`() {
        let live = tickets.filter { ticket in
            ticket.steps.last.map { $0.status != .solved && $0.kind != .rated } ?? true
        }
        #expect(live.count == 60)
        let queued = live.filter { $0.steps.count == 1 }
        #expect((5...12).contains(queued.count))
        #expect(queued.allSatisfy { $0.team == "presales" })
        #expect(live.filter { $0.steps.last?.status == .pending }.count >= 10)
        #expect(live.filter { $0.steps.last?.status == .hold }.count >= 4)
    }

    @Test func `ratings are believable`() {
        let scores = tickets.flatMap(\.steps).filter { $0.kind == .rated }.compactMap(\.score)
        let solved = 1_440.0
        #expect((0.5...0.6).contains(Double(scores.count) / solved))
        let good = Double(scores.filter { $0 >= 4 }.count) / Double(scores.count)
        #expect((0.85...0.92).contains(good), "\(good)")
    }

    @Test func `first answers are skewed: most are quick, few take long`() {
        let waits = tickets.compactMap { ticket -> Double? in
            guard let reply = ticket.steps.first(where: { $0.kind == .replied }) else { return nil }
            return (reply.at - ticket.steps[0].at).seconds / 60
        }.sorted()
        let (median, p90) = (waits[waits.count / 2], waits[waits.count * 9 / 10])
        #expect((5...60).contains(median), "\(median) min")
        #expect(p90 > median * 3 && p90 < 12 * 60, "\(p90) min")
    }

    @Test func `days are busier than nights`() {
        let hours = tickets.map { (Int($0.steps[0].at.seconds) + ShopHours.offset) / 3_600 % 24 }
        #expect(hours.filter { $0 < 6 }.count * 8 < hours.filter { (9..<21).contains($0) }.count)
    }

    @Test func `all languages, channels, teams and scenarios are there`() {
        let zh = tickets.filter { $0.language == "zh" }.count
        #expect((900...1_250).contains(zh))
        #expect(Set(tickets.map(\.channel)) == [.mail, .wechat, .form, .chat])
        #expect(Set(tickets.compactMap(\.team)) == Set(DemoStaff.teams.map(\.id)))
        #expect(Set(tickets.flatMap(\.tags)) == Set(Scenario.all.map(\.id)))
        #expect(tickets.filter { $0.channel == .wechat }.allSatisfy { $0.requester.address?.contains("@wx") == true })
    }

    @Test func `texts are complete and short enough`() {
        for ticket in tickets {
            #expect(!ticket.subject.isEmpty && ticket.subject.count <= 200)
            for text in [ticket.subject] + ticket.steps.compactMap(\.text) {
                #expect(!text.contains("{") && !text.contains("}") && text.utf8.count < 4_000, "\(text)")
            }
        }
    }

    @Test func `the same seed makes the same company, whenever it ends`() {
        let later = DemoCompany(until: DemoCompanyTests.until + .days(100))
        #expect(later.customers.map(\.record.id) == DemoCompanyTests.full.customers.map(\.record.id))
        let (a, b) = (outline(DemoCompanyTests.full), outline(later))
        #expect(a == b)
        #expect(outline(DemoCompany(seed: 7, until: DemoCompanyTests.until)) != a)
        let again = DemoCompany(until: DemoCompanyTests.until)
        #expect(again.tickets.map(\.replay) == tickets)
    }

    private func outline(_ company: DemoCompany) -> [String: [String]] {
        let rows = company.tickets.map { ticket in
            (ticket.replay.key, [ticket.replay.requester.id, ticket.replay.channel.rawValue] + ticket.replay.tags)
        }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }
}
