/// First in, first out, without moving what stays when the first is taken.
struct Backlog<Element> {
    private var items: [Element?] = []
    private var head = 0

    var count: Int { items.count - head }

    mutating func append(_ element: Element) { items.append(element) }

    mutating func popFirst() -> Element? {
        guard head < items.count else { return nil }
        let first = items[head]
        items[head] = nil
        head += 1
        if head == items.count || (head > 512 && head * 2 > items.count) {
            items.removeFirst(head)
            head = 0
        }
        return first
    }

    /// Takes up to `maximum` elements.
    mutating func popFirst(_ maximum: Int) -> [Element] {
        var taken: [Element] = []
        while taken.count < maximum, let next = popFirst() { taken.append(next) }
        return taken
    }
}
