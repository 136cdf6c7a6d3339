internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

extension Reader {
    /// What was written down about a customer and the caller may read, newest first.
    func notes(_ request: ListOfCustomer, for caller: Caller) throws -> Page<CustomerNote> {
        let (survivor, family) = try owner(request.customer)
        var sql: SQL = "SELECT * FROM notes WHERE customer IN (\(list: family))"
        if !caller.leads { sql += " AND audience = \(CustomerNote.Audience.staff)" }
        return try page(sql, newestBy: "at", after: request.after, limit: request.limit) { row in
            var note = try row.decode(CustomerNote.self, "body")
            note.customer = survivor
            return note
        }
    }

    /// The files of a customer, newest first.
    func files(_ request: ListOfCustomer) throws -> Page<CustomerFile> {
        let (survivor, family) = try owner(request.customer)
        let sql: SQL = "SELECT * FROM files WHERE customer IN (\(list: family))"
        return try page(sql, newestBy: "at", after: request.after, limit: request.limit) { row in
            var file = try row.decode(CustomerFile.self, "body")
            file.customer = survivor
            return file
        }
    }

    func file(_ id: String) throws -> CustomerFile {
        guard let row = try first("SELECT body FROM files WHERE id = \(id)") else {
            throw Problem.notFound("file", String(id.prefix(100)))
        }
        return try row.decode(CustomerFile.self, "body")
    }

    /// The customer behind an id and every record that stands for them; 404 when there is none.
    func owner(_ customer: String) throws -> (survivor: String, family: [String]) {
        let reader = CustomerReader(self)
        guard let survivor = try reader.survivor(of: customer) else {
            throw Problem.notFound("customer", String(customer.prefix(100)))
        }
        return (survivor, try reader.family(of: survivor))
    }
}

extension Caller {
    /// Whether somebody reads and writes what is not for everybody who works here.
    fileprivate var leads: Bool { kind == .system || kind == .service || has(.owner, .admin, .supervisor) }
}

extension CustomerDesk {
    private static let notesMaximum = 1_000
    private static let filesMaximum = 200

    func add(_ request: AddNote) throws -> CustomerNote {
        let customer = try standing(request.customer).id
        let audience = request.audience ?? .staff
        let note = CustomerNote(
            id: identifiers.next(), customer: customer, text: try text(request.text), audience: try allowed(audience),
            at: now, by: context.actor)
        let count = try tx.first("SELECT COUNT(*) AS n FROM notes WHERE customer = \(customer)")?.int("n") ?? 0
        guard count < CustomerDesk.notesMaximum else {
            throw Problem.conflict("note.too_many", "A customer has a thousand notes at most.")
        }
        try tx.execute(
            """
            INSERT INTO notes (id, customer, at, audience, body)
            VALUES (\(note.id), \(customer), \(now), \(note.audience), \(json: note))
            """)
        try tell(customer, .note, .added, note.id)
        return note
    }

    func edit(_ request: EditNote) throws -> CustomerNote {
        var note = try mine(request.id)
        if let version = request.version, version != note.version {
            throw Problem.stale("note", expected: version, actual: note.version)
        }
        let before = note
        note.text = try text(request.text)
        if let audience = request.audience { note.audience = try allowed(audience) }
        guard note != before else { return note }
        (note.editedAt, note.version) = (now, note.version + 1)
        try tx.execute("UPDATE notes SET audience = \(note.audience), body = \(json: note) WHERE id = \(note.id)")
        try tell(note.customer, .note, .changed, note.id)
        return note
    }

    func removeNote(_ request: ByID) throws -> Empty {
        let note = try mine(request.id)
        try tx.execute("DELETE FROM notes WHERE id = \(note.id)")
        try tell(note.customer, .note, .removed, note.id)
        return Empty()
    }

    /// A note that the caller may change. One that is not for them is not there.
    private func mine(_ id: String) throws -> CustomerNote {
        let row = try tx.first("SELECT body FROM notes WHERE id = \(id)")
        guard let note = try row?.decode(CustomerNote.self, "body"), note.audience == .staff || context.caller.leads
        else { throw Problem.notFound("note", String(id.prefix(100))) }
        guard note.by == context.actor || note.by.id == context.actor.id || context.caller.leads else {
            throw Problem(status: 403, code: "note.foreign", title: "Forbidden", detail: "Somebody else wrote it.")
        }
        return note
    }

    private func text(_ text: String) throws -> String {
        let text = text.trimmingWhitespace()
        guard (1...Customer.noteMaximum).contains(text.count) else {
            throw Problem.invalid("note.text", "A note has 1 to 10,000 characters.")
        }
        return text
    }

    private func allowed(_ audience: CustomerNote.Audience) throws -> CustomerNote.Audience {
        guard audience == .staff || context.caller.leads else {
            throw Problem(
                status: 403, code: "note.audience", title: "Forbidden",
                detail: "Only supervisors write for supervisors.")
        }
        return audience
    }

    /// The blob is there already: whoever calls has looked.
    func add(_ request: AddCustomerFile, size: Int) throws -> CustomerFile {
        let customer = try standing(request.customer).id
        let name = request.name.trimmingWhitespace()
        guard (1...200).contains(name.count), request.type.utf8.count <= 100 else {
            throw Problem.invalid("file.invalid", "A file has a name of 1 to 200 characters.")
        }
        let count = try tx.first("SELECT COUNT(*) AS n FROM files WHERE customer = \(customer)")?.int("n") ?? 0
        guard count < CustomerDesk.filesMaximum else {
            throw Problem.conflict("file.too_many", "A customer has 200 files at most.")
        }
        let file = CustomerFile(
            id: identifiers.next(), customer: customer, name: name, type: request.type, size: size,
            blob: request.blob, at: now, by: context.actor)
        try tx.execute(
            """
            INSERT INTO files (id, customer, at, blob, body)
            VALUES (\(file.id), \(customer), \(now), \(file.blob), \(json: file))
            """)
        try tell(customer, .file, .added, file.id)
        return file
    }

    /// Takes a file away; the blob that nobody names any more, nil when somebody does.
    func removeFile(_ id: String) throws -> String? {
        let file = try tx.file(id)
        try tx.execute("DELETE FROM files WHERE id = \(id)")
        try tell(file.customer, .file, .removed, id)
        let isNamed = try tx.first("SELECT 1 AS one FROM files WHERE blob = \(file.blob) LIMIT 1") != nil
        return isNamed ? nil : file.blob
    }

    private func tell(
        _ customer: String, _ kind: CustomerPaperEvent.Kind, _ deed: CustomerPaperEvent.Deed, _ id: String
    ) throws {
        let data = CustomerPaperEvent(customer: customer, kind: kind, deed: deed, id: id)
        try tx.append(context.event(CustomersAPI.paper, subject: "customer/\(customer)", data: data))
    }
}
