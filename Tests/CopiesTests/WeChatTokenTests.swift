import Base
import Store
import TestSupport
import Testing

@testable import Channels

/// The access token of a WeChat account, which all copies of the channels service share.
@Suite(.timeLimit(.minutes(5))) struct WeChatTokenTests {
    private func inCopies(
        _ place: SharedPlace, _ test: @Sendable (ManualTime, [WeChatTokens]) async throws -> Void
    ) async throws {
        let (folder, time) = (TemporaryFolder(), ManualTime())
        let url = try await place.url("channels", in: folder)
        var stores: [Store] = []
        for _ in 1...3 {
            stores.append(try await Store.open(url, service: "channels", migrations: Schema.migrations, time: time))
        }
        try await test(time, stores.map { WeChatTokens(store: $0, time: time) })
        for store in stores { await store.close() }
    }

    /// Everybody wants the token at once; who finds another asking looks again on this clock.
    private func all(
        _ copies: [WeChatTokens], _ time: ManualTime,
        _ ask: @escaping @Sendable () async throws -> (value: String, seconds: Int)
    ) async throws -> Set<String> {
        try await withThrowingTaskGroup(of: String?.self) { group in
            group.addTask {
                await time.run(step: .milliseconds(1))
                return nil
            }
            for number in 0..<12 { group.addTask { try await copies[number % 3].token(of: "wx1", ask: ask) } }
            var got: Set<String> = []
            for _ in 0..<12 { if case .some(.some(let token)) = try await group.next() { got.insert(token) } }
            group.cancelAll()
            return got
        }
    }

    @Test(arguments: SharedPlace.allCases)
    func `one asks and all have it, until it ends or is refused`(place: SharedPlace) async throws {
        try await inCopies(place) { time, copies in
            let asked = Locked(0)
            let ask: @Sendable () async throws -> (value: String, seconds: Int) = {
                let number = asked.withLock { count in
                    count += 1
                    return count
                }
                return ("token-\(number)", 7_200)
            }
            #expect(try await all(copies, time, ask) == ["token-1"])
            time.advance(by: .seconds(6_600))
            #expect(try await all(copies, time, ask) == ["token-1"])
            time.advance(by: .seconds(400))
            #expect(try await all(copies, time, ask) == ["token-2"])
            // Two copies were refused with the same one; the second of them ends nobody's new one.
            try await copies[0].forget("token-2", of: "wx1")
            #expect(try await all(copies, time, ask) == ["token-3"])
            try await copies[1].forget("token-2", of: "wx1")
            #expect(try await all(copies, time, ask) == ["token-3"])
        }
    }

    @Test(arguments: SharedPlace.allCases)
    func `who asks and dies, or is refused, holds up nobody for long`(place: SharedPlace) async throws {
        struct Refused: Error {}
        try await inCopies(place) { time, copies in
            await #expect(throws: Refused.self) { try await copies[0].token(of: "wx1") { throw Refused() } }
            try await withThrowingTaskGroup(of: Void.self) { group in
                let (asking, begin) = AsyncStream.makeStream(of: Void.self)
                group.addTask {
                    // Never comes back: as a process that was killed in the midst of it, whose claim stays.
                    _ = try await copies[0].token(of: "wx1") {
                        begin.yield()
                        try await time.sleep(for: .days(1))
                        return ("never", 1)
                    }
                }
                for await _ in asking { break }
                let began = time.now()
                group.addTask {
                    let token = try await copies[1].token(of: "wx1") { ("mine", 7_200) }
                    #expect(token == "mine" && time.now() - began >= .seconds(30))
                    throw CancellationError()
                }
                group.addTask {
                    while !Task.isCancelled { await time.advanceWhenAsleep(by: .milliseconds(100), sleepers: 2) }
                }
                do { while try await group.next() != nil {} } catch is CancellationError { group.cancelAll() }
            }
        }
    }
}
