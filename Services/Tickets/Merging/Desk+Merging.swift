internal import Base
package import Contracts
internal import Store

extension Desk {
    /// Messages of one ticket that are put in order at once.
    static let conversationMaximum = 5_000
    private static let sourcesMaximum = 50

    /// Lets tickets go on inside another one (row 39): each source is closed and its messages are shown in the target.
    package func merge(_ request: MergeTickets) throws -> MergeResult {
        let (target, sources) = try chosen(request)
        let isPrivate = !(target.isPublic && sources.allSatisfy(\.isPublic))
        if let comment = request.targetComment { try say(comment, on: target.id, isPrivate) }
        var merges: [Merge] = []
        for source in sources {
            if let comment = request.sourceComment { try say(comment, on: source.id, isPrivate) }
            merges.append(try merge(source.id, into: target.id))
        }
        return MergeResult(ticket: try existing(target.id), merges: merges)
    }

    /// What a merge would do.
    package func preview(_ request: MergeTickets) throws -> TicketMergePreview {
        let (target, sources) = try chosen(request)
        var warnings: [TicketMergePreview.Warning] = []
        if sources.contains(where: { $0.requester.id != target.requester.id }) { warnings.append(.requester) }
        if !(target.isPublic && sources.allSatisfy(\.isPublic)) { warnings.append(.internal) }
        let others = ([target] + sources).compactMap(\.assignee).filter { $0 != cause.agent }
        if !others.isEmpty { warnings.append(.agent) }
        return TicketMergePreview(
            target: TicketMark(target), sources: sources.map(TicketMark.init),
            messages: sources.reduce(0) { $0 + $1.messageCount },
            tags: Tags.cleaned(sources.reduce(target.tags) { $0 + $1.tags }),
            cc: sources.reduce(target.cc ?? []) { copies($0, of: $1, in: target) }, warnings: warnings)
    }

    private func existing(_ id: String) throws -> Ticket {
        guard let ticket = try find(id) else { throw Problem.notFound("ticket", String(id.prefix(64))) }
        return ticket
    }

    /// Where it really goes and what may go there; throws for circles, closed tickets and more than one ticket holds.
    private func chosen(_ request: MergeTickets) throws -> (target: Ticket, sources: [Ticket]) {
        var seen: Set<String> = []
        let ids = request.sources.filter { seen.insert($0).inserted }
        guard (1...Desk.sourcesMaximum).contains(ids.count) else {
            throw Problem.invalid("merge.sources", "One to \(Desk.sourcesMaximum) tickets are merged at once.")
        }
        let target = try tx.root(of: try take(request.target, version: request.version).ticket)
        let sources = try ids.map { id in
            let source = try take(id).ticket
            guard try tx.root(of: source).id != target.id else {
                throw Problem.conflict("merge.circle", "Ticket \(source.number) would go on inside itself.")
            }
            guard source.mergedInto == nil else {
                throw Problem.conflict("merge.merged", "Ticket \(source.number) goes on in another one already.")
            }
            guard source.status != .closed else { throw Problem.closed(source) }
            return source
        }
        guard target.trashedAt == nil else { throw Problem.trashed(target) }
        guard try take(target).ticket.status.isUnsolved else {
            throw Problem.conflict("merge.target", "Ticket \(target.number) is \(target.status.rawValue).")
        }
        let messages = sources.reduce(target.messageCount) { $0 + $1.messageCount }
        let members = try sources.reduce(try tx.family(of: target.id).count) { $0 + (try tx.family(of: $1.id).count) }
        guard messages <= Desk.conversationMaximum, members <= Reader.familyMaximum else {
            throw Problem.invalid("merge.too_large", "Together they are too large to be one ticket.")
        }
        return (target, sources)
    }

    private func say(_ comment: MergeComment, on ticket: String, _ isPrivate: Bool) throws {
        let message = WriteMessage(ticket: ticket, text: comment.text)
        if comment.isPublic ?? false, !isPrivate {
            _ = try reply(message)
        } else {
            _ = try note(message)
        }
    }

    private func merge(_ sourceID: String, into targetID: String) throws -> Merge {
        var (source, target) = (try take(sourceID), try take(targetID))
        let (before, aim) = (source.ticket, target.ticket)
        let (theirs, ours) = (try tx.conversation(of: before.id), try tx.conversation(of: aim.id))
        let moved = Conversation(theirs.messages.map { $0.shown(in: aim.id, by: before.id) })
        let all = ours.interleaved(with: moved)
        source.goOn(in: aim)
        try save(source)
        try move(all, moved, from: before, leaving: Conversation([]), to: aim)
        let waiting = [before.waitingSince, aim.waitingSince].compactMap(\.self).min()
        target.absorb(
            before, ConversationState(all, waitingSince: waiting), cc: copies(aim.cc ?? [], of: before, in: aim))
        let after = try save(target)
        let merge = Merge(
            id: nextID(), source: TicketMark(before), target: TicketMark(aim), at: now, by: Actor(cause.caller),
            messages: moved.messages.count)
        let known = Set(aim.tags)
        let memory = MergeMemory(
            source: before, after: after, tags: after.tags.filter { !known.contains($0) },
            cc: (after.cc ?? []).filter { copy in !(aim.cc ?? []).contains { $0.id == copy.id } },
            reopened: after.status != aim.status ? aim.status : nil)
        try tx.put(merge, memory)
        return merge
    }

    /// Puts messages into the conversation of another ticket and takes them out of their own; search follows.
    func move(
        _ all: Conversation, _ moved: Conversation, from source: Ticket, leaving rest: Conversation, to target: Ticket
    ) throws {
        try tx.place(all, in: target.id)
        try tx.place(rest, in: source.id)
        try tx.unindex(source, gone: moved.messages, left: rest.messages)
        try tx.index(target, before: target, messages: moved.messages)
    }

    /// The customers of the source read along in the target.
    private func copies(_ cc: [Requester], of source: Ticket, in target: Ticket) -> [Requester] {
        ([source.requester] + (source.cc ?? [])).reduce(into: cc) { cc, customer in
            guard customer.id != target.requester.id, !cc.contains(where: { $0.id == customer.id }) else { return }
            cc.append(customer)
        }
    }
}

extension Ticket {
    /// Whether a customer has a part in it.
    var isPublic: Bool { customerWroteAt != nil || firstRepliedAt != nil }
}

extension Message {
    /// The message as another ticket shows it; where it came to stays known.
    func shown(in ticket: String, by source: String) -> Message {
        var message = self
        (message.ticket, message.origin) = (ticket, origin ?? source)
        if message.origin == ticket { message.origin = nil }
        return message
    }
}
