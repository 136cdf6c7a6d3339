internal import Contracts
internal import Store

extension Service {
    /// Events in one page of a feed.
    static let feedPageMaximum = 1_000

    /// What every service answers by itself: its feed and its blobs.
    func answerOwnCalls() {
        let store = store
        let feed = Call<FeedRequest, FeedPage>("\(name).feed", allow: .services)
        answer(feed) { request, _ in
            let limit = min(max(1, request.limit), Service.feedPageMaximum)
            return try await store.read { db in
                var page = try db.feed(after: request.after, limit: limit)
                page.end = try db.journalEnd()
                return page
            }.fitting()
        }
        answerBlobCalls()
    }
}
