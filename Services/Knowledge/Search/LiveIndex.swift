internal import Base
internal import Contracts
internal import Store

/// The search index of this copy of the service, derived from the store and kept in step with its journal: also with
/// what other copies on the same store write.
final class LiveIndex: Sendable {
    private struct State: Sendable {
        var index = SearchIndex()
        /// The last event of the journal that the index knows of.
        var position: Int64 = 0
    }

    private let state = Locked(State())
    private let store: Store
    private let time: any TimeSource

    /// How long what another copy wrote may go unnoticed while nobody searches.
    static let pollInterval = Instant.Span.milliseconds(200)
    /// Events looked at in one step; each may carry two whole texts.
    private static let pageMaximum = 50
    /// Articles read in one step at the start.
    private static let loadMaximum = 200

    init(store: Store, time: any TimeSource) { (self.store, self.time) = (store, time) }

    /// The index as it is now.
    var snapshot: SearchIndex { state.withLock { $0.index } }

    /// Builds it from the live articles. What changes meanwhile is in the journal behind the position taken first.
    func load() async throws {
        let position = try await store.read { try $0.journalEnd() }
        var index = SearchIndex()
        var last = ""
        while true {
            let after = last
            let articles = try await store.read {
                try ArticleReader($0).live(after: after, limit: LiveIndex.loadMaximum)
            }
            guard let end = articles.last else { break }
            for article in articles { index.put(IndexEntry(article)) }
            last = end.id
        }
        state.withLock { [index] in $0 = State(index: index, position: position) }
    }

    /// Keeps it in step until cancelled.
    func run() async throws {
        while true {
            try await catchUp()
            try await time.sleep(for: LiveIndex.pollInterval)
        }
    }

    /// Takes in everything committed before the call: one look at an empty page when there is nothing.
    func catchUp() async throws {
        while true {
            let from = state.withLock { $0.position }
            guard let news = try await news(after: from) else { return }
            let entries = news.live.map(IndexEntry.init)
            state.withLock { state in
                // Somebody else was faster and may have seen more: look again.
                guard state.position == from else { return }
                state.position = news.last
                for id in news.changed { state.index.remove(id) }
                for entry in entries { state.index.put(entry) }
            }
        }
    }

    private struct News: Sendable {
        var last: Int64
        var changed: Set<String>
        var live: [Article]
    }

    /// Which articles the next events are about and what is live of them, in one look.
    private func news(after position: Int64) async throws -> News? {
        try await store.read { db in
            let page = try db.feed(after: position, limit: LiveIndex.pageMaximum)
            guard page.last > position else { return nil }
            let changed = Set(page.events.compactMap { ArticleSubject.id(in: $0.subject) })
            return News(last: page.last, changed: changed, live: try ArticleReader(db).live(changed.sorted()))
        }
    }
}
