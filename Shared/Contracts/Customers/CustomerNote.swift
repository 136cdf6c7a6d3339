package import Base

/// What somebody wrote down about a customer (row 109).
package struct CustomerNote: Codable, Hashable, Sendable {
    /// Who may read it: everybody who works here, or those who lead.
    package enum Audience: String, Codable, Sendable, CaseIterable { case staff, supervisors }

    package var id: String
    package var customer: String
    package var text: String
    package var audience: Audience
    package var at: Instant
    package var by: Actor
    package var editedAt: Instant?
    package var version: Int

    package init(
        id: String, customer: String, text: String, audience: Audience, at: Instant, by: Actor,
        editedAt: Instant? = nil, version: Int = 1
    ) {
        (self.id, self.customer, self.text, self.audience) = (id, customer, text, audience)
        (self.at, self.by, self.editedAt, self.version) = (at, by, editedAt, version)
    }
}

package struct AddNote: Codable, Hashable, Sendable {
    package var customer: String
    package var text: String
    /// Nil: everybody who works here.
    package var audience: CustomerNote.Audience?

    package init(customer: String, text: String, audience: CustomerNote.Audience? = nil) {
        (self.customer, self.text, self.audience) = (customer, text, audience)
    }
}

package struct EditNote: Codable, Hashable, Sendable {
    package var id: String
    package var text: String
    package var audience: CustomerNote.Audience?
    package var version: Int?

    package init(id: String, text: String, audience: CustomerNote.Audience? = nil, version: Int? = nil) {
        (self.id, self.text, self.audience, self.version) = (id, text, audience, version)
    }
}

/// A list of what a customer has.
package struct ListOfCustomer: Codable, Hashable, Sendable {
    package var customer: String
    package var limit: Int?
    package var after: String?

    package init(customer: String, limit: Int? = nil, after: String? = nil) {
        (self.customer, self.limit, self.after) = (customer, limit, after)
    }
}

/// A file that was put to a customer; `blob` is its SHA-256 in the customers service.
package struct CustomerFile: Codable, Hashable, Sendable {
    package var id: String
    package var customer: String
    package var name: String
    package var type: String
    package var size: Int
    package var blob: String
    package var at: Instant
    package var by: Actor

    package init(
        id: String, customer: String, name: String, type: String, size: Int, blob: String, at: Instant, by: Actor
    ) {
        (self.id, self.customer, self.name, self.type) = (id, customer, name, type)
        (self.size, self.blob, self.at, self.by) = (size, blob, at, by)
    }
}

package struct AddCustomerFile: Codable, Hashable, Sendable {
    package var customer: String
    package var name: String
    package var type: String
    package var blob: String

    package init(customer: String, name: String, type: String, blob: String) {
        (self.customer, self.name, self.type, self.blob) = (customer, name, type, blob)
    }
}

/// A note or a file was added, changed or removed; what it says is not told.
package struct CustomerPaperEvent: Codable, Hashable, Sendable {
    package enum Kind: String, Codable, Sendable, CaseIterable { case note, file }
    package enum Deed: String, Codable, Sendable, CaseIterable { case added, changed, removed }

    package var customer: String
    package var kind: Kind
    package var deed: Deed
    package var id: String

    package init(customer: String, kind: Kind, deed: Deed, id: String) {
        (self.customer, self.kind, self.deed, self.id) = (customer, kind, deed, id)
    }
}

extension CustomersAPI {
    package static let notes = Call<ListOfCustomer, Page<CustomerNote>>(
        "customers.notes", allow: .staff,
        "What was written down about a customer and the caller may read, newest first.",
        problems: noCustomer)
    package static let addNote = Call<AddNote, CustomerNote>(
        "customers.notes.add", allow: [.agents, .services], "Write something down about a customer.",
        problems: noCustomer.merging(noteProblems) { $1 })
    package static let editNote = Call<EditNote, CustomerNote>(
        "customers.notes.edit", allow: [.agents], "Change a note of one's own; supervisors change every one.",
        problems: noNote.merging(noteProblems) { $1 }.merging(["note.stale": "Somebody changed it since."]) { $1 })
    package static let removeNote = Call<ByID, Empty>(
        "customers.notes.remove", allow: [.agents], "Remove a note of one's own; supervisors remove every one.",
        problems: noNote)

    package static let files = Call<ListOfCustomer, Page<CustomerFile>>(
        "customers.files", allow: .staff, "The files of a customer, newest first.", problems: noCustomer)
    package static let addFile = Call<AddCustomerFile, CustomerFile>(
        "customers.files.put", allow: [.agents, .services], "Put a file to a customer.",
        problems: noCustomer.merging([
            "file.invalid": "A name has 1 to 200 characters, and the file must be there.",
            "file.too_many": "A customer has 200 files at most.",
        ]) { $1 })
    package static let file = Call<ByID, CustomerFile>(
        "customers.files.get", allow: .staff, "A file of a customer.", problems: noFile)
    package static let removeFile = Call<ByID, Empty>(
        "customers.files.remove", allow: [.agents], "Remove a file of a customer.", problems: noFile)

    package static let paper = EventType<CustomerPaperEvent>("moat.customers.paper")

    static let noFile = ["file.not_found": "There is no such file."]
    private static let noNote = [
        "note.not_found": "There is no such note.", "note.foreign": "Somebody else wrote it.",
    ]
    private static let noteProblems = [
        "note.text": "A note has 1 to 10,000 characters.", "note.too_many": "There are a thousand notes already.",
        "note.audience": "Only supervisors write for supervisors.",
    ]
}
