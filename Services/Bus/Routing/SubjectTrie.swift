/// Which subscriptions a subject has: a tree over the tokens of patterns. Matching allocates nothing.
struct SubjectTrie {
    final class Node {
        let token: [UInt8]
        fileprivate var children: [UInt64: Node] = [:]
        /// Another child of the same parent whose token has the same hash.
        fileprivate var sibling: Node?
        fileprivate var one: Node?
        fileprivate var rest: Node?
        fileprivate var plain: [Subscription] = []
        fileprivate var groups: [QueueGroup] = []

        fileprivate init(token: [UInt8]) { self.token = token }

        fileprivate var isEmpty: Bool {
            children.isEmpty && one == nil && rest == nil && plain.isEmpty && groups.isEmpty
        }
    }

    private let root = Node(token: [])
    /// Changes with every insertion and removal, so that remembered matches know when they are old.
    private(set) var generation = 1
    private(set) var count = 0
    private let seed: UInt64

    init(seed: UInt64) { self.seed = seed }

    mutating func insert(_ subscription: Subscription) {
        let pattern = subscription.pattern
        let node = walk(pattern.span, from: 0, at: root)
        if subscription.queue.isEmpty {
            subscription.index = node.plain.count
            node.plain.append(subscription)
        } else {
            let group: QueueGroup
            if let found = node.groups.first(where: { $0.name == subscription.queue }) {
                group = found
            } else {
                group = QueueGroup(name: subscription.queue)
                node.groups.append(group)
            }
            subscription.index = group.members.count
            group.members.append(subscription)
        }
        generation += 1
        count += 1
    }

    mutating func remove(_ subscription: Subscription) {
        let pattern = subscription.pattern
        remove(subscription, pattern.span, from: 0, at: root)
        generation += 1
        count -= 1
    }

    /// Adds every subscription of a literal subject to `match`.
    func match(_ subject: Span<UInt8>, into match: Match) { collect(subject, from: 0, at: root, into: match) }

    /// Hash of a piece of bytes; the seed keeps strangers from making collisions.
    func hash(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> UInt64 {
        var hash = seed
        var at = start
        while at < end {
            hash = (hash ^ UInt64(bytes[at])) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 29
            at += 1
        }
        return hash
    }

    private func collect(_ subject: Span<UInt8>, from start: Int, at node: Node, into match: Match) {
        if let rest = node.rest { match.add(plain: rest.plain, groups: rest.groups) }
        let end = tokenEnd(subject, start)
        let next = node.children.isEmpty ? nil : child(of: node, subject, start, end)
        if end == subject.count {
            if let one = node.one { match.add(plain: one.plain, groups: one.groups) }
            if let next { match.add(plain: next.plain, groups: next.groups) }
        } else {
            if let one = node.one { collect(subject, from: end + 1, at: one, into: match) }
            if let next { collect(subject, from: end + 1, at: next, into: match) }
        }
    }

    private func child(of node: Node, _ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Node? {
        var found = node.children[hash(bytes, start, end)]
        while let candidate = found {
            if same(candidate.token, bytes, start, end) { return candidate }
            found = candidate.sibling
        }
        return nil
    }

    private func walk(_ pattern: Span<UInt8>, from start: Int, at node: Node) -> Node {
        let end = tokenEnd(pattern, start)
        let next: Node
        switch wildcard(pattern, start, end) {
        case 42:
            next = node.one ?? Node(token: [])
            node.one = next
        case 62:
            next = node.rest ?? Node(token: [])
            node.rest = next
        default:
            if let found = child(of: node, pattern, start, end) {
                next = found
            } else {
                next = Node(token: (start..<end).map { pattern[$0] })
                let key = hash(pattern, start, end)
                next.sibling = node.children[key]
                node.children[key] = next
            }
        }
        return end == pattern.count ? next : walk(pattern, from: end + 1, at: next)
    }

    private func remove(_ subscription: Subscription, _ pattern: Span<UInt8>, from start: Int, at node: Node) {
        let end = tokenEnd(pattern, start)
        let kind = wildcard(pattern, start, end)
        guard let next = kind == 42 ? node.one : kind == 62 ? node.rest : child(of: node, pattern, start, end) else {
            return
        }
        if end == pattern.count {
            take(subscription, outOf: next)
        } else {
            remove(subscription, pattern, from: end + 1, at: next)
        }
        guard next.isEmpty else { return }
        switch kind {
        case 42: node.one = nil
        case 62: node.rest = nil
        default: unlink(next, from: node, key: hash(pattern, start, end))
        }
    }

    private func take(_ subscription: Subscription, outOf node: Node) {
        if subscription.queue.isEmpty {
            swapRemove(subscription.index, from: &node.plain)
        } else if let at = node.groups.firstIndex(where: { $0.name == subscription.queue }) {
            swapRemove(subscription.index, from: &node.groups[at].members)
            if node.groups[at].members.isEmpty { node.groups.remove(at: at) }
        }
    }

    private func swapRemove(_ index: Int, from list: inout [Subscription]) {
        guard let last = list.popLast(), index < list.count else { return }
        list[index] = last
        last.index = index
    }

    private func unlink(_ node: Node, from parent: Node, key: UInt64) {
        guard let first = parent.children[key] else { return }
        if first === node {
            parent.children[key] = node.sibling
            return
        }
        var before = first
        while let next = before.sibling, next !== node { before = next }
        before.sibling = node.sibling
    }

    private func tokenEnd(_ bytes: Span<UInt8>, _ start: Int) -> Int {
        var at = start
        while at < bytes.count, bytes[at] != 46 { at += 1 }
        return at
    }

    /// 42 or 62 when the token is `*` or `>`, else 0.
    private func wildcard(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> UInt8 {
        guard end == start + 1, bytes[start] == 42 || bytes[start] == 62 else { return 0 }
        return bytes[start]
    }

    private func same(_ token: [UInt8], _ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        guard token.count == end - start else { return false }
        for index in 0..<token.count where token[index] != bytes[start + index] { return false }
        return true
    }
}
