internal import Text

/// The first visible sheet of a workbook, as rows of texts.
package struct Workbook {
    /// Columns there are in a sheet.
    static let columnsMaximum = 16_384
    static let rowsMaximum = 1_048_576

    private let sheet: [UInt8]
    private let strings: [String]
    private let numbers: CellNumbers

    /// Whether bytes are a zip file, or a workbook of the old kind or with a password, which cannot be read.
    package static func seems(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || isSealed(bytes)
    }

    /// A file of compound documents: what Excel makes with a password, and made before 2007.
    private static func isSealed(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) }

    package init(_ bytes: [UInt8]) throws(SheetError) {
        guard !Workbook.isSealed(bytes) else {
            throw SheetError(.locked, "It is kept under a password, or of the kind before 2007.")
        }
        var zip = try ZipReading(bytes)
        let root = try Relations(zip.part("_rels/.rels"), of: "")
        let book = root.first("officeDocument") ?? "xl/workbook.xml"
        guard let text = try zip.part(book) else { throw SheetError(.damaged, "It holds no workbook.") }
        let contents = try BookContents(text)
        let folder = book.split(separator: "/").dropLast().joined(separator: "/")
        let name = book.split(separator: "/").last.map(String.init) ?? ""
        let relations = try Relations(zip.part("\(folder)/_rels/\(name).rels"), of: folder)
        guard let id = contents.sheet, let place = relations.target(id), let sheet = try zip.part(place) else {
            throw SheetError(.damaged, "It has no sheet.")
        }
        self.sheet = sheet
        strings = try SharedStrings.read(Workbook.part(relations.first("sharedStrings"), &zip))
        let styles = try Workbook.part(relations.first("styles"), &zip)
        numbers = try CellNumbers(styles: styles, since1904: contents.since1904)
    }

    /// A part that is named must be there.
    private static func part(_ name: String?, _ zip: inout ZipReading) throws(SheetError) -> [UInt8] {
        guard let name else { return [] }
        guard let bytes = try zip.part(name) else { throw SheetError(.damaged, "A part is missing.") }
        return bytes
    }

    /// Gives each row that is there with its number from 1, until `take` says false. Throws `.damaged` when the sheet
    /// ends before it should, and what `take` throws.
    package func rows(_ take: (Int, [String]) throws -> Bool) throws {
        var reading = SheetReading(strings: strings, numbers: numbers)
        let isWhole = try XMLWalk.walk(sheet) { event in
            guard let row = reading.hear(event) else { return true }
            return try take(row.number, row.cells)
        }
        guard isWhole else { throw SheetError(.damaged, "The sheet is not well formed.") }
    }
}

/// What a workbook says of its sheets.
private struct BookContents {
    /// The relation of the first sheet that is shown.
    private(set) var sheet: String?
    private(set) var since1904 = false

    init(_ bytes: [UInt8]) throws(SheetError) {
        var (sheet, hidden, since1904): (String?, String?, Bool) = (nil, nil, false)
        let isWhole = XMLWalk.walk(bytes) { event in
            guard case .start(let name, let attributes) = event else { return true }
            if name == "workbookPr" { since1904 = ["1", "true"].contains(attributes["date1904"]) }
            guard name == "sheet", let id = attributes["id"] else { return true }
            if let state = attributes["state"], state != "visible" {
                hidden = hidden ?? id
            } else {
                sheet = sheet ?? id
            }
            return true
        }
        guard isWhole else { throw SheetError(.damaged, "The workbook is not well formed.") }
        (self.sheet, self.since1904) = (sheet ?? hidden, since1904)
    }
}

/// What a part refers to: ids, kinds and places.
private struct Relations {
    private var targets: [String: String] = [:]
    private var kinds: [(kind: String, place: String)] = []

    init(_ bytes: [UInt8]?, of folder: String) throws(SheetError) {
        guard let bytes else { return }
        var found: [(id: String, kind: String, place: String)] = []
        let isWhole = XMLWalk.walk(bytes) { event in
            guard case .start("Relationship", let attributes) = event, attributes["TargetMode"] != "External",
                let id = attributes["Id"], let target = attributes["Target"]
            else { return true }
            let kind = attributes["Type"]?.split(separator: "/").last.map(String.init) ?? ""
            found.append((id, kind, Relations.place(target, in: folder)))
            return true
        }
        guard isWhole else { throw SheetError(.damaged, "The relations are not well formed.") }
        for (id, kind, place) in found {
            targets[id] = place
            kinds.append((kind, place))
        }
    }

    func target(_ id: String) -> String? { targets[id] }
    func first(_ kind: String) -> String? { kinds.first { $0.kind == kind }?.place }

    private static func place(_ target: String, in folder: String) -> String {
        var steps = target.hasPrefix("/") ? [] : folder.split(separator: "/").map(String.init)
        for step in target.split(separator: "/") where step != "." {
            if step == ".." { _ = steps.popLast() } else { steps.append(String(step)) }
        }
        return steps.joined(separator: "/")
    }
}
