internal import Base
internal import Foundation

/// One line of the benchmarks' table: a number beside its limit and its peer. Printed in the same columns by every
/// benchmark (`table.py` is its twin), and added as JSON to the file that `BENCHMARK_ROWS` names.
package struct Row {
    /// What a value must keep to.
    package enum Limit {
        case atLeast(Double)
        case atMost(Double)
    }

    private let what: String
    private let value: Double
    private let unit: String
    private let limit: Limit?
    private let beside: String

    package init(_ what: String, _ value: Double, _ unit: String, _ limit: Limit? = nil, beside: String = "") {
        (self.what, self.value, self.unit, self.limit, self.beside) = (what, value, unit, limit, beside)
    }

    /// True without a limit too.
    package var isMet: Bool {
        switch limit {
        case .atLeast(let least): value >= least
        case .atMost(let most): value <= most
        case nil: true
        }
    }

    /// Prints the row and notes it; the result is whether its limit was kept.
    @discardableResult package func show() -> Bool {
        let verdict = limit == nil ? "" : isMet ? "met" : "MISSED"
        let columns = [
            Row.left(what, 54), Row.right(Row.shown(value), 12), Row.left(unit, 8), Row.right(bound, 9),
            Row.left(verdict, 6), beside,
        ]
        // Not by print: what a pipe keeps back would come after the rows of others.
        FileHandle.standardOutput.write(Data((columns.joined(separator: " ") + "\n").utf8))
        note()
        return isMet
    }

    private var bound: String {
        switch limit {
        case .atLeast(let least): "≥ \(Row.shown(least))"
        case .atMost(let most): "≤ \(Row.shown(most))"
        case nil: ""
        }
    }

    private func note() {
        guard let path = ProcessInfo.processInfo.environment["BENCHMARK_ROWS"],
            let file = FileHandle(forWritingAtPath: path)
        else { return }
        let (budget, isAtMost): (JSON, Bool) =
            switch limit {
            case .atLeast(let least): (.double(least), false)
            case .atMost(let most): (.double(most), true)
            case nil: (.null, false)
            }
        let row: JSON = [
            "what": .string(what), "value": .double(value), "unit": .string(unit), "budget": budget,
            "at_most": .bool(isAtMost), "met": limit == nil ? .null : .bool(isMet), "beside": .string(beside),
        ]
        defer { try? file.close() }
        _ = try? file.seekToEnd()
        try? file.write(contentsOf: Data((row.text + "\n").utf8))
    }

    /// Thousands with commas, small numbers with some places.
    private static func shown(_ value: Double) -> String {
        guard value.magnitude >= 1_000 else {
            let isWhole = value == value.rounded() || value.magnitude >= 100
            let places = isWhole ? 0 : value.magnitude >= 10 ? 1 : value.magnitude >= 1 ? 2 : 3
            return String(format: "%.\(places)f", value)
        }
        let digits = String(format: "%.0f", value)
        var grouped = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, digit != "-", (digits.count - place) % 3 == 0 { grouped.append(",") }
            grouped.append(digit)
        }
        return grouped
    }

    private static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - columns(text)))
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - columns(text))) + text
    }

    /// Chinese characters take two.
    private static func columns(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) }
    }
}
