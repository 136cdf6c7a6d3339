import Base
import Contracts
import ServiceKit
import Store
import TestSupport

/// A service that only the tests know.
enum WorkAPI: ServiceAPI {
    static let service = "work"
    static let double = Call<Number, Number>("work.double", allow: [.agents, .services], "Doubles a number.")
    static let add = Call<Number, Number>("work.add", allow: .anyone, "Adds an event and counts.")
    static let slow = Call<Number, Number>("work.slow", allow: .anyone, "Answers when it is told to.")
    static let fail = Call<Number, Number>("work.fail", allow: .anyone, "Fails in one of many ways.")
    static let done = EventType<Number>("moat.work.done")

    static let migrations = [Migration(1, "work", "CREATE TABLE counts (id BIGINT PRIMARY KEY, n BIGINT NOT NULL);")]

    /// Appends an event for each number, in one transaction.
    static func tell(_ numbers: some Sequence<Int> & Sendable, in store: Store) async throws {
        try await store.write { tx in
            for number in numbers {
                _ = try tx.append(EventDraft(done, subject: "work/\(number)", data: Number(n: number)))
            }
        }
    }
}

struct Number: Codable, Hashable, Sendable {
    var n: Int
}

/// Where a follower of WorkAPI notes what it saw.
enum Diary {
    static let migrations = [
        Migration(
            1, "diary",
            "CREATE TABLE seen (sequence BIGINT PRIMARY KEY, number BIGINT NOT NULL, times BIGINT NOT NULL);")
    ]

    static func note(_ event: Event, _ tx: Transaction) throws {
        let number = try event.decode(WorkAPI.done).n
        try tx.execute(
            """
            INSERT INTO seen (sequence, number, times) VALUES (\(event.sequence), \(number), 1)
            ON CONFLICT (sequence) DO UPDATE SET times = seen.times + 1
            """)
    }

    static func numbers(in store: Store) async throws -> [Int] {
        try await store.read { try $0.rows("SELECT number FROM seen ORDER BY sequence").map { try $0.int("number") } }
    }

    static func parked(in store: Store) async throws -> [Int] {
        try await store.read {
            try $0.rows("SELECT sequence FROM parked_events ORDER BY sequence").map { try $0.int("sequence") }
        }
    }

    static func cursor(_ name: String, in store: Store) async throws -> Int64 {
        try await store.read { try $0.cursor(of: name) }
    }
}

/// An agent who may work.
let agent = Caller(kind: .agent, id: "ann", name: "安", roles: [.agent])
