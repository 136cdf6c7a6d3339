internal import Base
package import Contracts
internal import FoundationEssentials
internal import Store

extension Service {
    /// Bytes of a blob piece on the bus; base64 makes 683 KiB of them, below the bus's 1 MiB.
    package static let blobPieceMaximum = 512 * 1024

    /// The pieces of uploads and downloads.
    func answerBlobCalls() {
        let service = name
        let store = store
        let write = Call<WriteBlob, BlobWritten>("\(service).blobs.write", allow: [.services, .agents])
        answer(write) { request, _ in
            guard let bytes = Data(base64Encoded: request.base64) else {
                throw Problem.malformed("blob.encoding", "The piece is not base64.")
            }
            guard bytes.count <= Service.blobPieceMaximum else {
                throw Problem.malformed("blob.piece_too_large", "A piece may hold 524,288 bytes.")
            }
            let size = try await store.blobs.write(upload: request.upload, at: request.offset, Array(bytes))
            return BlobWritten(
                size: size, hash: request.last ? try await store.blobs.finish(upload: request.upload) : nil)
        }
        let read = Call<ReadBlob, BlobPiece>("\(service).blobs.read", allow: [.services, .agents])
        answer(read) { request, _ in
            guard request.offset >= 0, let size = try await Service.size(of: request.hash, in: store) else {
                throw Problem.notFound("blob", String(request.hash.prefix(64)))
            }
            let bytes = try await store.blobs.piece(
                request.hash, from: request.offset, count: Service.blobPieceMaximum)
            return BlobPiece(base64: Data(bytes).base64EncodedString(), size: size)
        }
    }
}

extension Service {
    /// Nil for what is no name of a blob, too: nobody can have it.
    private static func size(of hash: String, in store: Store) async throws -> Int? {
        do {
            return try await store.blobs.size(hash)
        } catch let error as StoreError where error.code == .blob {
            return nil
        }
    }
}

extension BusCaller {
    /// Stores bytes as a blob of another service, piece by piece; the result is the SHA-256 in hex.
    package func storeBlob<API: ServiceAPI>(
        _ bytes: [UInt8], in api: API.Type, upload: String, as caller: Caller
    ) async throws -> String {
        var offset = 0
        while true {
            let end = min(bytes.count, offset + Service.blobPieceMaximum)
            let last = end == bytes.count
            let written = try await call(
                api.writeBlob,
                WriteBlob(
                    upload: upload, offset: offset, base64: Data(bytes[offset..<end]).base64EncodedString(),
                    last: last),
                as: caller)
            if last, let hash = written.hash { return hash }
            if last { throw Problem.fault("blob.incomplete", "The upload was not completed.") }
            offset = end
        }
    }

    /// Reads a whole blob of another service.
    package func loadBlob<API: ServiceAPI>(_ hash: String, of api: API.Type, as caller: Caller) async throws -> [UInt8]
    {
        var bytes: [UInt8] = []
        while true {
            let piece = try await call(api.readBlob, ReadBlob(hash: hash, offset: bytes.count), as: caller)
            guard let data = Data(base64Encoded: piece.base64) else {
                throw Problem.fault("blob.encoding", "A piece is not base64.")
            }
            bytes.append(contentsOf: data)
            if bytes.count >= piece.size || data.isEmpty { return bytes }
        }
    }
}
