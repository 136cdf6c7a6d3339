/// Rules of subjects (`tickets.open`) and patterns (`tickets.*`, `events.>`): tokens between dots, none empty;
/// `*` stands for one token, `>` at the end for one or more.
package enum Subject {
    /// May a message be published to it: tokens without blanks and wildcards.
    package static func isLiteral(_ subject: String) -> Bool { isLiteral(subject.utf8.span) }

    /// May it be subscribed to: tokens without blanks, `>` last only.
    package static func isPattern(_ pattern: String) -> Bool { isPattern(pattern.utf8.span) }

    /// Does a pattern cover a literal subject.
    package static func matches(pattern: String, subject: String) -> Bool {
        isSubset(subject.utf8.span, of: pattern.utf8.span)
    }

    package static func isLiteral(_ bytes: Span<UInt8>) -> Bool { isPattern(bytes) && !hasWildcard(bytes) }

    package static func isPattern(_ bytes: Span<UInt8>) -> Bool {
        var at = 0
        var last = false
        repeat {
            let end = tokenEnd(bytes, at)
            guard end > at, !last else { return false }
            last = isToken(bytes, at, end, 62)
            for index in at..<end where ControlLine.isSeparator(bytes[index]) { return false }
            at = end + 1
        } while at <= bytes.count
        return true
    }

    /// Has it a token `*` or `>`.
    package static func hasWildcard(_ bytes: Span<UInt8>) -> Bool {
        var at = 0
        while at < bytes.count {
            let end = tokenEnd(bytes, at)
            if isToken(bytes, at, end, 42) || isToken(bytes, at, end, 62) { return true }
            at = end + 1
        }
        return false
    }

    /// Is every subject that `narrow` covers (or is) covered by `wide`. Both must be valid.
    package static func isSubset(_ narrow: Span<UInt8>, of wide: Span<UInt8>) -> Bool {
        var (n, w) = (0, 0)
        while true {
            if n > narrow.count || w > wide.count { return n > narrow.count && w > wide.count }
            let (nEnd, wEnd) = (tokenEnd(narrow, n), tokenEnd(wide, w))
            if isToken(wide, w, wEnd, 62) { return true }
            if isToken(narrow, n, nEnd, 62) { return false }
            if !isToken(wide, w, wEnd, 42) && !equal(narrow, n, nEnd, wide, w, wEnd) { return false }
            (n, w) = (nEnd + 1, wEnd + 1)
        }
    }

    /// Is there a subject that both patterns cover. Both must be valid.
    package static func overlap(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
        var (i, j) = (0, 0)
        while true {
            if i > a.count || j > b.count { return i > a.count && j > b.count }
            let (iEnd, jEnd) = (tokenEnd(a, i), tokenEnd(b, j))
            if isToken(a, i, iEnd, 62) || isToken(b, j, jEnd, 62) { return true }
            if !isToken(a, i, iEnd, 42), !isToken(b, j, jEnd, 42), !equal(a, i, iEnd, b, j, jEnd) { return false }
            (i, j) = (iEnd + 1, jEnd + 1)
        }
    }

    @inline(__always)
    private static func tokenEnd(_ bytes: Span<UInt8>, _ start: Int) -> Int {
        var at = start
        while at < bytes.count, bytes[at] != 46 { at += 1 }
        return at
    }

    private static func isToken(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ only: UInt8) -> Bool {
        end == start + 1 && bytes[start] == only
    }

    private static func equal(
        _ a: Span<UInt8>, _ i: Int, _ iEnd: Int, _ b: Span<UInt8>, _ j: Int, _ jEnd: Int
    ) -> Bool {
        guard iEnd - i == jEnd - j else { return false }
        for offset in 0..<(iEnd - i) where a[i + offset] != b[j + offset] { return false }
        return true
    }
}
