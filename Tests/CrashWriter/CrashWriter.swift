internal import Base
internal import Contracts
internal import Dispatch
internal import Foundation
internal import Store

/// Writes from 64 tasks, prints the id of each acknowledged write, and kills itself as `kill -9` does after the given
/// milliseconds: `CrashWriter <store URL> <round> <milliseconds>`. The crash test of StoreTests runs it and looks after
/// it.
@main struct CrashWriter {
    static let written = EventType<String>("moat.crash.written")

    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let milliseconds = Int(arguments[3]) else {
            print("usage: CrashWriter <store URL> <round> <milliseconds>")
            exit(2)
        }
        // From the first moment on, so that opening and migrating are hit too.
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
            kill(getpid(), SIGKILL)
        }
        try await write(to: arguments[1], round: arguments[2])
    }

    private static func write(to url: String, round: String) async throws {
        let store = try await Store.open(
            url, service: "crash", migrations: CrashSchema.migrations, time: SystemTime())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await store.runTimers([CrashSchema.timer], handler: CrashSchema.fire) }
            for task in 0..<64 {
                group.addTask {
                    for n in 0... { try await writeOne("\(round)-\(task)-\(n)", round: round, to: store) }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Two rows, an event and a timer: all of them or none.
    private static func writeOne(_ id: String, round: String, to store: Store) async throws {
        try await store.write { tx in
            try tx.execute("INSERT INTO first (id, round) VALUES (\(id), \(round))")
            try tx.append(EventDraft(written, subject: "write/\(id)", data: id))
            try CrashSchema.schedule(id, tx)
            try tx.execute("INSERT INTO second (id, round) VALUES (\(id), \(round))")
        }
        // One call of the system per line: a line is in the file whole or not at all.
        try FileHandle.standardOutput.write(contentsOf: Data((id + "\n").utf8))
    }
}
