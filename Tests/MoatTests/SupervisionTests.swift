import Base
import Testing

@testable import Moat

struct SupervisionTests {
    private let zero = Instant(seconds: 1_000)

    private func supervision() -> Supervision {
        Supervision([(name: "bus", after: nil), (name: "desk", after: "bus")])
    }

    /// Both ready: `bus` is process 1, `desk` process 2.
    private func running() -> Supervision {
        var all = supervision()
        _ = all.tick(zero)
        all.started("bus", pid: 1, zero)
        _ = all.becameReady("bus", zero)
        all.started("desk", pid: 2, zero)
        _ = all.becameReady("desk", zero)
        return all
    }

    @Test func `a process waits for the one it comes after`() {
        var all = supervision()
        #expect(all.tick(zero) == [.start("bus")])
        all.started("bus", pid: 1, zero)
        #expect(all.tick(zero) == [])
        #expect(all.unready == ["bus"])
        #expect(all.becameReady("bus", zero) == [])
        #expect(all.tick(zero) == [.start("desk")])
        all.started("desk", pid: 2, zero)
        #expect(all.becameReady("desk", zero) == [.announce])
        #expect(all.phase == .running)
    }

    @Test func `one that dies starts again, a little later each time`() {
        var (all, now) = (running(), zero)
        for pause in [100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000] {
            let actions = all.ended("desk", .signalled(9), now)
            #expect(actions == [.say(.died("desk", .signalled(9), again: .milliseconds(pause)))])
            #expect(all.tick(now + .milliseconds(pause - 1)) == [])
            now = now + .milliseconds(pause)
            #expect(all.tick(now) == [.start("desk")])
            all.started("desk", pid: 3, now)
            #expect(all.becameReady("desk", now) == [.say(.back("desk"))])
        }
    }

    @Test func `a long life is forgiven what was before it`() {
        var all = running()
        _ = all.ended("desk", .exited(1), zero)
        all.started("desk", pid: 3, zero)
        _ = all.becameReady("desk", zero)
        let later = zero + .seconds(31)
        #expect(all.ended("desk", .exited(1), later) == [.say(.died("desk", .exited(1), again: .milliseconds(100)))])
    }

    @Test func `the others live on when one dies`() {
        var all = running()
        _ = all.ended("bus", .signalled(9), zero)
        #expect(all.pids.map(\.pid) == [nil, 2])
        #expect(all.tick(zero + .milliseconds(100)) == [.start("bus")])
    }

    @Test func `wrong settings end the first start`() {
        var all = supervision()
        all.started("bus", pid: 1, zero)
        let actions = all.ended("bus", .exited(78), zero)
        #expect(actions == [.say(.cannotStart("bus", .exited(78))), .finish(code: 1)])
    }

    @Test func `five deaths end the first start, and the others are ended first`() {
        var all = supervision()
        all.started("bus", pid: 1, zero)
        _ = all.becameReady("bus", zero)
        for death in 1...4 {
            all.started("desk", pid: 2, zero)
            #expect(all.ended("desk", .exited(1), zero).count == 1, "death \(death)")
        }
        all.started("desk", pid: 2, zero)
        #expect(all.ended("desk", .exited(1), zero) == [.say(.cannotStart("desk", .exited(1))), .end(pid: 1)])
        #expect(all.ended("bus", .exited(0), zero) == [.finish(code: 1)])
    }

    @Test func `wrong settings later are only a death`() {
        var all = running()
        #expect(all.ended("desk", .exited(78), zero).count == 1)
        #expect(all.phase == .running)
    }

    @Test func `stopping asks first and kills after the grace`() {
        var all = running()
        #expect(all.stop(zero) == [.end(pid: 1), .end(pid: 2)])
        #expect(all.stop(zero) == [])
        #expect(all.ended("bus", .exited(0), zero) == [])
        #expect(all.tick(zero + .seconds(8)) == [])
        #expect(all.tick(zero + .seconds(9)) == [.say(.killed("desk")), .kill(pid: 2)])
        #expect(all.tick(zero + .seconds(10)) == [])
        #expect(all.ended("desk", .signalled(9), zero + .seconds(10)) == [.finish(code: 0)])
        #expect(all.phase == .stopped)
    }

    @Test func `one that rests while we stop is not started again`() {
        var all = running()
        _ = all.ended("desk", .signalled(9), zero)
        #expect(all.stop(zero) == [.end(pid: 1)])
        #expect(all.tick(zero + .seconds(1)) == [])
        #expect(all.ended("bus", .exited(0), zero) == [.finish(code: 0)])
    }

    @Test func `a slow start is said once`() {
        var all = supervision()
        all.started("bus", pid: 1, zero)
        #expect(all.tick(zero + .seconds(11)) == [.say(.slow("bus"))])
        #expect(all.tick(zero + .seconds(12)) == [])
    }
}
