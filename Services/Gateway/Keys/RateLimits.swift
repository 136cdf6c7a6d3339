internal import Base

/// How many requests somebody may make: a bucket of tokens for each, which fills again over a minute. Kept by this
/// copy of the gateway alone: with n copies up to n times as many pass.
final class RateLimits: Sendable {
    /// Buckets that are remembered; beyond it those that are full again are forgotten.
    private static let bucketsMaximum = 20_000
    /// A bucket holds what comes in this part of a minute: so many at once are fine.
    private static let burst = 0.25

    private struct Bucket {
        var tokens: Double
        var at: Instant
    }
    private let buckets = Locked<[String: Bucket]>([:])

    /// Takes a token; the seconds to wait when there is none. No limit at 0.
    func take(_ name: String, perMinute: Int, now: Instant) -> Int? {
        guard perMinute > 0 else { return nil }
        let size = max(1, Double(perMinute) * RateLimits.burst)
        let perSecond = Double(perMinute) / 60
        return buckets.withLock { buckets in
            if buckets.count >= RateLimits.bucketsMaximum, buckets[name] == nil {
                buckets = buckets.filter { (now - $0.value.at).seconds < 60 }
                // Everybody at once: start again rather than keep anybody out or grow without end.
                if buckets.count >= RateLimits.bucketsMaximum { buckets = [:] }
            }
            var bucket = buckets[name] ?? Bucket(tokens: size, at: now)
            bucket.tokens = min(size, bucket.tokens + max(0, (now - bucket.at).seconds) * perSecond)
            bucket.at = now
            defer { buckets[name] = bucket }
            guard bucket.tokens >= 1 else { return max(1, Int(((1 - bucket.tokens) / perSecond).rounded(.up))) }
            bucket.tokens -= 1
            return nil
        }
    }

    /// Throws 429 `rate.limit` with the seconds to wait.
    func expect(_ name: String, perMinute: Int, now: Instant) throws {
        guard let wait = take(name, perMinute: perMinute, now: now) else { return }
        throw Problem(
            status: 429, code: "rate.limit", title: "Too Many Requests",
            detail: "More than \(perMinute) requests a minute: wait and try again.", retryAfter: wait)
    }
}
