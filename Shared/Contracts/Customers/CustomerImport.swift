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
