internal import Base

/// What an installation looks like from outside, and what that means: sentences with advice.
struct Diagnosis: Equatable, Sendable {
    /// What was seen of one process.
    struct Sighting: Equatable, Sendable {
        var name: String
        /// Nil while it waits to be started again.
        var pid: Int32?
        var health: Loopback.Answer
        var readiness: Loopback.Answer
        /// Whether the service answered on the bus; nil for what has nothing to answer there.
        var answersOnBus: Bool?
    }

    struct Finding: Equatable, Sendable {
        enum State: String, Sendable { case well, sick }
        var name: String
        var state: State
        var sentence: String
        var advice: String?
    }

    let findings: [Finding]
    var isWell: Bool { findings.allSatisfy { $0.state == .well } }

    init(_ sightings: [Sighting], logs: String, freeBytes: Int64?) {
        let busIsWell = sightings.contains { $0.name == "bus" && $0.readiness.status == 200 }
        findings = sightings.map { Diagnosis.judge($0, busIsWell, logs) } + Diagnosis.room(freeBytes)
    }

    /// The first thing that is wrong: what comes after follows from it.
    private static func judge(_ seen: Sighting, _ busIsWell: Bool, _ logs: String) -> Finding {
        let log = "Its log: \(logs)/\(seen.name).log"
        func sick(_ sentence: String, _ advice: String) -> Finding {
            Finding(name: seen.name, state: .sick, sentence: sentence, advice: advice)
        }
        if seen.pid == nil {
            return sick("is not running; moat up is about to start it again", "If that repeats itself: \(log)")
        }
        guard let health = seen.health.status else {
            return sick(
                "does not answer: \(seen.health.text)", "It hangs or has just died; moat up starts it again. \(log)")
        }
        guard health == 200 else { return sick("is alive but not healthy: \(seen.health.text)", log) }
        guard seen.readiness.status == 200 else {
            let advice = busIsWell ? log : "It waits for the bus: look there first."
            return sick("takes no work: \(seen.readiness.text)", advice)
        }
        if seen.answersOnBus == false {
            return sick("is ready but does not answer on the bus", "Restart it (kill \(seen.pid ?? 0)). \(log)")
        }
        return Finding(name: seen.name, state: .well, sentence: "is well (process \(seen.pid ?? 0))")
    }

    private static func room(_ freeBytes: Int64?) -> [Finding] {
        guard let freeBytes else { return [] }
        let free = "\(freeBytes >> 20) MiB free"
        guard freeBytes < 512 << 20 else { return [Finding(name: "disk", state: .well, sentence: "has \(free)")] }
        return [
            Finding(
                name: "disk", state: .sick, sentence: "is nearly full: \(free)",
                advice: "The stores refuse writes when it is full: make room, or move MOAT_HOME.")
        ]
    }
}
