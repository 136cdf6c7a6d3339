import Base
import Contracts
import ServiceKit
import Store
import TestSupport
import Testing

@testable import Customers

/// Row 109: notes that are somebody's, for somebody; files.
struct PaperTests {
    private func context(_ id: String, _ role: Role, _ house: House) -> CallContext {
        CallContext(caller: Caller(kind: .agent, id: id, name: id, roles: [role]), store: house.store)
    }

    private func notes(_ house: House, _ customer: String, _ role: Role) async throws -> [String] {
        let caller = Caller(kind: .agent, id: "x", roles: [role])
        return try await house.store.read { try $0.notes(ListOfCustomer(customer: customer), for: caller) }
            .items.map(\.text)
    }

    @Test func `who wrote it may change it, and supervisors everything`() async throws {
        let house = try await House()
        let ada = try await house.identify(.email, "a@x.co").id
        let (ann, bob, lead) = (
            context("ann", .agent, house), context("bob", .agent, house), context("lea", .supervisor, house)
        )
        let note = try await house.calls.work(ann) { try $0.add(AddNote(customer: ada, text: "likes tea")) }
        let edit = EditNote(id: note.id, text: "likes coffee", version: 1)
        #expect(
            await House.problem { _ = try await house.calls.work(bob) { try $0.edit(edit) } }?.code == "note.foreign")
        let edited = try await house.calls.work(ann) { try $0.edit(edit) }
        #expect(edited.version == 2 && edited.editedAt != nil && edited.by.id == "ann")
        #expect(
            await House.problem { _ = try await house.calls.work(lead) { try $0.edit(edit) } }?.code == "note.stale")
        let secret = AddNote(customer: ada, text: "owes us", audience: .supervisors)
        #expect(
            await House.problem { _ = try await house.calls.work(ann) { try $0.add(secret) } }?.code == "note.audience")
        let hidden = try await house.calls.work(lead) { try $0.add(secret) }
        #expect(try await notes(house, ada, .agent) == ["likes coffee"])
        #expect(try await notes(house, ada, .supervisor).count == 2)
        let gone = await House.problem {
            _ = try await house.calls.work(ann) { try $0.removeNote(ByID(id: hidden.id)) }
        }
        #expect(gone?.code == "note.not_found", "what is not for somebody is not there")
        _ = try await house.calls.work(lead) { try $0.removeNote(ByID(id: note.id)) }
        let journal = try await house.store.feed(after: 0, limit: 100).events.map(\.data.text).joined()
        #expect(!journal.contains("coffee") && !journal.contains("owes"))
    }

    @Test func `files stay while somebody names them`() async throws {
        let house = try await House()
        let (ada, bob) = (try await house.identify(.email, "a@x.co").id, try await house.identify(.email, "b@x.co").id)
        let blob = try await house.store.blobs.put(Array("a contract".utf8))
        func add(_ customer: String) async throws -> CustomerFile {
            let request = AddCustomerFile(customer: customer, name: "contract.pdf", type: "application/pdf", blob: blob)
            return try await house.calls.addFile(request, house.context())
        }
        let (one, two) = (try await add(ada), try await add(bob))
        #expect(one.size == 10)
        _ = try await house.calls.removeFile(ByID(id: one.id), house.context())
        #expect(try await house.store.blobs.exists(blob))
        _ = try await house.calls.removeFile(ByID(id: two.id), house.context())
        #expect(try await !house.store.blobs.exists(blob))
        #expect(await House.problem { _ = try await add(ada) }?.code == "file.invalid")
    }
}
