internal import Base
internal import FoundationEssentials
internal import Glibc
internal import ServiceKit

/// Carries out what `Supervision` decides, looking at the processes ten times a second.
struct Supervisor: Sendable {
    let blueprint: Blueprint
    let home: Home
    let terminal: Terminal
    let time: any TimeSource
    /// Returns when everything should end.
    var untilStopped: @Sendable () async -> Void = { await StopSignal.wait() }
    /// Runs once, beside the supervision, when everything is ready for the first time.
    let whenReady: @Sendable () async throws -> Void

    private static let pace = Instant.Span.milliseconds(100)
    private static let paceAtStart = Instant.Span.milliseconds(25)

    /// Until it is told to stop; returns the exit code when the last process has ended.
    func run() async throws -> Int32 {
        let stopping = Locked(false)
        let (ready, announcement) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        return try await withThrowingTaskGroup(of: Int32?.self) { group in
            group.addTask(name: "signals") {
                await untilStopped()
                stopping.withLock { $0 = true }
                return nil
            }
            group.addTask(name: "when ready") {
                for await _ in ready { break }
                do {
                    if !Task.isCancelled { try await whenReady() }
                } catch is CancellationError {
                } catch {
                    terminal.complain("moat up: \(Mistake.sentence(for: error))")
                }
                return nil
            }
            group.addTask(name: "supervision") {
                await supervise(stopping) { announcement.yield() }
            }
            defer { group.cancelAll() }
            while let code = try await group.next() { if let code { return code } }
            return 1
        }
    }

    private func supervise(_ stopping: Locked<Bool>, announce: @Sendable () -> Void) async -> Int32 {
        var supervision = Supervision(blueprint.parts.map { ($0.command.name, $0.after) })
        var recorder = Recorder()
        while true {
            var actions: [Supervision.Action] = []
            if stopping.withLock({ $0 }) { actions += supervision.stop(time.now()) }
            for (name, pid) in supervision.pids {
                if let pid, let ending = ChildProcess.ending(of: pid) {
                    actions += supervision.ended(name, ending, time.now())
                }
            }
            for name in await answering(supervision.unready) {
                actions += supervision.becameReady(name, time.now())
            }
            actions += supervision.tick(time.now())
            for action in actions {
                if case .announce = action { announce() }
                if let code = carryOut(action, &supervision) { return code }
            }
            record(supervision.pids.reduce(into: [:]) { $0[$1.name] = $1.pid }, &recorder)
            for part in blueprint.parts { LogFile.bound(part.command.log) }
            // A cancelled supervision still has to see its processes end, so this sleep must not throw.
            try? await time.sleep(for: supervision.phase == .running ? Supervisor.pace : Supervisor.paceAtStart)
            if Task.isCancelled { stopping.withLock { $0 = true } }
        }
    }

    /// Those whose `/readyz` says yes.
    private func answering(_ names: [String]) async -> [String] {
        await withTaskGroup(of: String?.self) { group in
            for name in names {
                guard let part = blueprint.part(name) else { continue }
                group.addTask(name: "probe \(name)") {
                    await Loopback.get(part.readyPath, port: part.healthPort).status == 200 ? name : nil
                }
            }
            return await group.reduce(into: []) { found, name in if let name { found.append(name) } }
        }
    }

    /// Returns the exit code when all is over.
    private func carryOut(_ action: Supervision.Action, _ supervision: inout Supervision) -> Int32? {
        switch action {
        case .start(let name):
            guard let part = blueprint.part(name) else { return nil }
            do throws(StartFailure) {
                supervision.started(name, pid: try ChildProcess.start(part.command), time.now())
            } catch {
                for next in supervision.ended(name, .notStarted(error.reason), time.now()) {
                    if let code = carryOut(next, &supervision) { return code }
                }
            }
        case .end(let pid): ChildProcess.signal(SIGTERM, to: pid)
        case .kill(let pid): ChildProcess.signal(SIGKILL, to: pid)
        case .say(let notice): say(notice)
        case .announce: break
        case .finish(let code): return code
        }
        return nil
    }

    private func say(_ notice: Supervision.Notice) {
        switch notice {
        case .died(let name, let ending, let again):
            terminal.complain("moat-\(name) ended (\(ending)); it starts again in \(again.seconds) s")
        case .back(let name): terminal.say("moat-\(name) is back")
        case .slow(let name): terminal.complain("moat-\(name) is not ready yet: see \(home.log(of: name))")
        case .killed(let name): terminal.complain("moat-\(name) did not end in time and was killed")
        case .cannotStart(let name, let ending):
            terminal.complain("moat-\(name) cannot start (\(ending)). The end of \(home.log(of: name)):")
            for line in LogFile.end(of: home.log(of: name), lines: 5) { terminal.complain("  \(line)") }
        }
    }

    /// What was written of what runs, and whether the last attempt failed.
    private struct Recorder {
        var known: [String: Int32] = [:]
        var isFailing = false
    }

    /// Writes what runs when it changed. A disk that cannot be written now must not end what runs well: it is said once
    /// and tried again with the next look.
    private func record(_ pids: [String: Int32], _ recorder: inout Recorder) {
        guard pids != recorder.known else { return }
        let running = Running(
            pid: getpid(), address: blueprint.address, busURL: blueprint.busURL, store: blueprint.postgres,
            processes: blueprint.parts.map {
                .init(name: $0.command.name, pid: pids[$0.command.name], healthPort: $0.healthPort)
            })
        do {
            try home.write(running)
            try home.write(running.targets, to: home.targets)
            recorder = Recorder(known: pids)
        } catch {
            if !recorder.isFailing { terminal.complain("moat up: \(Mistake.sentence(for: error))") }
            recorder.isFailing = true
        }
    }
}
