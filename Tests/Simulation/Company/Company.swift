import Base
import Contracts
import ServiceKit
import Store

/// A whole run: the company opens, works while things break, and is checked when all is well again.
struct Company: Sendable {
    let world: World
    let processes: [Process]
    let office: Office
    /// One store of each service that no accident touches: keeps the data while all copies are dead, and looks at them.
    let archive: [String: Store]

    /// Seconds that accidents go on, and that the company then has to come to rest.
    private static let stormLimit = 60
    private static let restLimit = 240

    static func run(_ plan: Plan, name: String) -> Outcome {
        let world = World(plan, name: name)
        let isDone = Locked(false)
        let task = Task(executorPreference: world.executor) {
            do {
                try await Company.open(in: world).live()
            } catch {
                world.find("the run ended early: \(error)")
            }
            isDone.withLock { $0 = true }
        }
        var steps = 0
        while !isDone.withLock({ $0 }) {
            steps += 1
            if steps > 20_000_000 {
                world.find("no end after \(steps) steps")
                break
            }
            if world.executor.step() || world.time.advance() { continue }
            world.find("everybody waits and nothing will ever happen")
            break
        }
        withExtendedLifetime(task) {}
        return Outcome(
            seed: plan.seed, findings: world.findings, fingerprint: world.trace.fingerprint, lines: world.trace.lines)
    }

    private static func open(in world: World) async throws -> Company {
        let trades: [Trade] = [.tickets, .customers, .rules, .analytics, .channels]
        var processes: [Process] = []
        var archive: [String: Store] = [:]
        for trade in trades {
            // Some services have a copy beside them.
            for copy in 0...(world.happens(30) ? 1 : 0) {
                processes.append(Process(host: "\(trade.service)-\(copy)", trade: trade, world: world))
            }
            guard let first = processes.last else { continue }
            archive[trade.service] = try await Store.open(
                first.storeURL, service: trade.service, migrations: trade.migrations, time: world.time,
                identifiers: .uuidV7(time: world.time, randomness: .seeded(world.chance.next())))
        }
        return Company(world: world, processes: processes, office: try Office(world), archive: archive)
    }

    private func live() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for process in processes { group.addTask(name: process.host) { await process.live() } }
            group.addTask(name: "office") { await office.run() }
            defer { group.cancelAll() }
            try await furnish()
            try await storm()
            try await comeToRest("after the storm")
            // Hours later: what waited for its time has had it. Days later: what is done is closed.
            world.time.leap(.hours(3))
            try await comeToRest("hours later")
            world.time.leap(.days(30))
            try await comeToRest("a month later")
            await Inspection(self).look()
            try await rebuild()
            world.end()
            for process in processes { process.order(.kill) }
        }
        for (_, store) in archive.sorted(by: { $0.key < $1.key }) { await store.close() }
    }

    // MARK: The storm

    private func storm() async throws {
        let world = world
        world.network.faults = SimulatedNetwork.Faults(
            lost: world.chance.below(40), doubled: world.chance.below(40), late: world.chance.below(80),
            forgetsKeys: world.plan.sabotage == .forgetsKeys)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask(name: "people") {
                try await People(office: office).work()
                return true
            }
            group.addTask(name: "accidents") {
                try await accidents()
                return false
            }
            while let isPeople = try await group.next() {
                if !isPeople { world.network.heal() }
            }
        }
        try await sabotage()
    }

    private func accidents() async throws {
        let end = world.time.now() + .seconds(Self.stormLimit)
        let hosts = processes.map(\.host) + [Office.host]
        while world.time.now() < end {
            try await world.pause(300...5_000)
            switch world.chance.below(100) {
            case 0..<40: world.pick(processes).order(.kill)
            case 40..<52: world.pick(processes).order(.stop)
            case 52..<72:
                world.network.holdApart(world.pick(hosts), for: .milliseconds(500 + world.chance.below(20_000)))
            case 72..<88: world.network.reset(world.pick(hosts))
            case 88..<95: world.network.restartBroker(after: .milliseconds(100 + world.chance.below(4_000)))
            default:
                world.trace.note("leap")
                world.time.leap(.seconds(world.chance.below(600)))
            }
        }
    }

    private func sabotage() async throws {
        switch world.plan.sabotage {
        case .forgetsEvents:
            let end = try await archive[TicketsAPI.service]?.read { try $0.journalEnd() } ?? 0
            try await archive[CustomersAPI.service]?.write { tx in
                let from = try tx.cursor(of: "tickets/main")
                try tx.moveCursor(of: "tickets/main", from: from, to: end + 3)
            }
            let late = IntakeMessage(
                channel: .form, key: "late", requester: Requester(id: "nobody", name: "Nobody"), text: "late",
                at: world.time.now())
            let ticket = try await office.insist(TicketsAPI.intake, late, as: .service(ChannelsAPI.service))
            world.trace.note("late \(ticket.number)")
        case .losesTimers:
            try await archive[TicketsAPI.service]?.write { tx in
                try tx.execute("DELETE FROM store_timers WHERE kind = 'ticket'")
            }
        default: return
        }
    }

    // MARK: Rest

    /// Waits until every feed is read to its end and no timer is due, twice in a row.
    private func comeToRest(_ when: String) async throws {
        world.network.heal()
        var quiet = 0
        for _ in 0..<Self.restLimit {
            try await world.time.sleep(for: .seconds(1))
            guard let restless = try await Inspection(self).restless() else {
                quiet += 1
                if quiet == 3 { return world.trace.note("rest \(when)") }
                continue
            }
            quiet = 0
            world.trace.note("restless \(restless)")
        }
        world.find("no rest \(when): \(try await Inspection(self).restless() ?? "now")")
    }

    /// The numbers are made anew from the feeds and must be the same.
    private func rebuild() async throws {
        let me = People.boss
        let before = try await office.insist(AnalyticsAPI.state, Empty(), as: me)
        _ = try await office.insist(AnalyticsAPI.rebuild, Empty(), as: me)
        try await comeToRest("after the rebuild")
        let after = try await office.insist(AnalyticsAPI.state, Empty(), as: me)
        if before.digest == nil || before.digest != after.digest {
            world.find("analytics: \(before.digest ?? "none") before the rebuild, \(after.digest ?? "none") after it")
        }
    }
}

/// What a run came to.
struct Outcome: Sendable {
    let seed: UInt64
    /// What was not as it must be; empty when all is well.
    let findings: [String]
    let fingerprint: String
    let lines: [String]
}
