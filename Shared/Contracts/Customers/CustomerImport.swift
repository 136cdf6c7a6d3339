package import Base

/// What a column of a customer file is.
package enum ImportTarget: String, Codable, Sendable, CaseIterable {
    case name, tier, company, language, note, tags, createdAt
    case email, phone, wechat, unionid, external, wecom, weibo, dingtalk
}

/// A file of customers with a header line, as a blob of the customers service.
package struct StartCustomerImport: Codable, Hashable, Sendable {
    package var blob: String
    /// What each column is, by its header; nil: columns are known by usual names, Chinese and English.
    package var columns: [String: ImportTarget]?
    /// Looks at everything and writes nothing.
    package var dryRun: Bool?

    package init(blob: String, columns: [String: ImportTarget]? = nil, dryRun: Bool? = nil) {
        (self.blob, self.columns, self.dryRun) = (blob, columns, dryRun)
    }
}

/// How far the reading of a file of customers is. A file that is sent again finds everybody known.
package struct CustomerImport: Codable, Hashable, Sendable {
    package enum Encoding: String, Codable, Sendable, CaseIterable { case utf8, gb18030 }
    package enum Format: String, Codable, Sendable, CaseIterable { case csv, xlsx }

    package var id: String
    package var state: FactImport.State
    package var dryRun: Bool
    package var encoding: Encoding
    package var delimiter: String
    package var header: [String]
    package var columns: [String: ImportTarget]
    /// Bytes of the file, and those that are done.
    package var size: Int
    package var position: Int
    /// Lines of the file so far, the header included; a row may have several.
    package var lines: Int
    package var rows: Int = 0
    package var added: Int = 0
    package var updated: Int = 0
    package var known: Int = 0
    /// Rows about somebody that an earlier row of the file was about.
    package var duplicates: Int = 0
    package var refused: Int = 0
    package var startedAt: Instant
    package var endedAt: Instant?
    package var by: Actor?
    /// Nil: comma-separated.
    package var format: Format?
    /// The file, to read it again: really, or with other columns.
    package var blob: String?
    /// Why it failed.
    package var problem: String?

    package init(
        id: String, state: FactImport.State = .running, dryRun: Bool, encoding: Encoding, delimiter: String,
        header: [String], columns: [String: ImportTarget], size: Int, position: Int, lines: Int, startedAt: Instant,
        by: Actor?
    ) {
        (self.id, self.state, self.dryRun, self.encoding) = (id, state, dryRun, encoding)
        (self.delimiter, self.header, self.columns) = (delimiter, header, columns)
        (self.size, self.position, self.lines) = (size, position, lines)
        (self.startedAt, self.by) = (startedAt, by)
    }
}

/// What a file of customers seems to be, before anything is read.
package struct ImportLook: Codable, Hashable, Sendable {
    package var format: CustomerImport.Format
    package var encoding: CustomerImport.Encoding
    package var delimiter: String
    package var header: [String]
    /// What the columns are by usual names.
    package var columns: [String: ImportTarget]
    /// The first rows, at most five.
    package var rows: [[String]]
    package var size: Int

    package init(
        format: CustomerImport.Format, encoding: CustomerImport.Encoding, delimiter: String, header: [String],
        columns: [String: ImportTarget], rows: [[String]], size: Int
    ) {
        (self.format, self.encoding, self.delimiter) = (format, encoding, delimiter)
        (self.header, self.columns, self.rows, self.size) = (header, columns, rows, size)
    }
}

package struct ByBlob: Codable, Hashable, Sendable {
    package var blob: String

    package init(blob: String) {
        self.blob = blob
    }
}

/// A file of customers to be made: all, or those of a segment, a search, a tier or a tag.
package struct StartCustomerExport: Codable, Hashable, Sendable {
    package var format: CustomerImport.Format
    package var segment: String?
    package var search: String?
    package var tier: Tier?
    package var tag: String?
    /// `next` of the export before, which held as many as one file may.
    package var after: String?

    package init(
        format: CustomerImport.Format, segment: String? = nil, search: String? = nil, tier: Tier? = nil,
        tag: String? = nil, after: String? = nil
    ) {
        (self.format, self.segment, self.search) = (format, segment, search)
        (self.tier, self.tag, self.after) = (tier, tag, after)
    }
}

/// How far the making of a file of customers is.
package struct CustomerExport: Codable, Hashable, Sendable {
    package var id: String
    package var request: StartCustomerExport
    package var state: FactImport.State
    package var rows: Int
    package var blob: String?
    package var size: Int?
    /// Where the next file goes on, when one was not enough.
    package var next: String?
    package var startedAt: Instant
    package var endedAt: Instant?
    package var by: Actor?

    package init(id: String, request: StartCustomerExport, startedAt: Instant, by: Actor?) {
        (self.id, self.request, self.state, self.rows) = (id, request, .running, 0)
        (self.startedAt, self.by) = (startedAt, by)
    }
}
