import Base
import Contracts
import Foundation
import Store
import TestSupport
import Testing

@testable import Customers

/// Row 111: after an erasure nothing of the person is left, on the disk either, and the numbers are.
struct ErasureTests {
    private static let marks = [
        "Zebedee", "zebedee.q@secret.example", "Quillfeather", "+8613912345678", "likes-ferrets", "6222-0000-77",
        "allergic to kiwis", "ZEB-COUPON-1",
    ]

    private func person(_ house: House) async throws -> String {
        let one = try await house.create(
            CreateCustomer(
                name: "Zebedee Q", tags: ["likes-ferrets"],
                identities: [Identity(kind: .email, value: "zebedee.q@secret.example")], company: "Quillfeather"))
        let two = try await house.identify(.phone, "13912345678", name: "Zebedee", key: "kept")
        _ = try await house.join(one.id, two.id)
        let fact = RecordFact(
            customer: two.id, type: "order", source: "shop", externalID: "Quillfeather-1",
            data: ["amount": 5, "number": "Zebedee-7"])
        try await house.work { try $0.record(fact) }
        try await house.hear(TicketStory.opened("t1", of: one.id, at: 10, fields: ["name": "Zebedee"]))
        _ = try await house.calls.export(ByID(id: one.id), house.context())
        try await papers(house, one.id)
        let file = try await house.store.blobs.put(Array("name,email\nZebedee,zebedee.q@secret.example\n".utf8))
        let job = try await house.files.start(StartCustomerImport(blob: file), house.context())
        try await house.files.run(job.id)
        try await house.settle()
        return one.id
    }

    /// What people and other systems put to a customer.
    private func papers(_ house: House, _ id: String) async throws {
        let coupon = IssueCoupon(
            customer: id, name: "For Zebedee", unit: .percent, value: 5, reference: "Zebedee-5", code: "ZEB-COUPON-1",
            expiresAt: house.time.now() + .days(9))
        try await house.work { try $0.issue(coupon) }
        try await house.work { try $0.add(AddNote(customer: id, text: "allergic to kiwis")) }
        try await house.work { try $0.save(AttributeField(id: "bank", name: "Bank", kind: .text, secret: true)) }
        try await house.work { try $0.save(SaveAttributes(customer: id, values: ["bank": "6222-0000-77"])) }
        let reveal = RevealAttribute(customer: id, field: "bank", reason: "Zebedee asked")
        try await house.work { try $0.reveal(reveal) }
        try await house.work { try $0.save(FieldSources(fields: [.init(field: .company, source: "erp")])) }
        try await house.work { try $0.sync(SyncCustomer(customer: id, source: "crm", company: "Quillfeather & Sons")) }
        let paper = try await house.store.blobs.put(Array("Zebedee's passport".utf8))
        let file = AddCustomerFile(customer: id, name: "Zebedee.txt", type: "text/plain", blob: paper)
        _ = try await house.calls.addFile(file, house.context(key: "file"))
        let export = try await house.exporter.start(
            StartCustomerExport(format: .csv, search: "Zebedee"), house.context())
        try await house.exporter.run(export.id)
    }

    @Test func `nothing of the person is left, and the numbers are`() async throws {
        let house = try await House()
        let id = try await person(house)
        let erasure = try await house.calls.erase(EraseCustomer(id: id, confirm: true), house.context())
        #expect(erasure.records == 2 && erasure.identities == 2 && erasure.events >= 3)
        let left = try await house.get(id)
        #expect(left.name == "—" && left.identities.isEmpty && left.tags.isEmpty && left.company == nil)
        #expect(left.ticketCount == 1 && left.openTickets == 1)
        #expect(try await house.store.read { try $0.facts(ListFacts(customer: id)) }.items.count == 1)
        #expect(try await house.search("zebedee").isEmpty)
        let coupons = try await house.store.read { try $0.coupons(ListCoupons(customer: id)) }.items
        #expect(coupons.map(\.state) == [.revoked] && coupons[0].value == 5, "what was promised still counts")
        let journal = try await house.store.feed(after: 0, limit: 1_000).events.map(\.data.text).joined()
        for mark in Self.marks { #expect(!journal.contains(mark), "\(mark)") }
        #expect(try await house.told("erased") == 1)
        #expect(try await house.identify(.phone, "13912345678").id != id, "who comes again is somebody new")
        let unsure = await House.problem {
            _ = try await house.calls.erase(EraseCustomer(id: id, confirm: false), house.context())
        }
        #expect(unsure?.code == "erasure.confirm")
    }

    @Test func `no byte on the disk tells of the person`() async throws {
        let folder = TemporaryFolder()
        let house = try await House(url: "file://\(folder.path)")
        let id = try await person(house)
        // Others around, so that pages are shared and split.
        for number in 0..<200 {
            _ = try await house.create(
                CreateCustomer(
                    name: "Other \(number)", identities: [Identity(kind: .email, value: "\(number)@x.co")],
                    note: String(repeating: "n", count: 300)))
        }
        #expect(!found(in: folder.path).isEmpty)
        _ = try await house.calls.erase(EraseCustomer(id: id, confirm: true), house.context())
        #expect(found(in: folder.path) == [])
        await house.store.close()
        #expect(found(in: folder.path) == [])
    }

    /// Which of the marks stand in which file.
    private func found(in folder: String) -> [String] {
        let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return files.sorted().flatMap { file -> [String] in
            let data = FileManager.default.contents(atPath: folder + "/" + file) ?? Data()
            return Self.marks.filter { data.range(of: Data($0.utf8)) != nil }.map { "\(file): \($0)" }
        }
    }

    @Test func `an export holds what is known`() async throws {
        let house = try await House()
        let id = try await person(house)
        let export = try await house.calls.export(ByID(id: id), house.context())
        let document = try JSON(parsing: await house.store.blobs.get(export.blob))
        #expect(document["customer"]?["name"] == "Zebedee" && document["facts"]?.array?.count == 1)
        #expect(document["timeline"]?.array?.isEmpty == false && document["history"]?.array?.isEmpty == false)
        #expect(export.size > 500)
    }
}
