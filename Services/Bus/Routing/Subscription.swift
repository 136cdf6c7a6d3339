/// One SUB of one session: a place in the trie, a sid, and how many messages it still may get.
final class Subscription {
    let session: Session
    let pattern: [UInt8]
    let queue: [UInt8]
    /// The sid with a blank on both sides, as it stands in MSG.
    let sidPiece: [UInt8]
    /// Some subjects under the pattern are denied to the user: look at each.
    let filtered: Bool
    var delivered = 0
    /// End after so many messages; 0: never.
    var maximum = 0
    var ended = false
    /// Where it stands in its node's list, for removal in constant time.
    var index = 0

    init(session: Session, pattern: [UInt8], queue: [UInt8], sid: [UInt8], filtered: Bool) {
        (self.session, self.pattern, self.queue, self.filtered) = (session, pattern, queue, filtered)
        sidPiece = [32] + sid + [32]
    }
}

/// The members of a queue group on one pattern; they take turns.
final class QueueGroup {
    let name: [UInt8]
    var members: [Subscription] = []
    var turn = 0

    init(name: [UInt8]) { self.name = name }
}
