internal import Base
package import Contracts
internal import Store

extension Desk {
    /// Takes a source out of its target again, at any time (row 39). What came to the source meanwhile goes with it;
    /// what has changed since stays and is said.
    package func undoMerge(_ request: ByID) throws -> MergeUndone {
        guard case (var merge, let memory)? = try tx.merge(request.id) else {
            throw Problem.notFound("merge", String(request.id.prefix(64)))
        }
        guard merge.undoneAt == nil else { throw Problem.conflict("merge.undone", "This merge was undone already.") }
        var source = try take(merge.source.id)
        let shownIn = try tx.root(of: source.ticket)
        var target = try take(shownIn)
        guard target.ticket.messageCount <= Desk.conversationMaximum else {
            throw Problem.invalid("merge.too_large", "Ticket \(shownIn.number) has too many messages.")
        }
        let conversation = try tx.conversation(of: shownIn.id)
        let family = try tx.family(of: merge.source.id)
        func belongs(_ message: Message) -> Bool { message.origin.map(family.contains) ?? false }
        let back = Conversation(
            conversation.messages.filter(belongs).map { $0.shown(in: merge.source.id, by: shownIn.id) })
        let rest = Conversation(conversation.messages.filter { !belongs($0) })

        var gaps: [MergeGap] = []
        // What was asked is answered by an answer to the source, or by one in the target since the merge.
        let asked = Conversation(
            conversation.messages.filter { belongs($0) || ($0.kind == .reply && $0.at >= merge.at) })
        let waited = memory.source.waitingSince != nil
        let waits = asked.waitingSince(notBefore: memory.source.createdAt) {
            belongs($0) && (waited || $0.at > merge.at)
        }
        if waits == nil, memory.source.waitingSince != nil, memory.source.status.isUnsolved {
            gaps.append(MergeGap(.answered, "Its customer was answered in ticket \(shownIn.number)."))
        }
        let missing = merge.messages - back.messages.count { $0.at <= merge.at }
        if missing > 0 { gaps.append(MergeGap(.messages, "\(missing) messages are elsewhere now.")) }
        source.leave(shownIn, as: memory.source, ConversationState(back, waitingSince: waits))
        if try releaseFromGone(&source) {
            gaps.append(MergeGap(.assignee, "Whoever had it is not there now."))
        }
        if source.ticket.waitsIn != nil { try route(&source) }
        try move(back, back, from: shownIn, leaving: rest, to: source.ticket)
        let kept = try save(source)

        let theirs = rest.waitingSince(notBefore: shownIn.createdAt)
        let plan = takeBack(memory, from: target.ticket, isDirect: shownIn.id == merge.target.id, &gaps)
        target.release(
            kept, ConversationState(rest, waitingSince: theirs), tags: plan.tags, cc: plan.cc, status: plan.status)
        let freed = try save(target)
        (merge.undoneAt, merge.undoneBy) = (now, Actor(cause.caller))
        merge.gaps = gaps.isEmpty ? nil : gaps
        try tx.put(merge, memory)
        return MergeUndone(merge: merge, source: kept, target: freed)
    }

    /// What the target gives back: what the merge brought and nobody has touched since.
    private func takeBack(
        _ memory: MergeMemory, from target: Ticket, isDirect: Bool, _ gaps: inout [MergeGap]
    ) -> (tags: [String], cc: [Requester], status: TicketStatus?) {
        var tags = target.tags
        var cc = target.cc ?? []
        if !isDirect {
            if !memory.tags.isEmpty { gaps.append(MergeGap(.tags, "Ticket \(target.number) keeps its tags.")) }
            if !memory.cc.isEmpty { gaps.append(MergeGap(.cc, "Ticket \(target.number) keeps whom it sends copies.")) }
            return (tags, cc, nil)
        }
        if memory.tags.allSatisfy(tags.contains) {
            tags.removeAll { memory.tags.contains($0) }
        } else {
            gaps.append(MergeGap(.tags, "Somebody changed the tags."))
        }
        let brought = Set(memory.cc.map(\.id))
        if brought.isSubset(of: cc.map(\.id)) {
            cc.removeAll { brought.contains($0.id) }
        } else {
            gaps.append(MergeGap(.cc, "Somebody changed who gets copies."))
        }
        guard let reopened = memory.reopened else { return (tags, cc, nil) }
        guard target.status == memory.after.status, target.updatedAt == memory.after.updatedAt else {
            gaps.append(MergeGap(.status, "The ticket was worked on and stays \(target.status.rawValue)."))
            return (tags, cc, nil)
        }
        return (tags, cc, reopened)
    }
}
