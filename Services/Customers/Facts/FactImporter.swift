internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

/// Brings files of facts in: reads the next piece while the last one is written, and keeps with each piece how far it
/// is, so that after a crash it goes on where it stopped.
struct FactImporter: Sendable {
    static let timer = "fact import"
    private static let errorsMaximum = 10_000

    let store: Store
    let identifiers: Identifiers
    let memo: GroupMemo

    /// A new import of a blob.
    func start(_ request: StartFactImport, _ context: CallContext) async throws -> FactImport {
        guard let size = try? await store.blobs.size(request.blob), size > 0 else {
            throw Problem.invalid("import.blob", "There is no such file, or it is empty.")
        }
        let id = identifiers.next()
        return try await context.write { tx in
            let job = FactImport(id: id, size: size, startedAt: tx.now, by: context.actor)
            try tx.execute(
                """
                INSERT INTO fact_imports (id, blob, position, body) VALUES (\(id), \(request.blob), 0, \(json: job))
                """)
            try tx.schedule(Timer(kind: FactImporter.timer, reference: id, due: tx.now))
            return job
        }
    }

    /// Works an import off to its end; another copy that does the same steps back.
    func run(_ id: String) async throws {
        let found = try await store.read { db in
            try db.first("SELECT blob, body FROM fact_imports WHERE id = \(id)").map {
                (try $0.string("blob"), try $0.decode(FactImport.self, "body"))
            }
        }
        guard let (blob, start) = found, start.state == .running else { return }
        let reading = try await store.read { db in
            FactReading(types: try FactTypes(db.factTypes()), country: try db.identityRules().country, now: db.now)
        }
        var job = start
        var piece = try await read(blob, job.position, job.lines, job.size, reading)
        while true {
            let (at, lines, size) = (job.position + piece.size, job.lines + piece.lines, job.size)
            async let following = next(blob, at, lines, size, reading)
            guard let next = try await keep(piece, of: job) else { return }
            job = next
            guard let more = try await following else { return }
            piece = more
        }
    }

    /// The piece at a position; nil at the end.
    private func next(
        _ blob: String, _ position: Int, _ lines: Int, _ size: Int, _ reading: FactReading
    ) async throws -> FactReading.Piece? {
        position < size ? try await read(blob, position, lines, size, reading) : nil
    }

    @concurrent
    private func read(
        _ blob: String, _ position: Int, _ lines: Int, _ size: Int, _ reading: FactReading
    ) async throws -> FactReading.Piece {
        let bytes = try await store.blobs.piece(blob, from: position, count: FactReading.pieceSize)
        return reading.piece(bytes, isLast: position + bytes.count >= size, before: lines)
    }

    /// Writes a piece and where it ends in one transaction; nil when somebody else has gone on meanwhile.
    private func keep(_ piece: FactReading.Piece, of job: FactImport) async throws -> FactImport? {
        let (identifiers, memo) = (identifiers, memo)
        return try await store.write { tx in
            let place = try tx.first("SELECT position FROM fact_imports WHERE id = \(job.id)")?.int("position")
            guard place == job.position else { return nil }
            let context = CallContext(caller: .service(CustomersAPI.service))
            let desk = CustomerDesk(tx: tx, context: context, identifiers: identifiers, memo: memo)
            let told = try desk.tell(piece.facts.map(\.draft))
            try desk.refreshSoon(told.touched)
            let refused = told.refused.map { ImportError(line: piece.facts[$0.place].line, $0.problem) } + piece.refused
            var next = job
            next.position += piece.size
            next.lines += piece.lines
            next.added += told.added
            next.known += told.known
            next.replaced += told.replaced
            for error in refused.prefix(max(0, FactImporter.errorsMaximum - next.refused)) {
                try tx.execute(
                    """
                    INSERT INTO fact_import_errors (import, line, code, detail)
                    VALUES (\(job.id), \(error.line), \(error.code), \(error.detail)) ON CONFLICT DO NOTHING
                    """)
            }
            next.refused += refused.count
            if next.position >= next.size { (next.state, next.endedAt) = (.done, tx.now) }
            try tx.execute(
                "UPDATE fact_imports SET position = \(next.position), body = \(json: next) WHERE id = \(job.id)")
            return next
        }
    }
}
