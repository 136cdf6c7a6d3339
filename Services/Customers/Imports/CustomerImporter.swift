internal import Base
internal import Contracts
internal import ServiceKit
internal import Sheets
internal import Store

/// Brings files of customers in: some rows at a time, each with how far it is, so that it goes on after a crash. Nobody
/// is told as if it happened now: events of an import are marked as replayed.
struct CustomerImporter: Sendable {
    static let timer = "customer import"
    private static let pieceSize = 512 << 10
    /// Rows of one transaction, so that others get their turn in between.
    private static let step = 100
    private static let errorsMaximum = 10_000

    let store: Store
    let identifiers: Identifiers
    let memo: GroupMemo

    /// What a file seems to be: of a large one only the beginning is looked at.
    func look(_ blob: String) async throws -> (head: ImportHead, size: Int) {
        guard let size = try? await store.blobs.size(blob), size > 0 else {
            throw Problem.invalid("import.blob", "There is no such file, or it is empty.")
        }
        let bytes = try await store.blobs.piece(blob, from: 0, count: CustomerImporter.pieceSize)
        guard Workbook.seems(bytes) else {
            return (try ImportHead(bytes, isWhole: size <= CustomerImporter.pieceSize), size)
        }
        let lines = try await CustomerImporter.unpack(try await store.blobs.get(blob), most: ImportHead.shown + 1)
        var head = try ImportHead(lines, isWhole: true)
        head.format = .xlsx
        return (head, size)
    }

    /// The first sheet of a workbook as lines of the other format, at most so many: from there on both are one.
    @concurrent
    private static func unpack(_ bytes: [UInt8], most: Int = .max) async throws -> [UInt8] {
        do {
            var (lines, count) = ([UInt8](), 0)
            try Workbook(bytes).rows { number, cells in
                // Rows that are not there are empty lines, so that a line is a row.
                while count < number - 1 {
                    lines.append(UInt8(ascii: "\n"))
                    count += 1
                }
                lines += Array(CSVText.bare(cells).utf8)
                count = number
                guard lines.count <= Blobs.sizeMaximum else {
                    throw Problem.invalid("import.workbook", "The sheet is larger than 64 MiB as text.")
                }
                return count < most
            }
            return lines
        } catch let error as SheetError {
            throw Problem.invalid("import.workbook", error.message)
        }
    }

    /// A new import: looks at the header only.
    func start(_ request: StartCustomerImport, _ context: CallContext) async throws -> CustomerImport {
        let (head, size) = try await look(request.blob)
        let columns = request.columns ?? head.columns
        let addresses = columns.values.filter { Identity.Kind(rawValue: $0.rawValue) != nil }
        guard columns.keys.allSatisfy(head.header.contains), !addresses.isEmpty else {
            throw Problem.invalid("import.columns", "A named column is not in the file, or none is an address.")
        }
        let id = identifiers.next()
        return try await context.write { tx in
            var job = CustomerImport(
                id: id, dryRun: request.dryRun == true, encoding: head.encoding,
                delimiter: String(decoding: [head.delimiter], as: UTF8.self), header: head.header, columns: columns,
                size: size, position: head.format == .xlsx ? 0 : head.size, lines: head.lines, startedAt: tx.now,
                by: context.actor)
            (job.format, job.blob) = (head.format, request.blob)
            try tx.execute(
                """
                INSERT INTO customer_imports (id, blob, position, body)
                VALUES (\(id), \(request.blob), \(job.position), \(json: job))
                """)
            try tx.schedule(Timer(kind: CustomerImporter.timer, reference: id, due: tx.now))
            return job
        }
    }

    /// Puts the lines of a workbook in its place; nil when somebody else has done it, or when it cannot be read after
    /// all: then the import has failed and says why.
    private func unfold(_ job: CustomerImport, _ blob: String) async throws -> CustomerImport? {
        var next = job
        var place = blob
        do {
            let lines = try await CustomerImporter.unpack(try await store.blobs.get(blob))
            place = try await store.blobs.put(lines)
            (next.size, next.position) = (lines.count, try ImportHead(lines, isWhole: true).size)
        } catch let problem as Problem where problem.status < 500 {
            (next.state, next.problem) = (.failed, problem.detail)
        }
        let (result, unpacked) = (next, place)
        let changed = try await store.write { tx in
            var kept = result
            if kept.state == .failed { kept.endedAt = tx.now }
            return try tx.execute(
                """
                UPDATE customer_imports SET blob = \(unpacked), position = \(kept.position), body = \(json: kept)
                WHERE id = \(job.id) AND position = 0 AND blob = \(blob)
                """)
        }
        return changed == 1 && next.state == .running ? next : nil
    }

    /// Works an import off to its end; another copy that does the same steps back.
    func run(_ id: String) async throws {
        while true {
            let found = try await store.read { db in
                try db.first("SELECT blob, body FROM customer_imports WHERE id = \(id)").map {
                    (try $0.string("blob"), try $0.decode(CustomerImport.self, "body"))
                }
            }
            guard let (blob, job) = found, job.state == .running else { return }
            if job.format == .xlsx, blob == job.blob {
                guard try await unfold(job, blob) != nil else { return }
                continue
            }
            let bytes = try await store.blobs.piece(blob, from: job.position, count: CustomerImporter.pieceSize)
            let isLast = job.position + bytes.count >= job.size
            let reading = CSVReading(delimiter: job.delimiter.utf8.first ?? UInt8(ascii: ","))
            var rest = bytes
            var current = job
            repeat {
                let part = reading.records(rest, from: current.lines + 1, isLast: isLast, most: CustomerImporter.step)
                let isEnd = isLast && part.size == rest.count
                guard let next = try await keep(part, of: current, isEnd: isEnd) else { return }
                current = next
                rest.removeFirst(part.size)
                if part.size == 0 { break }
            } while !rest.isEmpty
            if current.position == job.position, current.state == .running {
                throw Problem.fault("import.stuck", "An import does not go on.")
            }
        }
    }

    /// Writes some rows and where they end in one transaction; nil when somebody else has gone on meanwhile.
    private func keep(
        _ part: (records: [CSVReading.Record], size: Int, lines: Int), of job: CustomerImport, isEnd: Bool
    ) async throws -> CustomerImport? {
        let (identifiers, memo) = (identifiers, memo)
        return try await store.write { tx in
            let place = try tx.first("SELECT position FROM customer_imports WHERE id = \(job.id)")?.int("position")
            guard place == job.position else { return nil }
            let context = CallContext(caller: .service(CustomersAPI.service))
            var desk = CustomerDesk(tx: tx, context: context, identifiers: identifiers, memo: memo)
            desk.replayed = true
            let rules = try tx.identityRules()
            let columns = job.header.map { job.columns[$0] }
            var next = job
            for record in part.records {
                next.rows += 1
                do {
                    guard let cells = record.cells else {
                        throw Problem.invalid("import.quotes", "The quotes of this line do not match.")
                    }
                    let row = try CustomerRow(cells, columns, job.encoding, rules)
                    try desk.take(row, line: record.line, &next)
                } catch let problem as Problem where problem.status < 500 {
                    let isDouble = problem.code == "import.duplicate"
                    if isDouble { next.duplicates += 1 } else { next.refused += 1 }
                    guard next.duplicates + next.refused <= CustomerImporter.errorsMaximum else { continue }
                    let error = ImportError(line: record.line, problem)
                    try tx.execute(
                        """
                        INSERT INTO fact_import_errors (import, line, code, detail)
                        VALUES (\(job.id), \(error.line), \(error.code), \(error.detail)) ON CONFLICT DO NOTHING
                        """)
                }
            }
            next.position += part.size
            next.lines += part.lines
            if isEnd { (next.state, next.endedAt) = (.done, tx.now) }
            if isEnd { try tx.execute("DELETE FROM import_keys WHERE import = \(job.id)") }
            try tx.execute(
                "UPDATE customer_imports SET position = \(next.position), body = \(json: next) WHERE id = \(job.id)")
            return next
        }
    }
}

extension CustomerDesk {
    /// Takes a row, or looks what would become of it. Throws `import.duplicate` for somebody the file has named before,
    /// `import.ambiguous` for addresses of two customers.
    func take(_ row: CustomerRow, line: Int, _ job: inout CustomerImport) throws {
        var owners: Set<String> = []
        for identity in row.identities {
            if let holder = try reader.holder(of: identity.key), let owner = try reader.survivor(of: holder) {
                owners.insert(owner)
            }
        }
        let keys = row.identities.map { "\($0.kind.rawValue):\($0.value)" } + owners.map { "customer:\($0)" }
        for key in keys {
            let before = try tx.first("SELECT line FROM import_keys WHERE import = \(job.id) AND name = \(key)")
            guard let before = try before?.int("line") else { continue }
            throw Problem.conflict("import.duplicate", "Line \(before) is about the same customer.")
        }
        guard owners.count < 2 else {
            let ids = owners.sorted().joined(separator: ", ")
            throw Problem.conflict("import.ambiguous", "The addresses belong to different customers: \(ids).")
        }
        for key in keys {
            try tx.execute(
                """
                INSERT INTO import_keys (import, name, line) VALUES (\(job.id), \(key), \(line)) ON CONFLICT DO NOTHING
                """)
        }
        if let owner = owners.first {
            let isChanged = try complete(owner, with: row, isTrial: job.dryRun)
            if isChanged { job.updated += 1 } else { job.known += 1 }
        } else {
            job.added += 1
            if !job.dryRun { try add(row, line: line, job.id) }
        }
    }

    private func complete(_ owner: String, with row: CustomerRow, isTrial: Bool) throws -> Bool {
        let before = try reader.known(owner)
        let missing = row.identities.filter { new in !before.identities.contains { $0.key == new.key } }
        let changes = try before.applying(row.update(of: owner)).changes
        guard !missing.isEmpty || !changes.isEmpty else { return false }
        guard !isTrial else { return true }
        _ = try changeIdentities(of: owner) { record in
            for identity in missing { try writer.add(identity, to: record.id, at: now) }
        }
        _ = try update(row.update(of: owner))
        return true
    }

    private func add(_ row: CustomerRow, line: Int, _ job: String) throws {
        let created = min(row.createdAt ?? now, now)
        let name = row.name ?? row.identities[0].value
        let customer = Customer(
            id: identifiers.next(), name: String(name.prefix(Customer.nameMaximum)), tier: row.tier ?? .standard,
            tags: row.tags, identities: row.identities, company: row.company, language: row.language, note: row.note,
            createdAt: created, updatedAt: now)
        let made = try insert(customer)
        try tx.execute(
            """
            INSERT INTO import_keys (import, name, line) VALUES (\(job), \("customer:" + made.id), \(line))
            ON CONFLICT DO NOTHING
            """)
    }
}
