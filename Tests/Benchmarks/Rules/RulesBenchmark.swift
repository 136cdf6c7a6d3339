import Base
import BenchmarkTable
import Conditions
import Contracts
import Foundation
import Rules

/// How many events a second 1,000 rules are asked about on one core (design.md section 12): which conditions hold, with
/// the facts of the event laid out. `RulesBenchmark [seconds]`; exits 1 when the budget is missed. By `run`.
@main struct RulesBenchmark {
    private static let rounds = 5

    /// An event as it came, and what rules are asked about it.
    private struct Asked {
        let event: Event
        let evaluation: Evaluation

        init(_ event: Event) throws {
            let data = try event.data.decoded(as: TicketEvent.self)
            let facts = try RuleFields.facts(of: event, data)
            let previous = RuleFields.previous(of: event, data, facts: facts)
            (self.event, evaluation) = (event, Evaluation(facts: facts, previous: previous, now: event.time))
        }
    }

    static func main() throws {
        let seconds = CommandLine.arguments.dropFirst().first.flatMap(Double.init) ?? 8
        let house = House(seed: 1)
        let rules = house.rules(1_000)
        let events = try (0..<500).map { _ in try Asked(house.event()) }
        let began = ContinuousClock.now
        let book = RuleBook(rules)
        let made = milliseconds(ContinuousClock.now - began)
        let held = events.reduce(0) { $0 + check(book, $1) }

        // In turns, the middle of each: what else the machine does is shared by all.
        var (indexed, naive, explained, whole): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
        for _ in 0..<rounds {
            let part = seconds / Double(4 * rounds)
            indexed.append(rate(events, for: part) { matches(book, $0).count })
            naive.append(rate(events, for: part) { oneByOne(book, $0).count })
            explained.append(
                rate(events, for: part) { asked in
                    matches(book, asked).count { rules[$0].condition.explain(in: asked.evaluation).holds }
                })
            whole.append(rate(events, for: part) { (try? Asked($0.event)).map { matches(book, $0).count } ?? 0 })
        }
        let (fast, slow) = (middle(indexed), middle(naive))
        let isMet = Row(
            "1,000 rules on one event, one core", fast, "1/s", .atLeast(150_000),
            beside: "\(Int(slow)) one by one, \(Int(fast / slow)) ×; "
                + String(format: "%.1f rules hold", Double(held) / Double(events.count))
        ).show()
        Row("the same, and why each holds", middle(explained), "1/s").show()
        Row("the same, from the event's JSON", middle(whole), "1/s").show()
        Row("a book of 1,000 rules made", made, "ms").show()
        exit(isMet ? 0 : 1)
    }

    private static func matches(_ book: RuleBook, _ asked: Asked) -> [Int] {
        book.matches(asked.event.type, in: asked.evaluation)
    }

    private static func oneByOne(_ book: RuleBook, _ asked: Asked) -> [Int] {
        book.rules.indices.filter { place in
            let rule = book.rules[place]
            return rule.trigger.on.contains(asked.event.type) && rule.condition.evaluate(in: asked.evaluation)
        }
    }

    /// How many rules hold; ends the run when the two ways do not agree.
    private static func check(_ book: RuleBook, _ asked: Asked) -> Int {
        let found = matches(book, asked)
        guard found == oneByOne(book, asked) else {
            print("the index and the rules one by one do not agree: \(asked.evaluation.facts.text)")
            exit(2)
        }
        return found.count
    }

    /// Events a second of one core, over and over for so many seconds of it.
    private static func rate(_ events: [Asked], for seconds: Double, _ ask: (Asked) -> Int) -> Double {
        let began = clock()
        var (asked, held, took) = (0, 0, 0.0)
        repeat {
            // A look at the clock for each fifty.
            for _ in 0..<50 {
                held += ask(events[asked % events.count])
                asked += 1
            }
            took = Double(clock() - began) / Double(CLOCKS_PER_SEC)
        } while took < seconds
        precondition(held > 0, "some rule holds for some event")
        return Double(asked) / took
    }

    private static func milliseconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) * 1_000 + Double(duration.components.attoseconds) / 1e15
    }

    private static func middle(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
