/// Lines of comma-separated values (RFC 4180).
package enum CSVText {
    /// What Excel needs to take a file for UTF-8.
    package static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// One line with its end. What a spreadsheet would run as a formula gets a `'` before it.
    package static func line(_ cells: [String]) -> String {
        cells.map { quoted(harmless($0)) }.joined(separator: ",") + "\r\n"
    }

    /// One line as it is, with line ends within cells as lone carriage returns: a row stays one line.
    package static func bare(_ cells: [String]) -> String {
        cells.map { cell in
            cell.contains(where: \.isNewline)
                ? quoted(cell.replacing("\r\n", with: "\r").replacing("\n", with: "\r")) : quoted(cell)
        }.joined(separator: ",") + "\n"
    }

    /// A cell as it was before `line` made it harmless.
    package static func restored(_ cell: String) -> String {
        guard cell.first == "'", isFormula(cell.dropFirst()) else { return cell }
        return String(cell.dropFirst())
    }

    private static func harmless(_ cell: String) -> String { isFormula(cell[...]) ? "'" + cell : cell }

    /// Numbers with a sign, and so telephone numbers, are none.
    private static func isFormula(_ cell: Substring) -> Bool {
        guard let first = cell.first else { return false }
        if "=@\t\r".contains(first) { return true }
        guard first == "+" || first == "-" else { return false }
        return !cell.dropFirst().allSatisfy { $0.isNumber || " .,()-".contains($0) }
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.contains(where: { "\",;\r\n".contains($0) || $0.isNewline }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}
