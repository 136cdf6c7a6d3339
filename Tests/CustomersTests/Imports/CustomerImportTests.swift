import Base
import Contracts
import Store
import TestSupport
import Testing

@testable import Customers

/// Row 184 for files: encodings, mapping, dry run, doubles, and again.
struct CustomerImportTests {
    private func bring(
        _ house: House, _ bytes: [UInt8], columns: [String: ImportTarget]? = nil, dryRun: Bool = false
    ) async throws -> CustomerImport {
        let blob = try await house.store.blobs.put(bytes)
        let started = try await house.files.start(
            StartCustomerImport(blob: blob, columns: columns, dryRun: dryRun), house.context())
        try await house.files.run(started.id)
        return try await house.store.read { try $0.customerImport(started.id) }
    }

    private func errors(_ house: House, _ job: CustomerImport) async throws -> [String] {
        try await house.store.read { try $0.importErrors(ListImportErrors(id: job.id)) }
            .items.map { "\($0.line) \($0.code)" }
    }

    private static let file = """
        姓名,手机号,邮箱,标签,注册时间
        李雷,138 0013 8000,li@x.co,"vip;老客户",2024-05-01
        "韩, 梅梅",13900139000,,,
        李雷,13800138000,,,
        谁,12,,,
        无名,,,,
        坏"行,"x"y,,,
        Ann,,ann@x.co;ann@y.co,,2024/06/01
        """

    @Test func `rows become customers, and what is wrong is named by its line`() async throws {
        let house = try await House()
        let job = try await bring(house, Array(Self.file.utf8))
        #expect(job.state == .done && job.encoding == .utf8 && job.position == job.size)
        #expect(job.rows == 7 && job.added == 3 && job.duplicates == 1 && job.refused == 3)
        #expect(
            try await errors(house, job) == [
                "4 import.duplicate", "5 identity.invalid", "6 import.address", "7 import.quotes",
            ])
        let li = try await house.identify(.phone, "13800138000")
        #expect(li.name == "李雷" && li.tags == ["vip", "老客户"] && li.identities.count == 2)
        #expect(li.createdAt == Instant("2024-05-01T00:00:00Z") && li.identities.allSatisfy { $0.source == "import" })
        #expect(try await house.identify(.email, "ann@y.co").name == "Ann")
        #expect(try await house.store.feed(after: 0, limit: 9).events.allSatisfy { $0.replayed == true })
    }

    @Test func `again it finds everybody known, and another file completes them`() async throws {
        let house = try await House()
        _ = try await bring(house, Array(Self.file.utf8))
        let again = try await bring(house, Array(Self.file.utf8))
        #expect(again.added == 0 && again.updated == 0 && again.known == 3)
        let more = "phone,company,id\n13800138000,Moat,C-7\n"
        let third = try await bring(house, Array(more.utf8))
        #expect(third.updated == 1 && third.columns == ["phone": .phone, "company": .company, "id": .external])
        let li = try await house.identify(.external, "C-7")
        #expect(li.name == "李雷" && li.company == "Moat")
    }

    @Test func `a dry run counts the same and writes nothing`() async throws {
        let house = try await House()
        let trial = try await bring(house, Array(Self.file.utf8), dryRun: true)
        #expect(trial.added == 3 && trial.duplicates == 1 && trial.refused == 3)
        #expect(try await house.calls.list(ListCustomers(), house.context()).items.isEmpty)
    }

    @Test func `GBK, a mark, semicolons`() async throws {
        let house = try await House()
        // "姓名,手机" and "李雷,13800138000" in GBK.
        let chinese: [UInt8] =
            [0xD0, 0xD5, 0xC3, 0xFB, 0x2C, 0xCA, 0xD6, 0xBB, 0xFA, 0x0D, 0x0A, 0xC0, 0xEE, 0xC0, 0xD7, 0x2C]
            + Array("13800138000\r\n".utf8)
        let first = try await bring(house, chinese)
        #expect(first.encoding == .gb18030 && first.added == 1 && first.header == ["姓名", "手机"])
        #expect(try await house.identify(.phone, "13800138000").name == "李雷")
        let marked = [0xEF, 0xBB, 0xBF] + Array("name;email\nAda;ada@x.co\n".utf8)
        let second = try await bring(house, marked, columns: ["name": .name, "email": .email])
        #expect(second.delimiter == ";" && second.added == 1 && second.header == ["name", "email"])
    }

    @Test func `two people in one row are nobody`() async throws {
        let house = try await House()
        _ = try await house.identify(.email, "a@x.co")
        _ = try await house.identify(.phone, "13800138000")
        let job = try await bring(house, Array("email,phone\na@x.co,13800138000\n".utf8))
        #expect(try await errors(house, job) == ["2 import.ambiguous"])
    }

    @Test func `many rows go step by step, also in two copies`() async throws {
        let house = try await House()
        let text = "name,email\n" + (0..<2_500).map { "\"N, \($0)\",\($0)@x.co\n" }.joined()
        let blob = try await house.store.blobs.put(Array(text.utf8))
        let started = try await house.files.start(StartCustomerImport(blob: blob), house.context())
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<2 { group.addTask { try? await house.files.run(started.id) } }
        }
        try await house.files.run(started.id)
        let job = try await house.store.read { try $0.customerImport(started.id) }
        #expect(job.state == .done && job.added == 2_500 && job.refused == 0 && job.rows == 2_500)
    }

    @Test(
        arguments: [
            ("name\nAda\n", nil, "import.columns"), ("a,b\n1,2\n", ["c": .email], "import.columns"),
            ("", nil, "import.blob"),
        ] as [(String, [String: ImportTarget]?, String)])
    func `what is no such file is refused`(
        _ text: String, _ columns: [String: ImportTarget]?, _ code: String
    ) async throws {
        let house = try await House()
        #expect(await House.problem { _ = try await bring(house, Array(text.utf8), columns: columns) }?.code == code)
    }
}
