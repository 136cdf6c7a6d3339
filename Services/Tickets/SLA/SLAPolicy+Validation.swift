internal import Base
internal import Conditions
internal import Contracts

extension SLAPolicy {
    private static let year = 31_536_000

    /// Throws a 422 that says what cannot be promised; `isCalendar` knows the calendars there are.
    func validate(isCalendar: (String) throws -> Bool) throws {
        guard !name.trimmed.isEmpty, name.count <= 200, id.utf8.count <= 64 else {
            throw wrong("name", "A policy has a name of 1 to 200 characters, and an id of 64 at most.", "name")
        }
        guard try JSON.encode(self).count <= 20_000 else {
            throw wrong("size", "A policy has 20,000 bytes at most.", "")
        }
        if condition.usesPrevious || condition.usesClock {
            throw wrong("condition", "A policy looks at the ticket as it is, not at what changed or when.", "condition")
        }
        try PolicyFields.catalogue.check(condition, at: "#/condition")
        try validateTargets()
        if let calendar, try !isCalendar(calendar) {
            throw wrong("calendar", "There is no calendar \(calendar.prefix(64)).", "calendar")
        }
        let waiting: [TicketStatus] = [.new, .open, .pending, .hold]
        guard pausedIn.allSatisfy(waiting.contains), Set(pausedIn).count < waiting.count else {
            throw wrong(
                "paused", "Clocks stand still in new, open, pending or hold, but not in all of them.", "pausedIn")
        }
        let areWarnings = warnings.allSatisfy { warning in
            switch (warning.percent, warning.secondsBefore) {
            case (let percent?, nil): (1...99).contains(percent)
            case (nil, let seconds?): (1...Self.year).contains(seconds)
            default: false
            }
        }
        guard warnings.count <= 10, areWarnings else {
            throw wrong(
                "warning", "A warning comes at 1 to 99 percent or some seconds before the target; 10 at most.",
                "warnings")
        }
        let delays = escalations.map(\.after)
        guard delays.count <= 10, delays == delays.sorted(), delays.allSatisfy({ (0...Self.year).contains($0) }) else {
            throw wrong(
                "escalation",
                "Steps come 0 seconds to 365 days after the breach, none before the one above; 10 at most.",
                "escalations")
        }
    }

    private func validateTargets() throws {
        guard targets.values.contains(where: { !$0.isEmpty }) else {
            throw wrong("empty", "A policy promises something.", "targets")
        }
        for metric in SLAClock.Metric.allCases {
            for priority in Priority.allCases {
                guard let target = targets[metric]?[priority] else { continue }
                guard (15...Self.year).contains(target.seconds) else {
                    throw wrong(
                        "target", "A target lies between 15 seconds and 365 days.",
                        "targets/\(metric.rawValue)/\(priority.rawValue)")
                }
            }
        }
        for priority in Priority.allCases {
            guard let response = targets[.firstResponse]?[priority], let solution = targets[.resolution]?[priority]
            else { continue }
            // Calendar time passes faster: a response in it may be longer than a resolution in business time.
            let comparable = response.business != false || solution.business == false
            if comparable, response.seconds > solution.seconds {
                throw wrong(
                    "order", "The first response of \(priority.rawValue) is due after its resolution.",
                    "targets/firstResponse/\(priority.rawValue)")
            }
        }
    }

    /// The longest target in business time.
    var longest: Int {
        targets.values.flatMap(\.values).filter { $0.business != false }.map(\.seconds).max() ?? 0
    }

    private func wrong(_ code: String, _ detail: String, _ pointer: String) -> Problem {
        .invalid("policy." + code, detail, errors: [.init(pointer: "#/" + pointer, code: code, detail: detail)])
    }
}
