internal import Base
internal import Contracts
internal import ServiceKit
internal import Sheets
internal import Store

/// Makes files of customers: all the rows of one file in memory, then one blob. After a crash it begins anew.
struct CustomerExporter: Sendable {
    static let timer = "customer export"
    /// Rows and bytes of one file; more goes into the next.
    static let rowsMaximum = 50_000
    private static let bytesMaximum = 48 << 20
    private static let step = 100

    let store: Store
    let identifiers: Identifiers

    func start(_ request: StartCustomerExport, _ context: CallContext) async throws -> CustomerExport {
        let id = identifiers.next()
        guard request.segment == nil || request.search == nil && request.tier == nil && request.tag == nil else {
            throw Problem.invalid("export.choice", "Name a segment, or words, a tier and a tag.")
        }
        return try await context.write { tx in
            if let segment = request.segment { _ = try tx.knownSegment(segment) }
            if let after = request.after { _ = try PageCursor(parsing: after, count: 1).string(0) }
            let job = CustomerExport(id: id, request: request, startedAt: tx.now, by: context.actor)
            try tx.execute("INSERT INTO customer_exports (id, at, body) VALUES (\(id), \(tx.now), \(json: job))")
            try tx.schedule(Timer(kind: CustomerExporter.timer, reference: id, due: tx.now))
            return job
        }
    }

    func run(_ id: String) async throws {
        guard var job = try await store.read({ try? $0.customerExport(id) }), job.state == .running else { return }
        var file = CustomerSheet(job.request.format)
        job.rows = 0
        var after = try job.request.after.map { try PageCursor(parsing: $0, count: 1).string(0) } ?? ""
        let wanted = ListCustomers(search: job.request.search, tier: job.request.tier, tag: job.request.tag)
        while true {
            let (from, segment) = (after, job.request.segment)
            let part = try await store.read { db in
                try CustomerReader(db).some(wanted, segment: segment, after: from, limit: CustomerExporter.step)
            }
            for customer in part { file.add(customer) }
            job.rows += part.count
            after = part.last?.id ?? after
            guard part.count == CustomerExporter.step else { break }
            if job.rows >= CustomerExporter.rowsMaximum || file.size > CustomerExporter.bytesMaximum {
                job.next = PageCursor(.string(after)).text
                break
            }
            if job.rows.isMultiple(of: 1_000) { try await keep(job) }
        }
        let bytes = try file.finish()
        job.blob = try await store.blobs.put(bytes)
        (job.size, job.state) = (bytes.count, .done)
        // Words that were searched for may be somebody's name.
        if job.request.search != nil { job.request.search = "•" }
        try await keep(job)
    }

    /// Who took how much out of the house is in the journal.
    private func keep(_ job: CustomerExport) async throws {
        try await store.write { tx in
            var job = job
            if job.state == .done { job.endedAt = tx.now }
            try tx.execute(
                "UPDATE customer_exports SET blob = \(job.blob), body = \(json: job) WHERE id = \(job.id)")
            guard job.state == .done else { return }
            try tx.append(
                EventDraft(CustomersAPI.exported, subject: "customer-export/\(job.id)", data: job, actor: job.by))
        }
    }
}

extension Reader {
    func customerExport(_ id: String) throws -> CustomerExport {
        guard let row = try first("SELECT blob, body FROM customer_exports WHERE id = \(id)") else {
            throw Problem.notFound("export", String(id.prefix(100)))
        }
        var job = try row.decode(CustomerExport.self, "body")
        // An erasure takes the file away.
        job.blob = try row.optionalString("blob")
        return job
    }
}

/// A file of customers on its way, in one of the formats: columns as an import knows them, and numbers at the end.
struct CustomerSheet {
    private static let header = [
        "name", "tier", "company", "language", "note", "tags", "email", "phone", "wechat", "unionid", "external id",
        "wecom", "weibo", "dingtalk", "created at", "last contact", "tickets", "open tickets", "last rating", "moat id",
    ]
    private static let kinds: [Identity.Kind] = [
        .email, .phone, .wechat, .unionid, .external, .wecom, .weibo, .dingtalk,
    ]

    private var lines: [UInt8] = []
    private var workbook: WorkbookWriting?

    init(_ format: CustomerImport.Format) {
        if format == .xlsx {
            workbook = WorkbookWriting(sheet: "Customers", header: CustomerSheet.header)
        } else {
            lines = CSVText.mark + Array(CSVText.line(CustomerSheet.header).utf8)
        }
    }

    /// Bytes so far, before they are packed.
    var size: Int { workbook?.size ?? lines.count }

    mutating func add(_ customer: Customer) {
        let addresses = CustomerSheet.kinds.map { kind in
            SheetCell.text(customer.identities.filter { $0.kind == kind }.map(\.value).joined(separator: ";"))
        }
        var cells: [SheetCell] = [
            .text(customer.name), .text(customer.tier.rawValue), .text(customer.company ?? ""),
            .text(customer.language ?? ""), .text(customer.note ?? ""), .text(customer.tags.joined(separator: ";")),
        ]
        cells += addresses
        cells.append(.time(customer.createdAt))
        cells.append(customer.lastContactAt.map(SheetCell.time) ?? .empty)
        cells += [.number(Double(customer.ticketCount)), .number(Double(customer.openTickets))]
        cells.append(customer.lastRating.map { SheetCell.number(Double($0)) } ?? .empty)
        cells.append(.text(customer.id))
        if workbook != nil {
            workbook?.add(cells)
        } else {
            lines += Array(CSVText.line(cells.map(CustomerSheet.text)).utf8)
        }
    }

    func finish() throws -> [UInt8] { try workbook?.finish() ?? lines }

    private static func text(_ cell: SheetCell) -> String {
        switch cell {
        case .text(let text): text
        case .number(let number): String(Int(number))
        case .time(let at): at.description
        case .empty: ""
        }
    }
}
