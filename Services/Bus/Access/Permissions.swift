internal import Base
internal import BusWire

/// What a user may publish and subscribe to.
struct Permissions: Equatable, Sendable {
    var publish = Rules()
    var subscribe = Rules()
    /// May the user publish to the reply subjects of messages it gets, how often and how long.
    var responses: Responses?

    struct Responses: Equatable, Sendable {
        var maximum = 1
        var expires = Instant.Span.minutes(2)
    }

    /// Allowed and denied patterns; a denial wins; nil allowed patterns allow all.
    struct Rules: Equatable, Sendable {
        var allow: [[UInt8]]?
        var deny: [[UInt8]] = []

        enum Verdict { case allowed, denied, partly }

        /// May a message go to a literal subject.
        func allows(_ subject: Span<UInt8>) -> Bool { isAllowed(subject) && !denies(subject) }

        func denies(_ subject: Span<UInt8>) -> Bool {
            for pattern in deny where Subject.isSubset(subject, of: pattern.span) { return true }
            return false
        }

        /// May a pattern be subscribed to; `partly` when some of its subjects are denied.
        func verdict(pattern: Span<UInt8>) -> Verdict {
            guard isAllowed(pattern), !denies(pattern) else { return .denied }
            for denied in deny where Subject.overlap(pattern, denied.span) { return .partly }
            return .allowed
        }

        private func isAllowed(_ pattern: Span<UInt8>) -> Bool {
            guard let allow else { return true }
            for wide in allow where Subject.isSubset(pattern, of: wide.span) { return true }
            return false
        }
    }
}
