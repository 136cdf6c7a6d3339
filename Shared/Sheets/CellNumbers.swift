internal import Base
internal import Text

/// Numbers of cells as texts: days and times where the style says so.
struct CellNumbers {
    private static let dayNumbers = Set([14, 15, 16, 17, 22] + Array(27...36) + Array(50...58))
    private static let timeNumbers = Set([18, 19, 20, 21, 45, 46, 47])
    /// Seconds from the first day to 1970.
    private static let (epoch1900, epoch1904) = (25_569.0 * 86_400, 24_107.0 * 86_400)

    /// Which cell styles show a day or a time.
    private let isDate: [Bool]
    private let epoch: Double

    init(styles: [UInt8], since1904: Bool) throws(SheetError) {
        epoch = since1904 ? CellNumbers.epoch1904 : CellNumbers.epoch1900
        guard !styles.isEmpty else {
            isDate = []
            return
        }
        var own: [Int: Bool] = [:]
        var (formats, isInCells) = ([Int](), false)
        let isWhole = XMLWalk.walk(styles) { event in
            switch event {
            case .start("numFmt", let attributes):
                guard let id = attributes["numFmtId"].flatMap({ Int($0) }) else { break }
                own[id] = CellNumbers.showsDate(attributes["formatCode"] ?? "")
            case .start("cellXfs", _): isInCells = true
            case .end("cellXfs"): isInCells = false
            case .start("xf", let attributes):
                if isInCells { formats.append(attributes["numFmtId"].flatMap { Int($0) } ?? 0) }
            default: break
            }
            return true
        }
        guard isWhole else { throw SheetError(.damaged, "The styles are not well formed.") }
        isDate = formats.map { id in
            own[id] ?? (CellNumbers.dayNumbers.contains(id) || CellNumbers.timeNumbers.contains(id))
        }
    }

    func text(_ raw: String, style: Int) -> String {
        guard let number = Double(raw), number.isFinite else { return raw }
        if isDate.indices.contains(style), isDate[style], (0..<2_958_466).contains(number) { return date(number) }
        guard let whole = Int64(exactly: number), abs(whole) < 1_000_000_000_000_000 else { return "\(number)" }
        return String(whole)
    }

    /// `2026-11-23`, `2026-11-23T08:30:00Z`, or `08:30:00` of what is less than a day.
    private func date(_ days: Double) -> String {
        let seconds = Int64((days * 86_400 - epoch).rounded())
        let text = Instant(seconds: seconds).description
        if days < 1 { return String(text.dropFirst(11).prefix(8)) }
        return seconds.isMultiple(of: 86_400) ? String(text.prefix(10)) : String(text.prefix(19)) + "Z"
    }

    /// Whether a format of one's own shows a day or a time: letters of dates outside quotes and brackets.
    private static func showsDate(_ format: String) -> Bool {
        var (isQuoted, isBracketed, isSkipped) = (false, false, false)
        for character in format.lowercased() {
            if isSkipped {
                isSkipped = false
            } else if character == "\"" {
                isQuoted.toggle()
            } else if isQuoted {
                continue
            } else if character == "\\" || character == "_" || character == "*" {
                isSkipped = true
            } else if character == "[" {
                isBracketed = true
            } else if character == "]" {
                isBracketed = false
            } else if character == ";" {
                // Positive numbers decide.
                return false
            } else if !isBracketed, "ymdhs".contains(character) {
                return true
            }
        }
        return false
    }
}
