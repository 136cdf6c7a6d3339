internal import Base
internal import Contracts
internal import Glibc
internal import ServiceKit
internal import Store

extension Command {
    /// `moat doctor`
    static let doctor = Command(
        name: "doctor", summary: "Check every part and say what is wrong and what to do.", usage: "[--home DIR]",
        details: """
            Asks each process whether it is alive and ready, and each service over the bus; reads their numbers twice, a
            second apart (who is behind, what is full, what fails), and looks at the disks and whether each store could
            be backed up. Says what is wrong, what that means for the people who work with it, and what to do.
            Exit code 0: all is well; 1: something is not; 69: nothing is running.
            """,
        options: [home]
    ) { arguments, environment, terminal in
        let home = Home.locate(arguments, environment)
        guard let running = home.readRunning() else {
            throw Mistake(
                sentence: "nothing is running in \(home.path).",
                advice: "Start it with 'moat up', or name the folder with --home.", code: 69)
        }
        let diagnosis = Diagnosis(
            await examine(running), logs: home.logs, freeBytes: freeBytes(home), uncopied: uncopied(running, home))
        let width = diagnosis.findings.map(\.name.count).max() ?? 0
        for finding in diagnosis.findings {
            let mark =
                switch finding.state {
                case .well: "ok  "
                case .note: "note"
                case .sick: "SICK"
                }
            terminal.say("\(mark) \(finding.name.padded(to: width))  \(finding.sentence)")
            for more in [finding.meaning, finding.advice].compactMap({ $0 }) {
                terminal.say("     \("".padded(to: width))  \(more)")
            }
        }
        terminal.say(diagnosis.isWell ? "All is well at \(running.address)" : "Something is wrong, see above.")
        return diagnosis.isWell ? 0 : 1
    }

    private static func examine(_ running: Running) async -> [Diagnosis.Sighting] {
        let answering = await services(on: running.busURL)
        return await withTaskGroup(of: (Int, Diagnosis.Sighting).self) { group in
            for (index, process) in running.processes.enumerated() {
                group.addTask(name: process.name) {
                    let (numbers, asked) = await numbers(of: process.healthPort)
                    let sighting = Diagnosis.Sighting(
                        name: process.name, pid: process.pid,
                        health: await Loopback.get("/healthz", port: process.healthPort),
                        readiness: await Loopback.get(
                            process.name == "bus" ? "/healthz" : "/readyz", port: process.healthPort),
                        answersOnBus: process.name == "bus" ? nil : answering.contains(process.name),
                        numbers: numbers, asked: asked)
                    return (index, sighting)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// What a process shows, twice, so that a course can be seen; and when the second look was.
    private static func numbers(of port: Int) async -> (numbers: (earlier: Scrape, later: Scrape)?, asked: Instant) {
        let time = SystemTime()
        guard let earlier = await Loopback.fetch("/metrics", port: port) else { return (nil, time.now()) }
        try? await time.sleep(for: .seconds(1))
        let before = time.now()
        let later = await Loopback.fetch("/metrics", port: port)
        let middle = before + Instant.Span(microseconds: (time.now() - before).microseconds / 2)
        return (later.map { (earlier: Scrape(earlier), later: Scrape($0)) }, middle)
    }

    /// The services that answer a call on the bus within two seconds: their feed, which every one of them has.
    private static func services(on busURL: String) async -> Set<String> {
        let found = try? await Connection(busURL: busURL).use { bus in
            await withTaskGroup(of: String?.self) { group in
                for name in Blueprint.services {
                    group.addTask(name: name) {
                        let feed = Call<FeedRequest, FeedPage>("\(name).feed", allow: .services)
                        let options = CallOptions(timeout: .seconds(2))
                        let page = try? await bus.call(feed, FeedRequest(after: 0, limit: 1), as: .system, options)
                        return page == nil ? nil : name
                    }
                }
                return await group.reduce(into: Set<String>()) { found, name in if let name { found.insert(name) } }
            }
        }
        return found ?? []
    }

    /// The stores that a backup could not copy: each is opened and read as a backup would.
    private static func uncopied(_ running: Running, _ home: Home) -> [String: String] {
        let stores = StoreMap(data: home.data, postgres: running.store)
        var reasons: [String: String] = [:]
        for service in running.processes.map(\.name) where Blueprint.services.contains(service) {
            do throws(StoreError) {
                guard let snapshot = try stores.snapshot(of: service) else {
                    reasons[service] =
                        "there is none at \(running.store == nil ? "\(home.data)/\(service)" : "the PostgreSQL")"
                    continue
                }
                _ = try snapshot.take()
                snapshot.release()
            } catch {
                reasons[service] = error.message
                // One answer of a PostgreSQL that is away is enough.
                if running.store != nil { break }
            }
        }
        return reasons
    }

    private static func freeBytes(_ home: Home) -> Int64? {
        var status = statvfs()
        guard unsafe statvfs(home.path, &status) == 0 else { return nil }
        return Int64(status.f_bavail) * Int64(status.f_frsize)
    }
}
