internal import Base
internal import BusWire

/// A message as places in the publisher's bytes.
struct Published {
    let subject: Range<Int>
    let reply: Range<Int>
    let header: Range<Int>
    let payload: Range<Int>

    var size: Int { header.count + payload.count }
    var hasHeader: Bool { !header.isEmpty }
}

/// The hot path: from a PUB to the outputs of its subscribers. Nothing is allocated for a message of usual shape.
extension Broker {
    func publish(_ message: Published, in bytes: Span<UInt8>, from publisher: Session, now: Instant) {
        publisher.received.messages += 1
        publisher.received.bytes += message.size
        counts.received.messages += 1
        counts.received.bytes += message.size
        if publisher.options.verbose { confirm(publisher) }
        let subject = bytes.extracting(message.subject)
        guard let match = match(subject, message, publisher, now) else { return }
        let delivered: Bool
        if let rest = canonicalRest(of: message, in: bytes) {
            delivered = deliver(message, subject, bytes.extracting(rest), bytes, match, publisher, now)
        } else {
            let rest = rebuiltRest(of: message, in: bytes, headers: true)
            delivered = deliver(message, subject, rest.span, bytes, match, publisher, now)
        }
        if !delivered, !message.reply.isEmpty, publisher.options.noResponders {
            tellNoResponders(publisher, bytes.extracting(message.reply))
        }
    }

    /// The subscriptions of the subject, or nil when the message must not go on.
    @inline(__always)
    private func match(
        _ subject: Span<UInt8>, _ message: Published, _ publisher: Session, _ now: Instant
    ) -> Match? {
        if let recent = publisher.recent, recent.generation == trie.generation,
            Bytes.equal(recent.subject, subject)
        {
            if publisher.recentAllowed || allow(publisher, subject, now) { return recent }
            return nil
        }
        let invalid = publisher.options.pedantic && !Subject.isLiteral(subject)
        if invalid {
            publisher.refuse("Invalid Publish Subject")
            mark(publisher)
        }
        let allowed = publisher.permissions?.publish.allows(subject) ?? true
        guard allowed || allow(publisher, subject, now) else { return nil }
        let match = cache.match(subject, in: trie)
        publisher.recent = invalid || match.generation == 0 ? nil : match
        publisher.recentAllowed = allowed
        return match
    }

    /// May it publish there as an answer; else it is told, and the message is dropped.
    private func allow(_ publisher: Session, _ subject: Span<UInt8>, _ now: Instant) -> Bool {
        if !publisher.replies.isEmpty {
            let key = Bytes.array(subject, 0..<subject.count)
            if var grant = publisher.replies[key], grant.expires > now, grant.left > 0 {
                grant.left -= 1
                publisher.replies[key] = grant.left > 0 ? grant : nil
                return true
            }
        }
        counts.permissionViolations += 1
        let text = String(decoding: Bytes.array(subject, 0..<subject.count), as: UTF8.self)
        publisher.refuse("Permissions Violation for Publish to \"\(text)\"")
        mark(publisher)
        return false
    }

    @inline(__always)
    private func deliver(
        _ message: Published, _ subject: Span<UInt8>, _ rest: Span<UInt8>, _ bytes: Span<UInt8>, _ match: Match,
        _ publisher: Session, _ now: Instant
    ) -> Bool {
        var delivered = false
        // By index: iterating would keep the whole array for each message, two more counts of a reference.
        for index in match.plain.indices
        where deliver(message, subject, rest, bytes, to: match.plain[index], publisher, now) { delivered = true }
        for group in match.groups {
            let members = group.members
            for _ in members.indices {
                group.turn = group.turn + 1 < members.count ? group.turn + 1 : 0
                guard group.turn < members.count else { continue }
                if deliver(message, subject, rest, bytes, to: members[group.turn], publisher, now) {
                    delivered = true
                    break
                }
            }
        }
        return delivered
    }

    @inline(__always)
    private func deliver(
        _ message: Published, _ subject: Span<UInt8>, _ rest: Span<UInt8>, _ bytes: Span<UInt8>,
        to subscription: Subscription, _ publisher: Session, _ now: Instant
    ) -> Bool {
        let session = subscription.session
        if subscription.ended || session === publisher && !session.options.echo { return false }
        if subscription.filtered || session.permissions?.responses != nil {
            guard admit(message, subject, bytes, to: subscription, now) else { return false }
        }
        if session.output.pending + rest.count + subject.count > limits.pending {
            end(session, .slowConsumer)
            return false
        }
        let sid = subscription.sidPiece
        if message.hasHeader, !session.options.headers {
            let bare = rebuiltRest(of: message, in: bytes, headers: false)
            session.output.appendMessage(headers: false, subject: subject, sid: sid.span, rest: bare.span)
        } else {
            session.output.appendMessage(headers: message.hasHeader, subject: subject, sid: sid.span, rest: rest)
        }
        count(message, subscription, session)
        return true
    }

    @inline(__always)
    private func count(_ message: Published, _ subscription: Subscription, _ session: Session) {
        session.sent.messages += 1
        session.sent.bytes += message.size
        counts.sent.messages += 1
        counts.sent.bytes += message.size
        subscription.delivered += 1
        if subscription.maximum > 0, subscription.delivered >= subscription.maximum { remove(subscription) }
        mark(session)
        if session.output.pending > floodMark { flooded = session }
    }

    /// The slow questions about a delivery: is the subject denied to the receiver; may it answer.
    private func admit(
        _ message: Published, _ subject: Span<UInt8>, _ bytes: Span<UInt8>, to subscription: Subscription,
        _ now: Instant
    ) -> Bool {
        let session = subscription.session
        if subscription.filtered, session.permissions?.subscribe.denies(subject) == true { return false }
        if let responses = session.permissions?.responses, !message.reply.isEmpty {
            if session.replies.count >= limits.replies { forgetReplies(session, now) }
            session.replies[Bytes.array(bytes, message.reply)] = Session.Grant(
                left: responses.maximum, expires: now + responses.expires)
        }
        return true
    }

    private func forgetReplies(_ session: Session, _ now: Instant) {
        session.replies = session.replies.filter { $0.value.expires > now }
        guard session.replies.count >= limits.replies else { return }
        let sorted = session.replies.values.map(\.expires).sorted()
        let middle = sorted[sorted.count / 2]
        session.replies = session.replies.filter { $0.value.expires > middle }
    }

    /// `[reply ][header-size ]size CR LF header payload CR LF` as it stands in the publisher's bytes, which is also how
    /// it must stand in MSG; nil when the publisher wrote it in an unusual way (more blanks, tabs, bare line feeds).
    @inline(__always)
    private func canonicalRest(of message: Published, in bytes: Span<UInt8>) -> Range<Int>? {
        let start = message.subject.upperBound + 1
        let lineEnd = message.header.lowerBound
        let sizeDigits = digits(message.size)
        var length = sizeDigits + 2
        if message.hasHeader { length += digits(message.header.count) + 1 }
        if !message.reply.isEmpty { length += message.reply.count + 1 }
        guard lineEnd - start == length, bytes[lineEnd - 2] == 13 else { return nil }
        if !message.reply.isEmpty, message.reply.lowerBound != start || bytes[message.reply.upperBound] != 32 {
            return nil
        }
        if message.hasHeader, bytes[lineEnd - 3 - sizeDigits] != 32 { return nil }
        return start..<message.payload.upperBound + 2
    }

    private func rebuiltRest(of message: Published, in bytes: Span<UInt8>, headers: Bool) -> [UInt8] {
        var line = ""
        if message.hasHeader, headers { line = "\(message.header.count) " }
        line += "\(headers ? message.size : message.payload.count)\r\n"
        var rest = Bytes.array(bytes, message.reply)
        if !rest.isEmpty { rest.append(32) }
        rest += Array(line.utf8)
        if headers { rest += Bytes.array(bytes, message.header) }
        rest += Bytes.array(bytes, message.payload)
        return rest + [13, 10]
    }

    @inline(__always)
    private func digits(_ number: Int) -> Int {
        number < 10
            ? 1
            : number < 100
                ? 2
                : number < 1_000
                    ? 3
                    : number < 10_000
                        ? 4
                        : number < 100_000
                            ? 5
                            : number < 1_000_000 ? 6 : number < 10_000_000 ? 7 : number < 100_000_000 ? 8 : 9
    }

    /// The requester's own subscription for the reply hears status 503.
    private func tellNoResponders(_ publisher: Session, _ reply: Span<UInt8>) {
        let match = cache.find(reply, in: trie)
        guard let subscription = match.plain.first(where: { $0.session === publisher }) else { return }
        counts.noResponders += 1
        let rest = Array("16 16\r\nNATS/1.0 503\r\n\r\n\r\n".utf8)
        let sid = subscription.sidPiece
        publisher.output.appendMessage(headers: true, subject: reply, sid: sid.span, rest: rest.span)
        subscription.delivered += 1
        if subscription.maximum > 0, subscription.delivered >= subscription.maximum { remove(subscription) }
        mark(publisher)
    }

    private func confirm(_ publisher: Session) {
        publisher.say("+OK\r\n")
        mark(publisher)
    }
}
