internal import Base
internal import Store

extension Command {
    /// `moat copy-store FROM TO`
    static let copyStore = Command(
        name: "copy-store", summary: "Copy a service's store to another place: files to PostgreSQL, or back.",
        usage: "FROM TO",
        details: """
            FROM and TO are store URLs as in STORE_URL:
              file:///var/lib/moat/SERVICE
              postgres://user:password@host:port/database?schema=SERVICE[&blobs=/folder]
            Stop the service first: while the copy runs, nobody can write to FROM, and what is written after it stays
            there. TO must be empty: a folder without a store, a database without that schema. Rows, journal, timers,
            cursors and files are copied and read back: number and digest of every table must be equal, else TO stays
            empty. Then start the service with STORE_URL set to TO. FROM is left as it is.
            Exit code 0: copied and equal; 1: nothing was copied.
            """,
        words: 2
    ) { arguments, _, terminal in
        guard arguments.words.count == 2 else {
            throw Mistake.usage("say from where to where: moat copy-store FROM TO")
        }
        do {
            let report = try await StoreCopy.run(
                from: arguments.words[0], to: arguments.words[1], time: SystemTime()
            ) { what, done, total in
                if total > 0 { terminal.progress(what, done: Int64(done), of: Int64(total)) }
            }
            terminal.say(
                """
                copied \(report.tables) tables with \(report.rows) rows, and \(report.blobs) files, to \(report.place)
                every table was read back and is equal
                """)
            return 0
        } catch let error as StoreError {
            throw Mistake(sentence: error.message, advice: advice(error.code))
        }
    }

    private static func advice(_ code: StoreError.Code) -> String? {
        switch code {
        case .busy: "A service is writing there: stop it, then copy again."
        case .occupied: "Name another folder or schema, or remove what is there."
        default: nil
        }
    }
}
