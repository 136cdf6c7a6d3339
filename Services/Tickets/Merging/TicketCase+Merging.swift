internal import Base
internal import Contracts

/// What merging and splitting does to one ticket (rows 39, 40).
extension TicketCase {
    /// The ticket goes on inside another: it is closed, owes nothing, and its messages are shown there.
    mutating func goOn(in target: Ticket) {
        awake()
        let before = ticket.status
        ticket.mergedInto = target.id
        (ticket.status, ticket.closedAt) = (.closed, now)
        (ticket.waitingSince, ticket.offer, ticket.silentSince, ticket.closesAt) = (nil, nil, nil, nil)
        (ticket.messageCount, ticket.lastMessage, ticket.waiting, ticket.callback) = (0, nil, nil, nil)
        let moves = cancelPromises { _ in true }
        record(
            TicketsAPI.merged,
            changes: [
                Change(field: "status", before: JSON(before), after: JSON(TicketStatus.closed)),
                Change(field: "mergedInto", before: .null, after: .string(target.id)),
            ], other: TicketMark(target))
        tell(moves)
    }

    /// Another ticket goes on in this one. Who waits there waits here: a ticket that was put aside is open again.
    mutating func absorb(_ source: Ticket, _ state: ConversationState, cc: [Requester]) {
        var changes: [Change] = []
        let tags = Tags.cleaned(ticket.tags + source.tags)
        if tags != ticket.tags {
            changes.append(Change(field: "tags", before: JSON(ticket.tags), after: JSON(tags)))
            ticket.tags = tags
        }
        setCopies(cc, &changes)
        (ticket.messageCount, ticket.lastMessage) = (state.count, state.last)
        if state.waitingSince != ticket.waitingSince { ticket.waitingSince = state.waitingSince }
        if ticket.firstReceivedAt == nil, ticket.waitingSince != nil { ticket.firstReceivedAt = ticket.waitingSince }
        let reopens = source.waitingSince != nil && (ticket.status == .pending || ticket.status == .hold)
        let moves = reopens ? [] : keepPromises()
        record(TicketsAPI.absorbed, changes: changes, other: TicketMark(source))
        tell(moves)
        if reopens { enter(.open) }
    }

    /// Comes out of the ticket it went on in, as it was; a new one comes back as an open one (row 32). What was
    /// promised is promised again, and what was used stays used.
    mutating func leave(_ target: Ticket, as before: Ticket, _ state: ConversationState) {
        let status = before.status == .new ? .open : before.status
        ticket.mergedInto = nil
        (ticket.status, ticket.closedAt, ticket.closesAt) = (status, nil, before.closesAt)
        (ticket.waiting, ticket.callback) = (before.waiting, before.callback)
        (ticket.messageCount, ticket.lastMessage) = (state.count, state.last)
        ticket.waitingSince = status.isUnsolved ? state.waitingSince : nil
        revivePromises(before)
        let moves = keepPromises()
        record(
            TicketsAPI.unmerged,
            changes: [
                Change(field: "status", before: JSON(TicketStatus.closed), after: JSON(status)),
                Change(field: "mergedInto", before: .string(target.id), after: .null),
            ], other: TicketMark(target))
        tell(moves)
        // A customer wrote to it since it was solved.
        if status == .solved, state.waitingSince != nil {
            ticket.waitingSince = state.waitingSince
            enter(.open)
        }
    }

    /// A source leaves this ticket again.
    mutating func release(
        _ source: Ticket, _ state: ConversationState, tags: [String], cc: [Requester], status: TicketStatus?
    ) {
        var changes: [Change] = []
        if tags != ticket.tags {
            changes.append(Change(field: "tags", before: JSON(ticket.tags), after: JSON(tags)))
            ticket.tags = tags
        }
        setCopies(cc, &changes)
        adopt(state)
        let moves = settlePromises(state)
        record(TicketsAPI.released, changes: changes, other: TicketMark(source))
        tell(moves)
        if let status { enter(status) }
    }

    /// Messages went to a ticket of their own, or were copied there.
    mutating func part(with new: Ticket, _ messages: [String], _ state: ConversationState) {
        adopt(state)
        let moves = settlePromises(state)
        record(TicketsAPI.parted, other: TicketMark(new), messages: messages)
        tell(moves)
    }

    private mutating func adopt(_ state: ConversationState) {
        (ticket.messageCount, ticket.lastMessage) = (state.count, state.last)
        if ticket.status.isUnsolved { ticket.waitingSince = state.waitingSince }
        if !state.hasCustomer, ticket.firstRepliedAt == nil { ticket.firstReceivedAt = nil }
    }

    private mutating func setCopies(_ cc: [Requester], _ changes: inout [Change]) {
        let before = ticket.cc ?? []
        guard cc != before else { return }
        changes.append(Change(field: "cc", before: JSON(before.map(\.id)), after: JSON(cc.map(\.id))))
        ticket.cc = cc.isEmpty ? nil : cc
    }

    /// The clocks as the conversation now is: an answer that nobody waits for any more is not owed.
    private mutating func settlePromises(_ state: ConversationState) -> [Move] {
        var moves = keepPromises()
        guard ticket.waitingSince == nil, ticket.status.isUnsolved else { return moves }
        moves += cancelPromises { $0.metric == .nextReply }
        if !state.hasCustomer, ticket.firstRepliedAt == nil {
            moves += cancelPromises { $0.metric == .firstResponse }
            // It begins anew when a customer writes.
            ticket.clocks.removeAll { $0.metric == .firstResponse }
        }
        return moves
    }

    /// Clocks that the merge stopped stand until what is promised now lets them count.
    mutating func revivePromises(_ before: Ticket) {
        for index in ticket.clocks.indices where ticket.clocks[index].cancelledAt != nil {
            let clock = ticket.clocks[index]
            let wasOpen = before.clocks.contains {
                $0.metric == clock.metric && $0.instance == clock.instance && $0.isOpen
            }
            guard wasOpen else { continue }
            (ticket.clocks[index].cancelledAt, ticket.clocks[index].pausedAt) = (nil, now)
            ticket.clocks[index].plan(at: now, terms)
        }
    }

    mutating func cancelPromises(_ which: (SLAClock) -> Bool) -> [Move] {
        var moves: [Move] = []
        for index in ticket.clocks.indices where ticket.clocks[index].isOpen && which(ticket.clocks[index]) {
            ticket.clocks[index].cancel(at: now, terms)
            moves.append((TicketsAPI.slaCancelled, ticket.clocks[index]))
        }
        return moves
    }
}

extension TicketCase {
    /// A ticket made of messages of another one; `first` is the one it begins with, and `ticket` counts them all.
    static func splitOff(
        _ ticket: Ticket, with first: Message, from original: Ticket, at now: Instant, terms: SLATerms
    ) -> TicketCase {
        var work = TicketCase(new: ticket, at: now, terms: terms)
        let moves = work.keepPromises()
        work.record(TicketsAPI.opened, message: first, other: TicketMark(original))
        work.tell(moves)
        return work
    }
}
