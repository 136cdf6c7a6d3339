import Base
import Contracts
import MessageBus
import ServiceKit
import Store
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(4))) struct OwnCallTests {
    private let me = Caller.service("test")

    private func withWork(_ body: @escaping @Sendable (BusCaller, Service) async throws -> Void) async throws {
        let house = try await ServiceHouse()
        let service = try await house.service(WorkAPI.service)
        service.answer(WorkAPI.double) { request, _ in Number(n: request.n * 2) }
        try await house.run([service]) { try await body($0, service) }
    }

    @Test(arguments: [0, 1, 512 * 1024, 512 * 1024 + 1, 2 << 20]) func `a blob goes there and back in pieces`(
        size: Int
    ) async throws {
        let randomness = Randomness.seeded(7)
        let bytes = (0..<size).map { _ in UInt8(truncatingIfNeeded: randomness.next()) }
        let me = me
        try await withWork { caller, service in
            let hash = try await caller.storeBlob(bytes, in: WorkAPI.self, upload: "u1", as: me)
            #expect(try await service.store.blobs.get(hash) == bytes)
            #expect(try await caller.loadBlob(hash, of: WorkAPI.self, as: me) == bytes)
            // A second try of the same upload is the same blob.
            #expect(try await caller.storeBlob(bytes, in: WorkAPI.self, upload: "u1", as: me) == hash)
        }
    }

    @Test func `pieces out of order, too large or not base64 are refused`() async throws {
        let me = me
        try await withWork { caller, _ in
            let large = String(repeating: "A", count: 4 * (512 * 1024 / 3 + 1))
            for piece in [
                WriteBlob(upload: "u", offset: 5, base64: "AAAA", last: false),
                WriteBlob(upload: "u", offset: -1, base64: "AAAA", last: false),
                WriteBlob(upload: "u", offset: 0, base64: "äöü", last: false),
                WriteBlob(upload: "u", offset: 0, base64: large, last: false),
                WriteBlob(upload: "../../etc/x", offset: 0, base64: "AAAA", last: true),
                WriteBlob(upload: "", offset: 0, base64: "AAAA", last: true),
            ] {
                let refused = await problem { _ = try await caller.call(WorkAPI.writeBlob, piece, as: me) }
                #expect((400...499).contains(refused?.status ?? 0), "\(piece.upload) \(piece.offset) \(refused as Any)")
            }
            for read in [
                ReadBlob(hash: "abc"), ReadBlob(hash: "../../../etc/passwd"),
                ReadBlob(hash: String(repeating: "a", count: 64)),
            ] {
                let refused = await problem { _ = try await caller.call(WorkAPI.readBlob, read, as: me) }
                #expect(refused?.status == 404 || refused?.status == 400, "\(read.hash) \(refused as Any)")
            }
        }
    }

    @Test func `a blob is read from any place, and nothing lies beyond its end`() async throws {
        let me = me
        try await withWork { caller, _ in
            let hash = try await caller.storeBlob(Array("abcdef".utf8), in: WorkAPI.self, upload: "u", as: me)
            let end = try await caller.call(WorkAPI.readBlob, ReadBlob(hash: hash, offset: 4), as: me)
            #expect(end == BlobPiece(base64: "ZWY=", size: 6))
            for offset in [6, 7, 1 << 40] {
                let piece = try await caller.call(WorkAPI.readBlob, ReadBlob(hash: hash, offset: offset), as: me)
                #expect(piece == BlobPiece(base64: "", size: 6))
            }
            let negative = await problem {
                _ = try await caller.call(WorkAPI.readBlob, ReadBlob(hash: hash, offset: -1), as: me)
            }
            #expect(negative?.status == 404)
        }
    }

    @Test func `the feed gives pages from any place`() async throws {
        let me = me
        try await withWork { caller, service in
            try await WorkAPI.tell(1...1_200, in: service.store)
            let page = try await caller.call(WorkAPI.feed, FeedRequest(after: 10, limit: 5), as: me)
            #expect(page.events.map(\.sequence) == [11, 12, 13, 14, 15] && page.last == 15)
            let end = try await caller.call(WorkAPI.feed, FeedRequest(after: 1_200), as: me)
            #expect(end == FeedPage(events: [], last: 1_200, end: 1_200))
            for limit in [-5, 0, 1_000_000] {
                let page = try await caller.call(WorkAPI.feed, FeedRequest(after: 0, limit: limit), as: me)
                #expect(page.events.count == (limit > 0 ? 1_000 : 1))
            }
        }
    }

    @Test func `tools of NATS find the service`() async throws {
        let house = try await ServiceHouse()
        let service = try await house.service(WorkAPI.service)
        service.answer(WorkAPI.double) { request, _ in request }
        let bus = try house.bus("tool")
        try await house.run([service]) { caller in
            _ = await problem { _ = try await caller.call(WorkAPI.double, Number(n: 1), as: .anonymous) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { do { try await bus.run() } catch is CancellationError {} }
                defer { group.cancelAll() }
                for verb in ["PING", "INFO", "STATS"] {
                    for subject in ["$SRV.\(verb)", "$SRV.\(verb).work"] {
                        let reply = try await bus.request(subject, timeout: .seconds(10))
                        let said = try JSON(parsing: reply.payload)
                        #expect(said["type"]?.string == "io.nats.micro.v1.\(verb.lowercased())_response")
                        #expect(said["name"] == "work" && said["id"]?.string?.isEmpty == false)
                    }
                }
                let info = try JSON(parsing: try await bus.request("$SRV.INFO.work", timeout: .seconds(10)).payload)
                let names = (info["endpoints"]?.array ?? []).compactMap { $0["name"]?.string }
                #expect(Set(names) == ["work.double", "work.feed", "work.blobs.write", "work.blobs.read"])
                let stats = try JSON(parsing: try await bus.request("$SRV.STATS.work", timeout: .seconds(10)).payload)
                let double = stats["endpoints"]?.array?.first { $0["name"] == "work.double" }
                // The house knocked once without a caller, then the anonymous call.
                #expect((double?["num_errors"]?.int ?? 0) >= 1)
                #expect(double?["num_requests"]?.int ?? 0 >= double?["num_errors"]?.int ?? 1)
                #expect(double?["last_error"]?.string == "403:auth.forbidden")
                #expect(double?["processing_time"]?.int ?? 0 >= double?["average_processing_time"]?.int ?? 1)
            }
        }
    }
}
