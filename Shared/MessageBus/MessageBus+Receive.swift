internal import Base
internal import BusWire

extension MessageBus {
    /// What to do outside the lock for one event.
    private enum Delivery: Sendable {
        case message(Message, Inbox, last: Bool)
        case reply(Message, Waiter)
        case done(Waiter)
        case failed(Waiter, BusError)
        case ended(Inbox, BusError)
        case ready(again: Bool)
        case lameDuck
        case complaint(String)
    }

    /// Applies frames in their order: decided under the lock, delivered after it. Throws when the connection cannot
    /// go on.
    func receive(_ frames: [ServerFrame], _ endpoint: Endpoint) throws {
        let (deliveries, failure) = try change { state throws(BusError) in
            var deliveries: [Delivery] = []
            deliveries.reserveCapacity(frames.count)
            var failure: BusError?
            do throws(BusError) {
                for frame in frames { try state.session.received(frame, into: &state.events) }
            } catch {
                failure = error
            }
            for event in state.events {
                if let delivery = Self.delivery(of: event, &state) { deliveries.append(delivery) }
            }
            state.events.removeAll(keepingCapacity: true)
            return (deliveries, failure)
        }
        for delivery in deliveries { perform(delivery, endpoint) }
        if let failure { throw failure }
    }

    private static func delivery(of event: Session.Event, _ state: inout State) -> Delivery? {
        switch event {
        case .message(let message, let sid, let last):
            guard let inbox = state.inboxes[sid] else { return nil }
            if last { state.inboxes[sid] = nil }
            return .message(message, inbox, last: last)
        case .reply(let message, let request):
            return state.waiters.removeValue(forKey: request).map { .reply(message, $0) }
        case .flushed(let id): return state.waiters.removeValue(forKey: id).map { .done($0) }
        case .subscriptionDenied(let sid, let error):
            return state.inboxes.removeValue(forKey: sid).map { .ended($0, error) }
        case .publishDenied(let subject, let error):
            // The broker does not say which message it was: the oldest request on that subject is the likeliest.
            let request = state.waiters.filter { $0.value.isRequest(on: subject) }.map(\.key).min()
            return request.flatMap { state.waiters.removeValue(forKey: $0) }.map { .failed($0, error) }
        case .learned(let addresses):
            state.reconnection.learn(addresses)
            return nil
        case .ready:
            state.reconnection.succeeded()
            state.timesReady += 1
            return .ready(again: state.timesReady > 1)
        case .lameDuck: return .lameDuck
        case .complaint(let text): return .complaint(text)
        }
    }

    private func perform(_ delivery: Delivery, _ endpoint: Endpoint) {
        switch delivery {
        case .message(let message, let inbox, let last):
            counts.received.add()
            push(message, to: inbox)
            if last { inbox.finish() }
        case .reply(let message, let waiter):
            counts.received.add()
            if case .reply(let continuation, _) = waiter.kind { continuation.resume(returning: message) }
        case .done(let waiter): waiter.succeed()
        case .failed(let waiter, let error): waiter.fail(error)
        case .ended(let inbox, let error): inbox.finish(error)
        case .ready(let again):
            counts.connected.set(1)
            if again { counts.reconnects.add() }
            log.info("bus connected", ["broker": .string(endpoint.place)])
        case .lameDuck:
            log.warning("the broker is about to stop", ["broker": .string(endpoint.place)])
        case .complaint(let text):
            counts.complaints.add()
            log.warning("the broker complained", ["broker": .string(endpoint.place), "complaint": .string(text)])
        }
    }
}

extension MessageBus.Waiter {
    fileprivate func isRequest(on subject: String) -> Bool {
        if case .reply(_, subject) = kind { true } else { false }
    }
}
