internal import Text

/// Puts the rows of a sheet together from the events of its XML.
struct SheetReading {
    let strings: [String]
    let numbers: CellNumbers

    private var row = 0
    private var cells: [String] = []
    /// Of the cell at hand: its column from 0, kind, style, and what was read so far.
    private var column = 0
    private var kind = ""
    private var style = 0
    private var text = ""
    private var isText = false
    /// Within reading aids for Japanese, which are no part of the text.
    private var isPhonetic = false

    init(strings: [String], numbers: CellNumbers) { (self.strings, self.numbers) = (strings, numbers) }

    /// The row that ended with an event.
    mutating func hear(_ event: XMLEvent) -> (number: Int, cells: [String])? {
        switch event {
        case .start("row", let attributes):
            row = min(attributes["r"].flatMap { Int($0) } ?? row + 1, Workbook.rowsMaximum)
            (cells, column) = ([], -1)
        case .start("c", let attributes):
            column = attributes["r"].flatMap(SheetReading.column) ?? column + 1
            (kind, style, text) = (attributes["t"] ?? "n", attributes["s"].flatMap { Int($0) } ?? 0, "")
        case .start("v", _), .start("t", _): isText = !isPhonetic
        case .start("rPh", _): isPhonetic = true
        case .text(let part): if isText { text += part }
        case .end("v"), .end("t"): isText = false
        case .end("rPh"): isPhonetic = false
        case .end("c"): keep()
        case .end("row"): return (row, cells)
        default: break
        }
        return nil
    }

    private mutating func keep() {
        let shown = value()
        guard !shown.isEmpty, column < Workbook.columnsMaximum else { return }
        while cells.count <= column { cells.append("") }
        cells[column] = shown
    }

    private func value() -> String {
        switch kind {
        case "s":
            guard let index = Int(text), strings.indices.contains(index) else { return "" }
            return strings[index]
        case "inlineStr", "str": return EscapedText.plain(text)
        case "b": return text == "1" ? "TRUE" : text == "0" ? "FALSE" : ""
        case "e": return ""
        case "d": return text
        default: return numbers.text(text, style: style)
        }
    }

    /// `BC12` is column 54.
    private static func column(_ reference: String) -> Int? {
        var column = 0
        for byte in reference.utf8.prefix(3) where (65...90).contains(byte) { column = column * 26 + Int(byte) - 64 }
        return column > 0 ? column - 1 : nil
    }
}

/// The texts that cells share.
enum SharedStrings {
    static func read(_ bytes: [UInt8]) throws(SheetError) -> [String] {
        guard !bytes.isEmpty else { return [] }
        var (strings, text, isText, isPhonetic) = ([String](), "", false, false)
        let isWhole = XMLWalk.walk(bytes) { event in
            switch event {
            case .start("si", _): text = ""
            case .start("t", _): isText = !isPhonetic
            case .start("rPh", _): isPhonetic = true
            case .text(let part): if isText { text += part }
            case .end("t"): isText = false
            case .end("rPh"): isPhonetic = false
            case .end("si"): strings.append(EscapedText.plain(text))
            default: break
            }
            return true
        }
        guard isWhole else { throw SheetError(.damaged, "The texts are not well formed.") }
        return strings
    }
}

/// Characters that XML cannot hold stand as `_x000D_`.
enum EscapedText {
    static func plain(_ text: String) -> String {
        guard text.contains("_x") else { return text }
        var (plain, rest) = ("", text[...])
        while let start = rest.firstRange(of: "_x") {
            let code = rest[start.upperBound...].prefix(5)
            plain += rest[..<start.lowerBound]
            if code.count == 5, code.last == "_", let value = UInt32(code.dropLast(), radix: 16),
                let scalar = Unicode.Scalar(value)
            {
                plain.unicodeScalars.append(scalar)
                rest = rest[code.endIndex...]
            } else {
                plain += rest[start]
                rest = rest[start.upperBound...]
            }
        }
        return plain + rest
    }
}
