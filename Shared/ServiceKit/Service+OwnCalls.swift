internal import Base
internal import Contracts
internal import Store

extension Service {
    /// Events in one page of a feed.
    static let feedPageMaximum = 1_000
    static let feedTypesMaximum = 100

    /// What every service answers by itself: its feed and its blobs.
    func answerOwnCalls() {
        let store = store
        let feed = Call<FeedRequest, FeedPage>("\(name).feed", allow: .services)
        answerText(feed) { request, _ in
            let limit = min(max(1, request.limit), Service.feedPageMaximum)
            guard (1...Service.feedTypesMaximum).contains(request.types?.count ?? 1) else {
                throw Problem.invalid("feed.types", "A feed is read for 1 to \(Service.feedTypesMaximum) types.")
            }
            return try await store.read {
                try $0.feedText(after: request.after, limit: limit, types: request.types)
            }
        }
        answerBlobCalls()
    }
}
