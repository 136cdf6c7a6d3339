/// One request/reply of a service, declared once and used by both sides: subject = `name`, queue group = the service.
package struct Call<Request: Codable & Sendable, Reply: Codable & Sendable>: Sendable {
    package let name: String
    package let allow: Allow
    /// A sentence for the generated documentation.
    package let summary: String
    /// The problems of its own that it may answer: code and when, for the same documentation.
    package let problems: [String: String]

    package init(_ name: String, allow: Allow, _ summary: String = "", problems: [String: String] = [:]) {
        (self.name, self.allow, self.summary, self.problems) = (name, allow, summary, problems)
    }
}

/// The calls of one service.
package protocol ServiceAPI: Sendable {
    /// The service's name: queue group, subject prefix, event source.
    static var service: String { get }
}

extension ServiceAPI {
    /// A page of the service's journal (design.md section 5).
    package static var feed: Call<FeedRequest, FeedPage> { Call("\(service).feed", allow: .services) }
    /// Appends bytes to an upload and, with `last`, turns it into a blob.
    package static var writeBlob: Call<WriteBlob, BlobWritten> {
        Call("\(service).blobs.write", allow: [.services, .agents])
    }
    /// Reads a piece of a blob.
    package static var readBlob: Call<ReadBlob, BlobPiece> {
        Call("\(service).blobs.read", allow: [.services, .agents])
    }
}

/// Nothing to say.
package struct Empty: Codable, Hashable, Sendable {
    package init() {}
}

/// A thing by its id.
package struct ByID: Codable, Hashable, Sendable {
    package var id: String

    package init(id: String) {
        self.id = id
    }
}

/// The events after a sequence number, at most `limit` (1...1000); with `types` only those of these types.
package struct FeedRequest: Codable, Hashable, Sendable {
    package var after: Int64
    package var limit: Int = 500
    package var types: [String]?

    package init(after: Int64, limit: Int = 500, types: [String]? = nil) {
        (self.after, self.limit, self.types) = (after, limit, types)
    }
}

/// `last` is the sequence to ask from next; equal to the request's `after` when there is nothing new.
package struct FeedPage: Codable, Hashable, Sendable {
    package var events: [Event]
    package var last: Int64
    /// The last sequence there is: how far a consumer is behind.
    package var end: Int64?

    package init(events: [Event], last: Int64, end: Int64? = nil) {
        (self.events, self.last, self.end) = (events, last, end)
    }
}

/// A piece of an upload: base64, at most 512 KiB decoded; pieces come in order from offset 0.
package struct WriteBlob: Codable, Hashable, Sendable {
    package var upload: String
    package var offset: Int
    package var base64: String
    package var last: Bool

    package init(upload: String, offset: Int, base64: String, last: Bool) {
        (self.upload, self.offset, self.base64, self.last) = (upload, offset, base64, last)
    }
}

/// `hash` is the SHA-256 in hex once the last piece has been written.
package struct BlobWritten: Codable, Hashable, Sendable {
    package var size: Int
    package var hash: String?

    package init(size: Int, hash: String? = nil) {
        (self.size, self.hash) = (size, hash)
    }
}

/// A piece of a blob from an offset, at most 512 KiB.
package struct ReadBlob: Codable, Hashable, Sendable {
    package var hash: String
    package var offset: Int = 0

    package init(hash: String, offset: Int = 0) {
        (self.hash, self.offset) = (hash, offset)
    }
}

/// `size` is the whole blob's.
package struct BlobPiece: Codable, Hashable, Sendable {
    package var base64: String
    package var size: Int

    package init(base64: String, size: Int) {
        (self.base64, self.size) = (base64, size)
    }
}

/// A page of a list: ask again with `after` while it is not nil.
package struct Page<Item: Codable & Hashable & Sendable>: Codable, Hashable, Sendable {
    package var items: [Item]
    package var after: String?

    package init(items: [Item], after: String? = nil) {
        (self.items, self.after) = (items, after)
    }
}

/// Asks for a page of a list that has no other choice.
package struct PageRequest: Codable, Hashable, Sendable {
    package var limit: Int?
    package var after: String?

    package init(limit: Int? = nil, after: String? = nil) {
        (self.limit, self.after) = (limit, after)
    }
}
