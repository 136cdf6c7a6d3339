internal import Base
internal import Contracts
internal import Glibc
internal import ServiceKit

extension Command {
    /// `moat doctor`
    static let doctor = Command(
        name: "doctor", summary: "Check every part and say what is wrong and what to do.", usage: "[--home DIR]",
        details: """
            Asks each process whether it is alive and ready, and each service over the bus; looks at the disk.
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
        let diagnosis = Diagnosis(await examine(running), logs: home.logs, freeBytes: freeBytes(home))
        let width = diagnosis.findings.map(\.name.count).max() ?? 0
        for finding in diagnosis.findings {
            terminal.say(
                "\(finding.state == .well ? "ok  " : "SICK") \(finding.name.padded(to: width))  \(finding.sentence)")
            if let advice = finding.advice { terminal.say("     \("".padded(to: width))  \(advice)") }
        }
        terminal.say(diagnosis.isWell ? "All is well at \(running.address)" : "Something is wrong, see above.")
        return diagnosis.isWell ? 0 : 1
    }

    private static func examine(_ running: Running) async -> [Diagnosis.Sighting] {
        let answering = await services(on: running.busURL)
        return await withTaskGroup(of: (Int, Diagnosis.Sighting).self) { group in
            for (index, process) in running.processes.enumerated() {
                group.addTask(name: process.name) {
                    let sighting = Diagnosis.Sighting(
                        name: process.name, pid: process.pid,
                        health: await Loopback.get("/healthz", port: process.healthPort),
                        readiness: await Loopback.get(
                            process.name == "bus" ? "/healthz" : "/readyz", port: process.healthPort),
                        answersOnBus: process.name == "bus" ? nil : answering.contains(process.name))
                    return (index, sighting)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
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

    private static func freeBytes(_ home: Home) -> Int64? {
        var status = statvfs()
        guard unsafe statvfs(home.path, &status) == 0 else { return nil }
        return Int64(status.f_bavail) * Int64(status.f_frsize)
    }
}
