import Base
import Contracts
import Sheets
import Store
import TestSupport
import Testing

@testable import Customers

/// Rows 112 and 184: workbooks in, files out, and both ways round.
struct WorkbookImportTests {
    private func workbook() throws -> [UInt8] {
        var book = WorkbookWriting(sheet: "客户", header: ["姓名", "手机号", "邮箱", "备注", "注册时间"])
        let since = try #require(Instant("2024-05-01T00:00:00Z"))
        book.add([.text("李雷"), .number(13_800_138_000), .text("li@x.co"), .text("one\ntwo"), .time(since)])
        book.add([.text("谁"), .number(12)])
        book.add([.text("韩梅梅"), .text("13900139000")])
        return try book.finish()
    }

    private func bring(_ house: House, _ bytes: [UInt8], dryRun: Bool = false) async throws -> CustomerImport {
        let blob = try await house.store.blobs.put(bytes)
        let request = StartCustomerImport(blob: blob, dryRun: dryRun)
        let started = try await house.files.start(request, house.context())
        try await house.files.run(started.id)
        return try await house.store.read { try $0.customerImport(started.id) }
    }

    private func made(_ house: House, _ request: StartCustomerExport) async throws -> ([UInt8], CustomerExport) {
        let started = try await house.exporter.start(request, house.context())
        try await house.exporter.run(started.id)
        let job = try await house.store.read { try $0.customerExport(started.id) }
        return (try await house.store.blobs.get(job.blob ?? ""), job)
    }

    @Test func `a workbook is a file like others, and its errors name its rows`() async throws {
        let house = try await House()
        let (head, size) = try await house.files.look(house.store.blobs.put(workbook()))
        #expect(head.format == .xlsx && head.columns["手机号"] == .phone && size > 1_000)
        #expect(head.rows.first == ["李雷", "13800138000", "li@x.co", "one\rtwo", "2024-05-01"])
        let job = try await bring(house, workbook())
        #expect(job.state == .done && job.added == 2 && job.refused == 1 && job.rows == 3 && job.format == .xlsx)
        let errors = try await house.store.read { try $0.importErrors(ListImportErrors(id: job.id)) }.items
        #expect(errors.map(\.line) == [3] && errors.map(\.code) == ["identity.invalid"])
        let li = try await house.identify(.phone, "13800138000")
        #expect(li.note == "one\ntwo" && li.createdAt == Instant("2024-05-01T00:00:00Z"))
        let again = try await bring(house, workbook())
        #expect(again.added == 0 && again.known == 2)
        let all = try await house.store.read { try $0.customerImports(PageRequest()) }.items
        #expect(all.map(\.id) == [again.id, job.id] && all[0].blob == all[1].blob)
    }

    @Test func `what is no workbook after all is said so`() async throws {
        let house = try await House()
        let cut = try Array(workbook().dropLast(300))
        #expect(await House.problem { _ = try await bring(house, cut) }?.code == "import.workbook")
        #expect(
            await House.problem { _ = try await bring(house, [0xD0, 0xCF, 0x11, 0xE0]) }?.code == "import.workbook")
    }

    @Test(arguments: CustomerImport.Format.allCases)
    func `what goes out comes in again, and everybody is known`(_ format: CustomerImport.Format) async throws {
        let house = try await House()
        for number in 0..<230 {
            let identities = [
                Identity(kind: .email, value: "\(number)@x.co"),
                Identity(kind: .phone, value: "+861390013\(number + 1_000)"),
            ]
            let wish = CreateCustomer(
                name: "=N, \"\(number)\"", tier: number == 7 ? .vip : nil, tags: ["a", "b c"], identities: identities,
                company: "-Moat", note: "two\nlines")
            _ = try await house.create(wish)
        }
        let (bytes, job) = try await made(house, StartCustomerExport(format: format))
        #expect(job.state == .done && job.rows == 230 && job.next == nil && job.size == bytes.count)
        let back = try await bring(house, bytes, dryRun: true)
        #expect(back.known == 230 && back.updated == 0 && back.refused == 0 && back.format == format)
        let elsewhere = try await House()
        let moved = try await bring(elsewhere, bytes)
        #expect(moved.added == 230)
        let one = try await elsewhere.identify(.email, "7@x.co")
        #expect(one.name == "=N, \"7\"" && one.tier == .vip && one.note == "two\nlines" && one.company == "-Moat")
        #expect(one.identities.count == 2 && one.tags == ["a", "b c"])
        let (_, few) = try await made(house, StartCustomerExport(format: format, tier: .vip))
        #expect(few.rows == 1)
        #expect(try await house.told("exported") == 2)
    }
}
