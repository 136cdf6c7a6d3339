import Base
import Contracts
import ServiceKit
import Store
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(4))) struct FollowTests {
    private static let cursor = "work/main"

    @Test(arguments: [1, 2]) func `each event is applied once, whenever the follower ends`(seed: Int) async throws {
        let randomness = Randomness.seeded(UInt64(seed))
        let (house, folder) = (try await ServiceHouse(), TemporaryFolder())
        let work = try await house.service(WorkAPI.service)
        try await house.run([work]) { _ in
            var told = 0
            for round in 1...8 {
                let next = told + 40 + randomness.below(200)
                try await WorkAPI.tell(told + 1...next, in: work.store)
                told = next
                let enough = round == 8 ? told : told - 40 + randomness.below(35)
                let diary = try await house.service(
                    "diary", migrations: Diary.migrations, storeURL: "file://\(folder.path)")
                diary.follow(WorkAPI.self) { event, tx in try Diary.note(event, tx) }
                try await house.run([diary]) { _ in
                    try await eventually("\(enough) events") {
                        try await Diary.numbers(in: diary.store).count >= enough
                    }
                }
                await diary.store.close()
            }
            let store = try await Store.open(
                "file://\(folder.path)", service: "diary", migrations: Diary.migrations, time: SystemTime())
            #expect(try await Diary.numbers(in: store) == Array(1...told), "SEED=\(seed)")
            let most = try await store.read { try $0.first("SELECT MAX(times) AS n FROM seen")?.int("n") }
            #expect(most == 1)
            await store.close()
        }
        await work.store.close()
    }

    @Test func `an event that cannot be applied is parked after five tries, and the feed goes on`() async throws {
        let house = try await ServiceHouse()
        let tries = Notes<Int>()
        let work = try await house.service(WorkAPI.service)
        let diary = try await house.service("diary", migrations: Diary.migrations)
        diary.follow(WorkAPI.self) { event, tx in
            try Diary.note(event, tx)
            guard event.sequence == 3 else { return }
            tries.add(3)
            throw Problem.invalid("work.poison", "No.")
        }
        try await WorkAPI.tell(1...6, in: work.store)
        try await house.run([work, diary]) { _ in
            try await eventually("the feed goes on") { try await Diary.numbers(in: diary.store).count == 5 }
            #expect(try await Diary.numbers(in: diary.store) == [1, 2, 4, 5, 6])
            #expect(try await Diary.parked(in: diary.store) == [3])
            // Once in the page as a whole, then five times alone.
            #expect(tries.all.count == 6)
            #expect(try await Diary.cursor(FollowTests.cursor, in: diary.store) == 6)
        }
    }

    @Test func `effects elsewhere keep their order, and the cursor moves after them`() async throws {
        let house = try await ServiceHouse()
        let (done, cursors) = (Notes<Int>(), Notes<Int64>())
        let failed = Notes<Int>()
        let work = try await house.service(WorkAPI.service)
        let diary = try await house.service("diary")
        diary.react(to: WorkAPI.self) { event in
            cursors.add(try await Diary.cursor(FollowTests.cursor, in: diary.store))
            if event.sequence == 4, failed.all.count < 7 {
                failed.add(4)
                throw Problem.unavailable("other.away", "Later.")
            }
            if event.sequence == 6 { throw Problem.invalid("other.no", "Never.") }
            done.add(Int(event.sequence))
        }
        try await WorkAPI.tell(1...8, in: work.store)
        try await house.run([work, diary]) { _ in
            try await eventually("all is done", within: .seconds(60)) { done.all.count == 7 }
            try await eventually("the cursor moved") {
                try await Diary.cursor(FollowTests.cursor, in: diary.store) == 8
            }
        }
        #expect(done.all == [1, 2, 3, 4, 5, 7, 8])
        #expect(failed.all.count == 7)
        // Never ahead of the effect: at the first sight of event n the cursor stands at n - 1.
        #expect(
            cursors.all == [0, 1, 2] + Array(repeating: 3, count: 8) + [4] + Array(repeating: 5, count: 5) + [6, 7])
    }

    @Test func `what is left to write goes with the cursor, and what cannot be written holds nobody up`() async throws {
        let house = try await ServiceHouse()
        let tries = Notes<Int64>()
        let work = try await house.service(WorkAPI.service)
        let diary = try await house.service("diary", migrations: Diary.migrations)
        diary.decide(on: WorkAPI.self) { event in
            tries.add(event.sequence)
            return { tx in
                try Diary.note(event, tx)
                if event.sequence == 3 { throw Problem.invalid("diary.no", "Never.") }
            }
        }
        try await WorkAPI.tell(1...5, in: work.store)
        try await house.run([work, diary]) { _ in
            try await eventually("all is done", within: .seconds(60)) {
                try await Diary.cursor(FollowTests.cursor, in: diary.store) == 5
            }
            #expect(try await Diary.numbers(in: diary.store) == [1, 2, 4, 5])
            #expect(try await Diary.parked(in: diary.store) == [3])
        }
        #expect(tries.all == [1, 2] + Array(repeating: 3, count: 5) + [4, 5])
    }

    @Test func `a follower of some types sees no others, and is not behind for them`() async throws {
        let house = try await ServiceHouse()
        let seen = Notes<Int64>()
        let work = try await house.service(WorkAPI.service)
        let diary = try await house.service("diary")
        diary.follow(WorkAPI.self, types: [WorkAPI.done.name]) { event, _ in seen.add(event.sequence) }
        diary.react(to: WorkAPI.self, consumer: "deaf", types: ["moat.work.other"]) { event in
            seen.add(-event.sequence)
        }
        try await WorkAPI.tell(1...8, in: work.store)
        try await house.run([work, diary]) { _ in
            for consumer in ["main", "deaf"] {
                try await eventually("\(consumer) is at the end") {
                    try await Diary.cursor("work/\(consumer)", in: diary.store) == 8
                }
            }
            await #expect(throws: Problem.self) {
                try await diary.caller.call(
                    WorkAPI.feed, FeedRequest(after: 0, types: []), as: .service("diary"))
            }
        }
        #expect(seen.all == Array(1...8))
    }

    @Test func `a wake-up tells of news before the next look`() async throws {
        let time = ManualTime()
        let house = try await ServiceHouse(time: time)
        let work = try await house.service(WorkAPI.service)
        let diary = try await house.service("diary", migrations: Diary.migrations)
        diary.follow(WorkAPI.self) { event, tx in try Diary.note(event, tx) }
        diary.follow(WorkAPI.self, consumer: "second") { _, _ in }
        try await house.run([work]) { _ in
            try await house.run([diary]) { _ in
                // The clock stands still: only wake-ups can lead to these looks.
                for n in 1...20 {
                    try await eventually("both saw something new") {
                        try await WorkAPI.tell([n], in: work.store)
                        let head = try await work.store.feed(after: 0, limit: 1_000).last
                        for consumer in ["main", "second"] {
                            let cursor = try await Diary.cursor("work/\(consumer)", in: diary.store)
                            if cursor < head - 3 { return false }
                        }
                        return true
                    }
                }
            }
        }
    }

    @Test func `a follower of a service that is away waits for it`() async throws {
        let house = try await ServiceHouse()
        let diary = try await house.service("diary", migrations: Diary.migrations)
        diary.follow(WorkAPI.self) { event, tx in try Diary.note(event, tx) }
        try await house.run([diary]) { _ in
            let work = try await house.service(WorkAPI.service)
            try await WorkAPI.tell(1...3, in: work.store)
            try await house.run([work]) { _ in
                try await eventually("it came") { try await Diary.numbers(in: diary.store) == [1, 2, 3] }
            }
        }
    }
}
