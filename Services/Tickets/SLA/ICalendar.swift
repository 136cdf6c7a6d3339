internal import Base

/// The part of RFC 5545 that calendars of holidays are made of: whole-day events with their names and recurrence.
/// Lines are unfolded, and what cannot be read is named by its line in the file.
package struct ICalendar: Sendable {
    /// A line after unfolding: `NAME;PARAMETER=VALUE:value`.
    struct Line {
        /// Where it begins in the file, from 1.
        var number: Int
        /// In capitals, as they are compared.
        var name: String
        var parameters: [String: String]
        var value: String
    }

    /// An event's own lines, without those of its alarms.
    struct Event {
        var line: Int
        var lines: [Line]

        /// The first line of a name.
        func line(_ name: String) -> Line? { lines.first { $0.name == name } }
    }

    /// A line that cannot be read, and why.
    struct Mistake: Hashable {
        var line: Int
        var detail: String
    }

    private(set) var events: [Event] = []
    private(set) var mistakes: [Mistake] = []
    /// The components that are open, from outside in.
    private var open: [String] = []
    private var ended = false

    /// Lines that are named at most.
    static let mistakesMaximum = 50

    init(_ text: String) {
        var last = 0
        for (number, content) in ICalendar.unfolded(text) where mistakes.count < ICalendar.mistakesMaximum {
            last = number
            if content.allSatisfy(\.isWhitespace) { continue }
            guard let line = ICalendar.line(number, content) else {
                fault(number, "This is no line of an iCalendar file: NAME:value is expected.")
                continue
            }
            take(line)
        }
        if !ended, mistakes.isEmpty { fault(max(last, 1), "The file ends before END:VCALENDAR.") }
    }

    private mutating func take(_ line: Line) {
        if open.isEmpty, line.name != "BEGIN" || line.value.uppercased() != "VCALENDAR" {
            // One complaint about what stands outside is enough.
            if !ended || line.name != "END" { fault(line.number, "BEGIN:VCALENDAR is expected here.") }
            open = ["VCALENDAR"]
        } else if line.name == "BEGIN" {
            open.append(line.value.uppercased())
            if open == ["VCALENDAR", "VEVENT"] { events.append(Event(line: line.number, lines: [])) }
        } else if line.name == "END" {
            if open.last == line.value.uppercased() {
                open.removeLast()
                ended = open.isEmpty
            } else {
                fault(line.number, "END:\(line.value.prefix(40)) ends nothing that is open.")
            }
        } else if open == ["VCALENDAR", "VEVENT"] {
            events[events.count - 1].lines.append(line)
        }
    }

    private mutating func fault(_ line: Int, _ detail: String) { mistakes.append(Mistake(line: line, detail: detail)) }

    // MARK: Lines

    /// The logical lines: one that begins with a space or tab goes on with the one before (RFC 5545, 3.1).
    static func unfolded(_ text: String) -> [(number: Int, content: String)] {
        var lines: [(number: Int, content: String)] = []
        let bytes = text.utf8.split(separator: 10, omittingEmptySubsequences: false)
        for (index, part) in bytes.enumerated() {
            let part = part.last == 13 ? part.dropLast() : part
            if let first = part.first, first == 32 || first == 9, !lines.isEmpty {
                lines[lines.count - 1].content += String(decoding: part.dropFirst(), as: UTF8.self)
            } else {
                lines.append((index + 1, String(decoding: part, as: UTF8.self)))
            }
        }
        if let first = lines.first, first.content.unicodeScalars.first == "\u{FEFF}" {
            lines[0].content = String(first.content.unicodeScalars.dropFirst())
        }
        return lines
    }

    private static func line(_ number: Int, _ content: String) -> Line? {
        var parts: [String] = [""]
        var isQuoted = false
        var value: Substring?
        for index in content.indices {
            let character = content[index]
            if character == "\"" { isQuoted.toggle() }
            if character == ":", !isQuoted {
                value = content[content.index(after: index)...]
                break
            }
            if character == ";", !isQuoted { parts.append("") } else { parts[parts.count - 1].append(character) }
        }
        guard let value, let name = parts.first, !name.isEmpty,
            name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
        else { return nil }
        var parameters: [String: String] = [:]
        for part in parts.dropFirst() {
            guard let equals = part.firstIndex(of: "=") else { return nil }
            let text = part[part.index(after: equals)...]
            parameters[part[..<equals].uppercased()] = text.filter { $0 != "\"" }.uppercased()
        }
        return Line(number: number, name: name.uppercased(), parameters: parameters, value: String(value))
    }

    /// A text value without its escapes (RFC 5545, 3.3.11).
    static func text(_ value: String) -> String {
        var out = ""
        var escaped = false
        for character in value {
            if escaped {
                out.append(character == "n" || character == "N" ? " " : character)
                escaped = false
            } else if character == "\\" {
                escaped = true
            } else {
                out.append(character)
            }
        }
        return out
    }

    /// `20261001` as a date; nil when there is none.
    static func date(_ value: String) -> CivilDate? {
        guard value.utf8.count == 8, value.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return CivilDate("\(value.prefix(4))-\(value.dropFirst(4).prefix(2))-\(value.suffix(2))")
    }
}
