/// Where identifiers come from: a parameter, so that a seeded run makes the same ones again.
package struct Identifiers: Sendable {
    /// Makes the next identifier.
    package let next: @Sendable () -> String

    package init(next: @escaping @Sendable () -> String) { self.next = next }

    /// UUID version 7 (RFC 9562): lower-case with dashes, sortable by time. Each is greater than the one before, also
    /// of the same millisecond, and also when the clock is set back: then they count on from the last (section 6.2).
    package static func uuidV7(time: any TimeSource, randomness: Randomness) -> Identifiers {
        let last = Locked<UInt64>(0)
        return Identifiers {
            let (high, low) = (randomness.next(), randomness.next())
            let wished = UInt64(max(0, time.now().microseconds / 1_000)) << 12 | (high & 0x0FFF)
            let stamp = last.withLock { last in
                last = max(last + 1, wished)
                return last
            }
            return uuidV7(stamp: stamp, low: low)
        }
    }

    /// The UUIDv7 of a moment and 128 random bits (74 are used).
    package static func uuidV7(at instant: Instant, high: UInt64, low: UInt64) -> String {
        uuidV7(stamp: UInt64(max(0, instant.microseconds / 1_000)) << 12 | (high & 0x0FFF), low: low)
    }

    /// 48 bits of milliseconds, and 12 that tell apart those of one.
    private static func uuidV7(stamp: UInt64, low: UInt64) -> String {
        let first = ((stamp >> 12) << 16) | 0x7000 | (stamp & 0x0FFF)
        let second = 0x8000_0000_0000_0000 | (low & 0x3FFF_FFFF_FFFF_FFFF)
        let hex = hexadecimal(first) + hexadecimal(second)
        var text = ""
        text.reserveCapacity(36)
        for (index, character) in hex.enumerated() {
            if index == 8 || index == 12 || index == 16 || index == 20 { text.append("-") }
            text.append(character)
        }
        return text
    }

    private static func hexadecimal(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// Where random numbers come from: the system in a service, a seed in tests and simulations.
package struct Randomness: Sendable {
    /// The next 64 random bits.
    package let next: @Sendable () -> UInt64

    package init(next: @escaping @Sendable () -> UInt64) { self.next = next }

    package static let system = Randomness { UInt64.random(in: .min ... .max) }

    /// SplitMix64 from a seed: the same seed gives the same numbers.
    package static func seeded(_ seed: UInt64) -> Randomness {
        let state = Locked(seed)
        return Randomness {
            state.withLock { value in
                value &+= 0x9E37_79B9_7F4A_7C15
                var z = value
                z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
                z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
                return z ^ (z >> 31)
            }
        }
    }

    /// A number in `0..<bound`; `bound` must be positive.
    package func below(_ bound: Int) -> Int {
        precondition(bound > 0, "a random number needs a positive bound")
        return Int(next() % UInt64(bound))
    }
}
