package import Base
internal import Contracts
internal import ServiceKit
package import Store

extension TicketCalls {
    /// What answers the calls about who else is there, what must not be read any more, what was thrown away.
    func answerRedaction(on service: Service) {
        let (store, tools) = (store, tools)
        service.answer(TicketsAPI.showPresence) { request, context in
            let cause = Cause(caller: context.caller)
            return try await store.write { tx in try Desk.work(tx, tools, cause) { try $0.show(request) } }
        }
        service.answer(TicketsAPI.leaveTicket) { request, context in
            try await change(context) { try $0.leave(request) }
        }
        service.answer(TicketsAPI.viewers) { request, context in
            try await store.read { try $0.viewers(request, caller: context.caller) }
        }
        service.answer(TicketsAPI.redact) { request, context in try await change(context) { try $0.redact(request) } }
        service.answer(TicketsAPI.trash) { request, context in try await change(context) { try $0.trash(request) } }
        service.answer(TicketsAPI.restore) { request, context in try await change(context) { try $0.restore(request) } }
        service.answer(TicketsAPI.trashed) { request, _ in try await store.read { try $0.trashed(request) } }
        service.answer(TicketsAPI.purge) { request, context in
            try await change(context) { try $0.purgeNow(request) }
        }
        service.onTimer(Desk.purgeTimer) { timer, tx in
            try Desk.work(tx, tools, .itself) { try $0.wakePurge(timer.reference) }
        }
        service.onTimer(Desk.forgetTimer) { timer, tx in
            try Desk.work(tx, tools, .itself) { try $0.goOnForgetting(timer) }
        }
        service.onTimer(Desk.scrubTimer, calling: { try await Scrubber(store: store).scrub($0.payload) })
    }
}

/// Removes files and lets the store give up what was overwritten, after the transaction that decided so.
package struct Scrubber: Sendable {
    let store: Store

    package init(store: Store) { self.store = store }

    /// A list of files that go in any case; those under `unless` stay when another message has them, too.
    package func scrub(_ payload: JSON) async throws {
        for file in (payload.array ?? []).compactMap(\.string) { try await remove(file) }
        for file in (payload["unless"]?.array ?? []).compactMap(\.string)
        where try await !store.read({ try $0.isNamed(file) }) {
            try await remove(file)
        }
        try await store.forgetOverwritten()
    }

    private func remove(_ file: String) async throws {
        do {
            try await store.blobs.remove(file)
        } catch let error as StoreError where error.code == .blob {
            // Not even a name: there is no such file.
        }
    }
}
