internal import Base
internal import BusWire

/// Everything but publishing.
extension Broker {
    func perform(_ frame: ClientFrame, _ bytes: Span<UInt8>, _ session: Session, now: Instant) {
        mark(session)
        if case .connect(let json) = frame { return connect(session, Bytes.array(bytes, json)) }
        if access.required, !session.connected { return denyEntry(session) }
        switch frame {
        case .connect, .publish: break
        case .ping: session.say("PONG\r\n")
        case .pong: break
        case .subscribe(let subject, let queue, let sid):
            let wanted = Wanted(
                pattern: Bytes.array(bytes, subject), queue: Bytes.array(bytes, queue), sid: Bytes.array(bytes, sid))
            subscribe(session, wanted)
        case .unsubscribe(let sid, let maximum):
            unsubscribe(session, Bytes.array(bytes, sid), maximum)
        }
    }

    struct Wanted {
        let pattern: [UInt8]
        let queue: [UInt8]
        let sid: [UInt8]
    }

    private func connect(_ session: Session, _ json: [UInt8]) {
        guard let options = try? ConnectOptions(json: json) else {
            session.refuse("Parser Error")
            return end(session, .protocolError)
        }
        guard let entry = access.admit(user: options.user, password: options.password, token: options.token) else {
            return denyEntry(session)
        }
        if options.noResponders, !options.headers {
            session.refuse("no responders requires headers support")
            return end(session, .protocolError)
        }
        session.options = options
        session.connected = true
        (session.user, session.permissions) = (entry.user, entry.permissions)
        session.recent = nil
        if options.verbose { session.say("+OK\r\n") }
    }

    private func denyEntry(_ session: Session) {
        counts.authorizationFailures += 1
        session.refuse("Authorization Violation")
        end(session, .authorization)
    }

    private func subscribe(_ session: Session, _ wanted: Wanted) {
        guard Subject.isPattern(wanted.pattern.span) else { return session.refuse("Invalid Subject") }
        var filtered = false
        if let permissions = session.permissions {
            let verdict = permissions.subscribe.verdict(pattern: wanted.pattern.span)
            if verdict == .denied { return denySubscription(session, wanted) }
            filtered = verdict == .partly
        }
        if session.subscriptions[wanted.sid] == nil {
            guard session.subscriptions.count < limits.subscriptions else {
                counts.refusedSubscriptions += 1
                return session.refuse("maximum subscriptions exceeded")
            }
            let subscription = Subscription(
                session: session, pattern: wanted.pattern, queue: wanted.queue, sid: wanted.sid, filtered: filtered)
            session.subscriptions[wanted.sid] = subscription
            trie.insert(subscription)
        }
        if session.options.verbose { session.say("+OK\r\n") }
    }

    private func denySubscription(_ session: Session, _ wanted: Wanted) {
        counts.permissionViolations += 1
        let pattern = String(decoding: wanted.pattern, as: UTF8.self)
        let queue = wanted.queue.isEmpty ? "" : " using queue \"\(String(decoding: wanted.queue, as: UTF8.self))\""
        session.refuse("Permissions Violation for Subscription to \"\(pattern)\"\(queue)")
    }

    private func unsubscribe(_ session: Session, _ sid: [UInt8], _ maximum: Int) {
        if let subscription = session.subscriptions[sid] {
            subscription.maximum = maximum
            if maximum == 0 || subscription.delivered >= maximum { remove(subscription) }
        }
        if session.options.verbose { session.say("+OK\r\n") }
    }

    func remove(_ subscription: Subscription) {
        guard !subscription.ended else { return }
        subscription.ended = true
        let sid = Array(subscription.sidPiece.dropFirst().dropLast())
        subscription.session.subscriptions[sid] = nil
        trie.remove(subscription)
    }
}
