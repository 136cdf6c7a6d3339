internal import Base

/// What the numbers of a process that lives say of it.
extension Diagnosis {
    /// A disk with less is nearly full.
    private static let freeMinimum = Double(512 << 20)
    /// A consumer further behind is ill.
    private static let lagMaximum = (events: 1_000.0, seconds: 30.0)
    private static let overdueMaximum = 10.0
    private static let skewMaximum = 2.0
    /// The part of a bound that is too near to it.
    private static let nearlyFull = 0.8

    static func judgeNumbers(of seen: Sighting, _ logs: String) -> [Finding] {
        guard let (earlier, later) = seen.numbers else {
            return [
                Finding(
                    name: seen.name, state: .sick, sentence: "shows no numbers at /metrics",
                    advice: "Restart it (kill \(seen.pid ?? 0)).")
            ]
        }
        let log = "\(logs)/\(seen.name).log"
        return store(seen.name, later) + feeds(seen.name, earlier, later, log) + timers(seen.name, later, log)
            + queues(seen.name, earlier, later) + slowClients(seen.name, earlier, later)
            + calls(seen.name, later, log) + clock(seen, later) + descriptors(seen.name, later)
    }

    private static func store(_ name: String, _ now: Scrape) -> [Finding] {
        guard now.value("moat_store_writable") == 0 else { return [] }
        return [
            Finding(
                name: name, state: .sick, sentence: "cannot write to its store",
                meaning: "What people enter there is refused; what was accepted before is safe.",
                advice: "The disk is full, read-only or broken: mend that, and it goes on by itself.")
        ]
    }

    private static func feeds(_ name: String, _ before: Scrape, _ now: Scrape, _ log: String) -> [Finding] {
        now.all("moat_feed_lag_events").flatMap { sample -> [Finding] in
            let (labels, events) = (sample.labels, sample.value)
            let source = labels["source"] ?? "?"
            let seconds = now.value("moat_feed_lag_seconds", labels) ?? 0
            var found: [Finding] = []
            if events >= lagMaximum.events || (events > 0 && seconds > lagMaximum.seconds) {
                let change = events - (before.value("moat_feed_lag_events", labels) ?? events)
                let course = change > 0 ? ", and falls behind further" : change < 0 ? ", but is catching up" : ""
                found.append(
                    Finding(
                        name: name, state: .sick,
                        sentence: "is \(Int(events)) events (\(Int(seconds)) s) behind \(source)\(course)",
                        meaning: Meaning.late(name),
                        advice: "If it does not catch up, look for 'event not handled' in \(log)"))
            }
            let parked = Int(now.value("moat_feed_parked_events", labels) ?? 0)
            if parked > 0 {
                found.append(
                    Finding(
                        name: name, state: .sick, sentence: "has set aside \(parked) events of \(source)",
                        meaning: "Their effects are missing there; nothing else is held up.",
                        advice: "Why: 'event parked' in \(log). They are kept in its table parked_events."))
            }
            return found
        }
    }

    private static func timers(_ name: String, _ now: Scrape, _ log: String) -> [Finding] {
        guard let late = now.value("moat_timer_overdue_seconds"), late > overdueMaximum else { return [] }
        return [
            Finding(
                name: name, state: .sick, sentence: "is \(Int(late)) s late with its timers",
                meaning: Meaning.lateTimers(name), advice: "Look for 'timer' in \(log); is the machine overloaded?")
        ]
    }

    private static func queues(_ name: String, _ before: Scrape, _ now: Scrape) -> [Finding] {
        var found: [Finding] = []
        for unit in ["", "_bytes"] {
            for sample in now.all("moat_queue_depth\(unit)") {
                guard let limit = now.value("moat_queue_limit\(unit)", sample.labels), limit > 0,
                    sample.value / limit >= nearlyFull
                else { continue }
                let share = Int(sample.value / limit * 100)
                found.append(
                    Finding(
                        name: name, state: .sick,
                        sentence: "has its queue '\(sample.labels["queue"] ?? "?")' full to \(share) %",
                        meaning: "Soon it turns work away; pages say that it is busy.",
                        advice: "More comes in than it can do: run another copy, or find who sends so much."))
            }
        }
        for sample in now.all("moat_queue_refused_total")
        where sample.value > 0 && sample.labels["queue"] != "bus.client_output" {
            let isNow = sample.value > before.value("moat_queue_refused_total", sample.labels) ?? sample.value
            let queue = sample.labels["queue"] ?? "?"
            found.append(
                Finding(
                    name: name, state: isNow ? .sick : .note,
                    sentence: isNow
                        ? "turns work away at its queue '\(queue)'"
                        : "turned away \(Int(sample.value)) at its queue '\(queue)' since its start",
                    meaning: isNow ? "Some requests are answered with 'busy'." : nil,
                    advice: isNow ? "More comes in than it can do: run another copy." : nil))
        }
        return found
    }

    private static func slowClients(_ name: String, _ before: Scrape, _ now: Scrape) -> [Finding] {
        let labels = ["reason": "slow_consumer"]
        guard let count = now.value("moat_bus_connections_ended_total", labels), count > 0 else { return [] }
        let isNow = count > before.value("moat_bus_connections_ended_total", labels) ?? count
        return [
            Finding(
                name: name, state: isNow ? .sick : .note,
                sentence: isNow
                    ? "cuts off clients that do not read what they are sent"
                    : "has cut off \(Int(count)) slow clients since its start",
                meaning: isNow ? "Somebody misses news for a moment and fetches them again." : nil,
                advice: isNow ? "A service hangs or its machine is overloaded: see who is late below." : nil)
        ]
    }

    private static func calls(_ name: String, _ now: Scrape, _ log: String) -> [Finding] {
        let failed = now.all("moat_calls_total").filter { $0.labels["outcome"] == "failed" && $0.value > 0 }
        guard let worst = failed.max(by: { $0.value < $1.value }) else { return [] }
        let (sum, all) = (failed.reduce(0) { $0 + $1.value }, now.value("moat_calls_total") ?? 0)
        return [
            Finding(
                name: name, state: .note,
                sentence: "failed \(Int(sum)) of \(Int(all)) calls since its start, most of them "
                    + (worst.labels["call"] ?? "?"),
                advice: "Look for 'call failed' in \(log)")
        ]
    }

    private static func clock(_ seen: Sighting, _ now: Scrape) -> [Finding] {
        guard let shown = now.value("moat_clock_seconds") else { return [] }
        let skew = shown - Double(seen.asked.microseconds) / 1_000_000
        guard abs(skew) > skewMaximum else { return [] }
        return [
            Finding(
                name: seen.name, state: .sick,
                sentence: "has a clock that is \(Int(abs(skew).rounded())) s \(skew > 0 ? "ahead" : "behind")",
                meaning: "Promised times, the order of events and sign-in links are wrong.",
                advice: "Let its machine's clock be set (NTP), then restart it.")
        ]
    }

    private static func descriptors(_ name: String, _ now: Scrape) -> [Finding] {
        guard let used = now.value("process_open_fds"), let limit = now.value("process_max_fds"),
            limit > 0, used / limit > nearlyFull
        else { return [] }
        return [
            Finding(
                name: name, state: .sick, sentence: "has \(Int(used)) of \(Int(limit)) file descriptors open",
                meaning: "Soon it can take no more connections.",
                advice: "Raise the limit (ulimit -n) or see who holds so many connections.")
        ]
    }

    /// The disks of the stores; services on one disk share a finding. Those with room are not worth a line.
    static func disks(_ sightings: [Sighting]) -> [Finding] {
        var disks: [(free: Double, size: Double, services: [String])] = []
        for seen in sightings {
            guard let now = seen.numbers?.later, let free = now.value("moat_store_disk_free_bytes"),
                let size = now.value("moat_store_disk_size_bytes")
            else { continue }
            if let index = disks.firstIndex(where: { $0.size == size }) {
                disks[index].services.append(seen.name)
                disks[index].free = min(disks[index].free, free)
            } else {
                disks.append((free, size, [seen.name]))
            }
        }
        return disks.map { disk("store", free: $0.free, size: $0.size, of: $0.services.joined(separator: ", ")) }
            .filter { $0.state != .well }
    }

    static func disk(_ name: String, free: Double, size: Double?, of what: String) -> Finding {
        let text = "\(Size.text(Int64(free))) free"
        let share = size.map { $0 > 0 ? free / $0 : 1 } ?? 1
        guard free < freeMinimum || share < 0.05 else {
            return Finding(name: name, state: .well, sentence: "has \(text)")
        }
        return Finding(
            name: name, state: .sick, sentence: "is nearly full (\(what)): \(text)",
            meaning: "When it is full, nothing new can be kept: tickets and mails are refused.",
            advice: "Make room, or move MOAT_HOME to a larger disk.")
    }
}
