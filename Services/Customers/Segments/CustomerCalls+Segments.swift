internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

extension CustomerCalls {
    /// What answers the calls about computed tags and segments.
    func answerSegments(on service: Service) {
        service.answer(CustomersAPI.computedTags) { _, _ in
            Page(items: try await store.read { try $0.computedTags() })
        }
        service.answer(CustomersAPI.saveComputedTag) { tag, context in try await work(context) { try $0.save(tag) } }
        service.answer(CustomersAPI.removeComputedTag) { request, context in
            try await work(context) { try $0.remove(.tag, request.id) }
        }
        service.answer(CustomersAPI.segments) { _, _ in
            try await store.read { db in
                Page(items: try db.segmentList().map { try db.knownSegment($0.id) })
            }
        }
        service.answer(CustomersAPI.segment) { request, _ in try await store.read { try $0.knownSegment(request.id) } }
        service.answer(CustomersAPI.saveSegment) { segment, context in
            try await work(context) { try $0.save(segment) }
        }
        service.answer(CustomersAPI.removeSegment) { request, context in
            try await work(context) { try $0.remove(.segment, request.id) }
        }
        service.answer(CustomersAPI.trySegment) { request, _ in try await trySegment(request) }
        service.answer(CustomersAPI.segmentMembers) { request, _ in try await store.read { try $0.members(request) } }
        service.answer(CustomersAPI.segmentMoves) { request, _ in try await store.read { try $0.moves(request) } }
        service.answer(CustomersAPI.segmentFields) { _, _ in
            try await store.read { try memo.groups(in: $0).catalogue }
        }
        service.answer(CustomersAPI.standing) { request, _ in
            try await store.read { try $0.standing(request, memo.groups(in: $0)) }
        }
        service.answer(CustomersAPI.rfm) { _, _ in try await store.read { try $0.rfmRules() } }
        service.answer(CustomersAPI.saveRFM) { rules, context in try await work(context) { try $0.save(rules) } }
        keepStanding(on: service)
    }

    /// The timers that keep tags and segments true.
    private func keepStanding(on service: Service) {
        let (identifiers, memo) = (identifiers, memo)
        @Sendable func desk(_ tx: Transaction) -> CustomerDesk {
            CustomerDesk(
                tx: tx, context: CallContext(caller: .service(CustomersAPI.service)), identifiers: identifiers,
                memo: memo)
        }
        service.onTimer(CustomerDesk.refreshTimer) { _, tx in try desk(tx).refreshDue() }
        service.onTimer(CustomerDesk.buildTimer) { _, tx in try desk(tx).goOnLookingThrough() }
        let ranking = Ranking(store: store, identifiers: identifiers, memo: memo)
        service.onTimer(Ranking.timer, calling: { _ in try await ranking.run() })
    }

    /// Before the service runs: the nightly ranking has its timer.
    package func prepare() async throws {
        try await store.write { tx in
            guard try tx.timers(reference: Ranking.timer).isEmpty else { return }
            try tx.schedule(Timer(kind: Ranking.timer, reference: Ranking.timer, due: Ranking.next(after: tx.now)))
        }
    }

    func trySegment(_ request: TrySegment) async throws -> TriedSegment {
        let lot = Int64(bitPattern: FNV.hash(identifiers.next()))
        return try await store.read { db in try db.tried(request.condition, memo.groups(in: db), lot: lot) }
    }
}

/// A number by lot that follows from a text (FNV-1a, mixed): no secret, only evenly spread.
enum FNV {
    static func hash(_ text: String) -> UInt64 {
        var hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
        hash = (hash ^ (hash >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        return hash ^ (hash >> 33)
    }
}

extension CustomerDesk {
    /// Changes how purchases are scored; the ranks are taken at once.
    func save(_ rules: RFMRules) throws -> RFMRules {
        let current = try tx.rfmRules()
        guard rules.version == current.version else {
            throw Problem.stale("rfm", expected: rules.version, actual: current.version)
        }
        var next = try rules.checked()
        (next.rankedAt, next.buyers, next.version) = (current.rankedAt, current.buyers, current.version + 1)
        try tx.keep("rfm", next.version, try JSON(encoding: next))
        try stamp()
        try tx.schedule(Timer(kind: Ranking.timer, reference: Ranking.timer, due: now))
        return next
    }
}
