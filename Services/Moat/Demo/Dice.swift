internal import Base
internal import Glibc

/// Chance with a name: each thing of the demo throws its own dice, so that one more draw for a ticket changes
/// no other ticket.
struct Dice: Sendable {
    private let randomness: Randomness

    /// The same seed and words give the same throws.
    init(_ seed: UInt64, _ words: String...) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ (seed &* 0x9E37_79B9_7F4A_7C15)
        for byte in words.joined(separator: "/").utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        randomness = .seeded(hash)
        _ = randomness.next()
    }

    /// 64 random bits.
    func bits() -> UInt64 { randomness.next() }

    /// From 0 up to, not including, 1.
    func unit() -> Double { Double(randomness.next() >> 11) / Double(1 << 53) }

    func chance(_ share: Double) -> Bool { unit() < share }

    func between(_ range: ClosedRange<Int>) -> Int { range.lowerBound + randomness.below(range.count) }

    /// One of several; there must be one.
    func pick<T>(_ things: [T]) -> T { things[randomness.below(things.count)] }

    /// One of several by weight; the last when rounding leaves nothing.
    func pick<T>(_ things: [T], by weight: (T) -> Double) -> T {
        var rest = unit() * things.reduce(0) { $0 + weight($1) }
        for thing in things.dropLast() {
            rest -= weight(thing)
            if rest < 0 { return thing }
        }
        return things[things.count - 1]
    }

    /// Log-normal: half of the throws lie below the median, few far above it.
    func skewed(median: Double, spread: Double) -> Double {
        let (u, v) = (max(unit(), 1e-12), unit())
        let normal = sqrt(-2 * log(u)) * cos(2 * Double.pi * v)
        return median * exp(spread * max(-2.5, min(2.5, normal)))
    }

    /// So many random decimal digits.
    func digits(_ count: Int) -> String { (0..<count).map { _ in String(between(0...9)) }.joined() }
}
