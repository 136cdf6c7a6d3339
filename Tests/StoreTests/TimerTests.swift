import Base
import Store
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(4))) struct TimerTests {
    /// What a handler saw.
    private struct Fired: Sendable, Equatable {
        let reference: String
        let at: Instant
        var payload: JSON = .null
    }

    private struct Refused: Error {}

    /// Runs the timers of a store beside a test and ends both.
    private func running(
        _ store: Store, _ handlers: [String: TimerHandler], _ test: @Sendable @escaping () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do { try await store.runTimers(handlers) } catch is CancellationError {}
            }
            group.addTask {
                try await test()
                throw CancellationError()
            }
            // Not waitForAll: it would wait for the endless one before it throws.
            do { while try await group.next() != nil {} } catch is CancellationError { group.cancelAll() }
        }
    }

    @Test(arguments: Place.allCases)
    func `a timer fires once, at its time, with its payload`(place: Place) async throws {
        let time = ManualTime()
        try await inStore(place, time: time) { store in
            let (fired, fire) = AsyncStream.makeStream(of: Fired.self)
            let due = time.now() + .hours(4)
            try await store.write { tx in
                try tx.schedule(Timer(kind: "warn", reference: "t1", due: due, payload: ["step": 2]))
                try tx.schedule(Timer(kind: "warn", reference: "t2", due: due + .hours(1)))
            }
            let handler = TimerHandler.transaction { timer, tx in
                fire.yield(Fired(reference: timer.reference, at: tx.now, payload: timer.payload))
            }
            try await running(store, ["warn": handler]) {
                await time.advanceWhenAsleep(by: .hours(4) - .milliseconds(1))
                await time.advanceWhenAsleep(by: .milliseconds(1))
                var seen = fired.makeAsyncIterator()
                #expect(await seen.next() == Fired(reference: "t1", at: due, payload: ["step": 2]))
                await time.advanceWhenAsleep(by: .hours(1))
                #expect(await seen.next()?.reference == "t2")
            }
            #expect(try await store.read { try $0.rows("SELECT kind FROM store_timers") }.isEmpty)
        }
    }

    @Test(arguments: Place.allCases)
    func `one set while the loop sleeps wakes it`(place: Place) async throws {
        let time = ManualTime()
        try await inStore(place, time: time) { store in
            let (fired, fire) = AsyncStream.makeStream(of: Fired.self)
            let handler = TimerHandler.transaction { timer, tx in
                fire.yield(Fired(reference: timer.reference, at: tx.now))
            }
            try await running(store, ["now": handler]) {
                await time.sleepers()
                // The clock does not move: only the commit can wake the loop.
                try await store.write { try $0.schedule(Timer(kind: "now", reference: "x", due: $0.now)) }
                var seen = fired.makeAsyncIterator()
                #expect(await seen.next() == Fired(reference: "x", at: time.now()))
            }
        }
    }

    @Test(arguments: Place.allCases)
    func `setting again replaces, cancelling removes, others stay`(place: Place) async throws {
        let time = ManualTime()
        try await inStore(place, time: time) { store in
            let due = time.now() + .minutes(1)
            try await store.write { tx in
                for kind in ["a", "b", "c"] { try tx.schedule(Timer(kind: kind, reference: "t", due: due)) }
                try tx.schedule(Timer(kind: "a", reference: "t", due: due + .minutes(9), payload: "new"))
                #expect(try tx.cancelTimers(kind: "b", reference: "t") == 1)
                try tx.schedule(Timer(kind: "a", reference: "other", due: due))
            }
            let timers = try await store.read { try $0.timers(reference: "t") }
            #expect(timers.map(\.kind) == ["c", "a"])
            #expect(timers.last?.payload == "new")
            #expect(timers.last?.due == due + .minutes(9))
            #expect(try await store.write { try $0.cancelTimers(reference: "t") } == 2)
            #expect(try await store.read { try $0.timers(reference: "other") }.count == 1)
        }
    }

    @Test(arguments: Place.allCases)
    func `a failing handler leaves nothing and is tried again after 1, 2 and 4 seconds`(place: Place) async throws {
        let time = ManualTime()
        try await inStore(place, time: time) { store in
            let (fired, fire) = AsyncStream.makeStream(of: Fired.self)
            try await store.write { try $0.schedule(Timer(kind: "hard", reference: "x", due: $0.now)) }
            let handler = TimerHandler.transaction { timer, tx in
                try tx.execute("INSERT INTO things (id) VALUES (\("attempt \(timer.attempts)"))")
                fire.yield(Fired(reference: "\(timer.attempts)", at: tx.now))
                if timer.attempts < 3 { throw Refused() }
            }
            try await running(store, ["hard": handler]) {
                let seen = await withTaskGroup(of: Void.self) { group in
                    group.addTask { await time.run(step: .milliseconds(100)) }
                    var seen: [Fired] = []
                    for await one in fired {
                        seen.append(one)
                        if seen.count == 4 { break }
                    }
                    group.cancelAll()
                    return seen
                }
                #expect(seen.map(\.reference) == ["0", "1", "2", "3"])
                // No upper bound: the clock runs on while a failure is being written down.
                for (n, pause) in [1, 2, 4].enumerated() { #expect(seen[n + 1].at - seen[n].at >= .seconds(pause)) }
            }
            let kept = try await store.read { try $0.rows("SELECT id FROM things").map { try $0.string("id") } }
            #expect(kept == ["attempt 3"])
        }
    }

    @Test(arguments: Place.shared)
    func `an asynchronous handler may write, and one it sets anew stays`(place: Place) async throws {
        let time = ManualTime()
        try await inStore(place, time: time) { store in
            let (fired, fire) = AsyncStream.makeStream(of: Fired.self)
            try await store.write { try $0.schedule(Timer(kind: "poll", reference: "x", due: $0.now)) }
            let handler = TimerHandler.asynchronous { timer in
                try await store.write { tx in
                    try tx.schedule(Timer(kind: "poll", reference: "x", due: timer.due + .seconds(10)))
                }
                fire.yield(Fired(reference: timer.id, at: timer.due))
            }
            try await running(store, ["poll": handler]) {
                let seen = await withTaskGroup(of: Void.self) { group in
                    group.addTask { await time.run(step: .milliseconds(500)) }
                    var seen: [Fired] = []
                    for await one in fired {
                        seen.append(one)
                        if seen.count == 3 { break }
                    }
                    group.cancelAll()
                    return seen
                }
                #expect(Set(seen.map(\.reference)).count == 3)
                #expect(seen[2].at - seen[0].at == .seconds(20))
            }
            #expect(try await store.read { try $0.timers(reference: "x") }.count == 1)
        }
    }

    @Test(arguments: Place.shared)
    func `a long handler keeps its lease and stopping gives the timer back`(place: Place) async throws {
        let time = ManualTime()
        try await inStore(place, time: time) { store in
            let (started, start) = AsyncStream.makeStream(of: Void.self)
            try await store.write { try $0.schedule(Timer(kind: "long", reference: "x", due: $0.now)) }
            let handler = TimerHandler.asynchronous { _ in
                start.yield()
                try await time.sleep(for: .hours(100))
            }
            try await running(store, ["long": handler]) {
                for await _ in started { break }
                // The handler, its lease and the loop sleep; each step is shorter than half a lease.
                for _ in 0..<80 { await time.advanceWhenAsleep(by: .milliseconds(1_500), sleepers: 3) }
                await time.sleepers(3)
                let row = try await store.read { try $0.first("SELECT available, attempts FROM store_timers") }
                #expect(try row?.instant("available") ?? time.now() > time.now())
                #expect(try row?.int("attempts") == 1)
            }
            let row = try await store.read { try $0.first("SELECT available, attempts FROM store_timers") }
            #expect(try row?.instant("available") == time.now())
            #expect(try row?.int("attempts") == 0)
        }
    }

    @Test(arguments: Place.shared)
    func `a dead copy's timer fires after its lease`(place: Place) async throws {
        let time = ManualTime()
        try await inStore(place, time: time) { store in
            let (fired, fire) = AsyncStream.makeStream(of: Fired.self)
            let leased = time.now() + .seconds(7)
            try await store.write { tx in
                try tx.schedule(Timer(kind: "k", reference: "x", due: tx.now))
                try tx.execute("UPDATE store_timers SET owner = 'dead', attempts = 1, available = \(leased)")
            }
            let handler = TimerHandler.transaction { timer, tx in
                fire.yield(Fired(reference: timer.reference, at: tx.now))
            }
            try await running(store, ["k": handler]) {
                for _ in 0..<14 { await time.advanceWhenAsleep(by: .milliseconds(500)) }
                var seen = fired.makeAsyncIterator()
                #expect(await seen.next()?.at == leased)
            }
        }
    }

    @Test(arguments: Place.shared)
    func `two copies share five hundred timers and each fires once`(place: Place) async throws {
        let time = ManualTime()
        try await atPlace(place) { url in
            let a = try await Store.open(url, service: "test", migrations: schema, time: time)
            let b = try await Store.open(url, service: "test", migrations: schema, time: time)
            try await a.write { tx in
                for n in 0..<500 { try tx.schedule(Timer(kind: "k", reference: "\(n)", due: tx.now)) }
            }
            let (fired, fire) = AsyncStream.makeStream(of: Void.self)
            let handler = TimerHandler.transaction { timer, tx in
                // A second run of the same timer would not be unique, and would be tried for ever.
                try tx.execute("INSERT INTO things (id) VALUES (\(timer.reference))")
                fire.yield()
            }
            try await running(a, ["k": handler]) {
                try await running(b, ["k": handler]) {
                    var count = 0
                    for await _ in fired {
                        count += 1
                        if count == 500 { break }
                    }
                    await time.sleepers(2)
                }
            }
            #expect(try await a.read { try $0.rows("SELECT id FROM things") }.count == 500)
            #expect(try await b.read { try $0.rows("SELECT kind FROM store_timers") }.isEmpty)
            await a.close()
            await b.close()
        }
    }

    @Test(arguments: Place.shared)
    func `a clock that is set back by hours holds up nothing that was due`(place: Place) async throws {
        let time = ManualTime()
        try await atPlace(place) { url in
            let a = try await Store.open(url, service: "test", migrations: schema, time: time)
            let b = try await Store.open(url, service: "test", migrations: schema, time: time)
            let (fired, fire) = AsyncStream.makeStream(of: Fired.self)
            let handler = TimerHandler.transaction { timer, tx in
                fire.yield(Fired(reference: timer.reference, at: tx.now))
            }
            try await running(a, ["k": handler]) {
                await time.sleepers()
                let (before, leased) = (time.now(), time.now() + .seconds(3))
                // Set by another copy, so that nobody here has noticed before the clock goes back.
                try await b.write { tx in
                    try tx.schedule(Timer(kind: "k", reference: "due", due: before))
                    try tx.schedule(Timer(kind: "k", reference: "later", due: before + .hours(1)))
                    try tx.schedule(Timer(kind: "k", reference: "dead", due: before))
                    try tx.execute(
                        """
                        UPDATE store_timers SET owner = 'dead', attempts = 1, available = \(leased)
                        WHERE reference = 'dead'
                        """)
                }
                time.advance(by: .zero - .hours(2))
                let now = time.now()
                try await a.write { try $0.schedule(Timer(kind: "k", reference: "new", due: now)) }
                var seen = fired.makeAsyncIterator()
                let first = [await seen.next(), await seen.next()].compactMap(\.self)
                #expect(Set(first.map(\.reference)) == ["due", "new"] && first.allSatisfy { $0.at == now })
                for _ in 0..<6 { await time.advanceWhenAsleep(by: .milliseconds(500)) }
                #expect(await seen.next() == Fired(reference: "dead", at: now + .seconds(3)))
                // What was to be done at a time of day is done at that time.
                let left = try await b.read { try $0.timers(reference: "later") }
                #expect(left.map(\.due) == [before + .hours(1)])
            }
            await a.close()
            await b.close()
        }
    }

    @Test(arguments: Place.allCases)
    func `a handler may set the same timer again`(place: Place) async throws {
        let time = ManualTime()
        try await inStore(place, time: time) { store in
            let (fired, fire) = AsyncStream.makeStream(of: Fired.self)
            try await store.write { try $0.schedule(Timer(kind: "tick", reference: "x", due: $0.now)) }
            let handler = TimerHandler.transaction { timer, tx in
                try tx.schedule(Timer(kind: "tick", reference: "x", due: timer.due + .hours(1)))
                fire.yield(Fired(reference: timer.reference, at: timer.due))
            }
            try await running(store, ["tick": handler]) {
                var seen = fired.makeAsyncIterator()
                let first = try #require(await seen.next())
                await time.advanceWhenAsleep(by: .hours(1))
                let second = try #require(await seen.next())
                #expect(second.at - first.at == .hours(1))
            }
        }
    }
}
