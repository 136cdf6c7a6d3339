internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

/// The rules service: what happens by itself.
@main
struct RulesService {
    static func main() async {
        await Service.main(RulesAPI.service, migrations: Schema.migrations) { service, _ in
            try await register(on: service)
        }
    }

    /// Which call is answered by whom, and which feeds are followed.
    static func register(on service: Service) async throws {
        let rules = RuleCalls(store: service.store, time: service.time, identifiers: service.identifiers)
        try await rules.makeReady()
        service.answer(RulesAPI.list, rules.list)
        service.answer(RulesAPI.get, rules.get)
        service.answer(RulesAPI.save, rules.save)
        service.answer(RulesAPI.remove, rules.remove)

        let runs = RunCalls(
            store: service.store, time: service.time, identifiers: service.identifiers, caller: service.caller)
        service.answer(RulesAPI.runs, runs.list)
        service.answer(RulesAPI.rehearse, runs.rehearse)

        let notifications = NotificationCalls(store: service.store)
        service.answer(RulesAPI.notifications, notifications.list)
        service.answer(RulesAPI.readNotifications, notifications.read)

        let engine = RuleEngine(
            store: service.store, time: service.time, identifiers: service.identifiers, caller: service.caller,
            log: service.log)
        let erasure = RunErasure(store: service.store)
        let types = RunErasure.types.union(Rule.triggers).sorted()
        // One follower for both: what is forgotten is never read again by a rule that comes late.
        service.decide(on: TicketsAPI.self, types: types) { event in
            if RunErasure.types.contains(event.type) { try await erasure.apply(event) }
            guard Rule.triggers.contains(event.type) else { return { _ in } }
            return try await engine.handle(event)
        }
        service.onTimer(RuleEngine.timerKind, calling: engine.fire)
        let (store, time) = (service.store, service.time)
        service.loop("forget old runs") {
            while true {
                let now = time.now()
                while try await store.write({ try RunTable.forget(before: now, $0) }) { try Task.checkCancellation() }
                try await time.sleep(for: .hours(6))
            }
        }
    }
}
