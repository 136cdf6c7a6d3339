package import Base

/// A cell to be written.
package enum SheetCell: Hashable, Sendable {
    case text(String)
    case number(Double)
    case time(Instant)
    case empty
}

/// Makes a workbook of one sheet: a first line of names that stays in view, and rows.
package struct WorkbookWriting {
    /// Characters of one cell, by the format.
    private static let textMaximum = 32_767
    private static let (plain, bold, moment) = (0, 1, 2)

    private let name: String
    private let columns: Int
    private var rows: [UInt8] = []
    /// Rows so far, the first line among them.
    package private(set) var count = 0
    /// Bytes of the rows, before they are packed.
    package var size: Int { rows.count }

    package init(sheet name: String, header: [String]) {
        let letters = name.filter { !"[]:*?/\\".contains($0) }
        (self.name, columns) = (String(letters.prefix(31)), header.count)
        add(header.map(SheetCell.text), style: WorkbookWriting.bold)
    }

    package mutating func add(_ cells: [SheetCell]) { add(cells, style: WorkbookWriting.plain) }

    private mutating func add(_ cells: [SheetCell], style: Int) {
        count += 1
        var row = "<row r=\"\(count)\">"
        for (index, cell) in cells.enumerated() {
            let place = "r=\"\(WorkbookWriting.letters(index))\(count)\""
            switch cell {
            case .empty: continue
            case .text(let text):
                guard !text.isEmpty else { continue }
                let words = WorkbookWriting.escaped(String(text.prefix(WorkbookWriting.textMaximum)))
                row += "<c \(place) s=\"\(style)\" t=\"inlineStr\"><is><t xml:space=\"preserve\">\(words)</t></is></c>"
            case .number(let number):
                guard number.isFinite else { continue }
                let whole = Int64(exactly: number).map { String($0) }
                row += "<c \(place)><v>\(whole ?? String(number))</v></c>"
            case .time(let at):
                let days = Double(at.microseconds) / 86_400_000_000 + 25_569
                row += "<c \(place) s=\"\(WorkbookWriting.moment)\"><v>\(days)</v></c>"
            }
        }
        rows += Array((row + "</row>").utf8)
    }

    /// The workbook's bytes.
    package func finish() throws(SheetError) -> [UInt8] {
        var zip = ZipWriting()
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
        for (place, text) in parts { try zip.add(place, Array((head + text).utf8)) }
        let start = """
            \(head)<worksheet xmlns="\(WorkbookWriting.main)"><sheetViews><sheetView workbookViewId="0">\
            <pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>\
            <cols><col min="1" max="\(max(1, columns))" width="22" customWidth="1"/></cols><sheetData>
            """
        try zip.add("xl/worksheets/sheet1.xml", Array(start.utf8) + rows + Array("</sheetData></worksheet>".utf8))
        return try zip.finish()
    }

    private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let package = "http://schemas.openxmlformats.org/package/2006"

    private var parts: [(String, String)] {
        let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        return [
            (
                "[Content_Types].xml",
                """
                <Types xmlns="\(WorkbookWriting.package)/content-types"><Default Extension="rels" \
                ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
                <Default Extension="xml" ContentType="application/xml"/>\
                <Override PartName="/xl/workbook.xml" ContentType="\(kind).sheet.main+xml"/>\
                <Override PartName="/xl/styles.xml" ContentType="\(kind).styles+xml"/>\
                <Override PartName="/xl/worksheets/sheet1.xml" ContentType="\(kind).worksheet+xml"/></Types>
                """
            ),
            (
                "_rels/.rels",
                """
                <Relationships xmlns="\(WorkbookWriting.package)/relationships"><Relationship Id="rId1" \
                Type="\(WorkbookWriting.office)/officeDocument" Target="xl/workbook.xml"/></Relationships>
                """
            ),
            (
                "xl/workbook.xml",
                """
                <workbook xmlns="\(WorkbookWriting.main)" xmlns:r="\(WorkbookWriting.office)"><sheets>\
                <sheet name="\(WorkbookWriting.escaped(name))" sheetId="1" r:id="rId1"/></sheets></workbook>
                """
            ),
            (
                "xl/_rels/workbook.xml.rels",
                """
                <Relationships xmlns="\(WorkbookWriting.package)/relationships"><Relationship Id="rId1" \
                Type="\(WorkbookWriting.office)/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" \
                Type="\(WorkbookWriting.office)/styles" Target="styles.xml"/></Relationships>
                """
            ),
            ("xl/styles.xml", WorkbookWriting.styles),
        ]
    }

    /// Plain, bold, and a moment.
    private static let styles = """
        <styleSheet xmlns="\(main)"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/>\
        </numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/>\
        <name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill>\
        <patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/>\
        <diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>\
        </cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
        <xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>\
        <xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>\
        <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>
        """

    /// 0 is A, 26 is AA.
    private static func letters(_ column: Int) -> String {
        var (letters, rest) = ("", column + 1)
        while rest > 0 {
            letters = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + letters
            rest = (rest - 1) / 26
        }
        return letters
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\t", "\n": escaped.unicodeScalars.append(scalar)
            // What XML cannot hold.
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: escaped += " "
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
