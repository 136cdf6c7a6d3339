internal import Base
package import Contracts

/// Why something is changed: goes into every event of the change.
package struct Cause: Sendable {
    package var caller: Caller
    package var traceparent: String?
    package var causation: String?
    /// Brought in later: nobody acts on these events.
    package var isReplay = false

    package init(caller: Caller, traceparent: String? = nil, causation: String? = nil, isReplay: Bool = false) {
        (self.caller, self.traceparent, self.causation, self.isReplay) = (caller, traceparent, causation, isReplay)
    }

    /// The service itself: timers, the queue.
    package static let itself = Cause(caller: .service(TicketsAPI.service))

    /// Somebody else's event that is followed.
    package init(_ event: Event) {
        let actor = event.actor
        self.init(
            caller: Caller(kind: actor?.kind ?? .service, id: actor?.id ?? event.source, name: actor?.name),
            traceparent: event.traceparent, causation: event.id)
    }

    var actor: Actor { Actor(caller) }

    /// The id of the agent who acts, nil when it is no person of ours.
    var agent: String? { caller.kind == .agent ? caller.id : nil }
}
