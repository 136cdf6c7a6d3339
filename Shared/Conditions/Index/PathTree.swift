internal import Base

/// Paths into facts, split once and walked together: what many paths share is looked up once.
struct PathTree: Sendable {
    struct Node: Sendable {
        /// The steps that lead on, and to which nodes.
        fileprivate(set) var steps: [String] = []
        fileprivate(set) var next: [Int] = []
        /// What is known of the path that ends here; negative: none does.
        fileprivate(set) var place = -1
    }

    private(set) var nodes = [Node()]

    /// The place of a path; a new one is called `fresh`.
    mutating func place(of steps: [String], fresh: Int) -> Int {
        var node = 0
        for step in steps {
            if let known = nodes[node].steps.firstIndex(of: step) {
                node = nodes[node].next[known]
            } else {
                nodes[node].steps.append(step)
                nodes[node].next.append(nodes.count)
                node = nodes.count
                nodes.append(Node())
            }
        }
        if nodes[node].place < 0 { nodes[node].place = fresh }
        return nodes[node].place
    }
}

extension JSON {
    /// Whether a path leads to the same in two facts, written with the same bytes. False when that is not seen at once:
    /// lists on the way, objects.
    static func isSame(_ a: JSON?, _ b: JSON?, at steps: ArraySlice<String>) -> Bool {
        guard let step = steps.first, case .object(let one)? = a, case .object(let other)? = b else {
            return isSame(a, b)
        }
        return isSame(one[step], other[step], at: steps.dropFirst())
    }

    private static func isSame(_ a: JSON?, _ b: JSON?) -> Bool {
        switch (a ?? .null, b ?? .null) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.int(let a), .int(let b)): a == b
        case (.double(let a), .double(let b)): a == b
        // Not by `==`, for which two ways of writing a character are one.
        case (.string(let a), .string(let b)): a.utf8.elementsEqual(b.utf8)
        case (.array(let a), .array(let b)): a.count == b.count && zip(a, b).allSatisfy { isSame($0, $1) }
        default: false
        }
    }
}
