package import Base

extension MessageBus {
    /// Ends in peace: no new messages, those held are still handled and answered, everything is sent, then `run()`
    /// returns. What is not finished within the limit is cut off. `last` runs when all handlers are done: it may still
    /// publish. Returns when the bus is closing.
    package func drain(
        within limit: Instant.Span = .seconds(10), last: @escaping @Sendable () async throws -> Void = {}
    ) async {
        let inboxes = try? change { state throws(BusError) -> [Inbox] in
            if state.draining || state.session.phase == .closed { return [] }
            state.draining = true
            state.session.unsubscribeAll()
            return state.inboxes.sorted { $0.key < $1.key }.map(\.value)
        }
        await withTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask(name: "bus drain") { await self.handleTheRest(inboxes ?? [], limit, last) }
            // Cancelled or not, the drain goes on below: the sleep's only error is cancellation.
            group.addTask(name: "bus drain limit") { try? await self.time.sleep(for: limit) }
            await group.next()
        }
        closing.raise()
    }

    private func handleTheRest(
        _ inboxes: [Inbox], _ limit: Instant.Span, _ last: @Sendable () async throws -> Void
    ) async {
        do {
            // After this round trip every message that was under way is in its inbox.
            if isConnected { try await flush(timeout: limit) }
            for inbox in inboxes { end(inbox) }
            for inbox in inboxes { try await inbox.over.wait() }
            try await last()
            if isConnected { try await flush(timeout: limit) }
        } catch {
            // The limit was reached or the connection is gone: what could be finished is finished.
            log.warning("bus drained incompletely", ["reason": .string("\(error)")])
        }
    }
}
