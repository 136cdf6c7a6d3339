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
        /// Its numbers, a moment apart; nil when it shows none.
        var numbers: (earlier: Scrape, later: Scrape)?
        /// When the later ones were asked for, by the doctor's clock.
        var asked = Instant(seconds: 0)

        static func == (a: Sighting, b: Sighting) -> Bool {
            (a.name, a.pid, a.health, a.readiness, a.answersOnBus) == (
                b.name, b.pid, b.health, b.readiness, b.answersOnBus
            )
                && a.numbers?.earlier == b.numbers?.earlier && a.numbers?.later == b.numbers?.later
        }
    }

    struct Finding: Equatable, Sendable {
        /// A `note` is worth knowing, but nothing is wrong now.
        enum State: String, Sendable { case well, note, sick }
        var name: String
        var state: State
        var sentence: String
        /// What it means for the people who work with it.
        var meaning: String?
        var advice: String?
    }

    let findings: [Finding]
    var isWell: Bool { findings.allSatisfy { $0.state != .sick } }

    /// `uncopied` are the stores that `moat backup` could not copy, with the reason.
    init(_ sightings: [Sighting], logs: String, freeBytes: Int64?, uncopied: [String: String] = [:]) {
        let busIsWell = sightings.contains { $0.name == "bus" && $0.readiness.status == 200 }
        findings =
            sightings.flatMap { seen -> [Finding] in
                if let sick = Diagnosis.judge(seen, busIsWell, logs) { return [sick] }
                let found = Diagnosis.judgeNumbers(of: seen, logs)
                let well = Finding(name: seen.name, state: .well, sentence: "is well (process \(seen.pid ?? 0))")
                return found.contains { $0.state == .sick } ? found : [well] + found
            } + Diagnosis.disks(sightings) + Diagnosis.room(freeBytes) + Diagnosis.backups(uncopied)
    }

    /// The first thing that is wrong: what comes after follows from it. Nil when it lives and works.
    private static func judge(_ seen: Sighting, _ busIsWell: Bool, _ logs: String) -> Finding? {
        let log = "Its log: \(logs)/\(seen.name).log"
        func sick(_ sentence: String, _ advice: String) -> Finding {
            Finding(
                name: seen.name, state: .sick, sentence: sentence, meaning: Meaning.away(seen.name), advice: advice)
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
        return nil
    }

    private static func backups(_ uncopied: [String: String]) -> [Finding] {
        uncopied.sorted { $0.key < $1.key }.map { service, reason in
            Finding(
                name: "backup", state: .sick,
                sentence: "the store of \(service) cannot be backed up from here: \(reason)",
                meaning: "After a loss of its disk there would be nothing to restore it from.",
                advice: "Run 'moat backup' where the store can be reached.")
        }
    }

    private static func room(_ freeBytes: Int64?) -> [Finding] {
        guard let freeBytes else { return [] }
        return [disk("disk", free: Double(freeBytes), size: nil, of: "MOAT_HOME")]
    }
}

/// What it means for people when a service is away or late.
enum Meaning {
    static func away(_ service: String) -> String? {
        switch service {
        case "bus": "Nothing works: the services cannot reach each other."
        case "gateway": "Nobody gets in: pages and API do not answer."
        case "tickets": "Tickets can neither be read nor changed; mail that comes in waits."
        case "customers": "Customers cannot be looked up; new messages wait until they can."
        case "knowledge": "No search and no suggestions; tickets go on."
        case "rules": "Rules, reminders and notices act later, when it is back."
        case "analytics": "No dashboards and reports; they catch up by themselves."
        case "channels": "Mail and messages neither come in nor go out; nothing is lost."
        default: nil
        }
    }

    static func late(_ service: String) -> String? {
        switch service {
        case "tickets": "Names of customers and marks of delivery appear late."
        case "customers": "The customers' timelines lack what happened last."
        case "knowledge": "Citations are counted late."
        case "rules": "Rules and notices act late."
        case "analytics": "Dashboards and reports show an old state."
        case "channels": "Answers to customers go out late."
        default: nil
        }
    }

    static func lateTimers(_ service: String) -> String? {
        switch service {
        case "tickets": "Warnings, breaches and automatic closing come late."
        case "rules": "Rules that wait for a time act late."
        case "channels": "Messages come in and go out late."
        default: nil
        }
    }
}
