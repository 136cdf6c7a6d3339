internal import Base

extension Command {
    /// `moat backup DIR`
    static let backup = Command(
        name: "backup", summary: "Copy all data, consistently, while everything runs.",
        usage: "DIR [--home HOME] [--data FOLDER]",
        details: """
            Copies all stores as they are at one moment, and the files they name, into the new folder DIR. Nobody has to
            wait for it. DIR appears only when it is complete; its manifest.json holds a digest of every file. What was
            acknowledged before the start is in it. The stores of a PostgreSQL are copied too, into the same files: from
            the one that is running, or that STORE_URL names.
            """,
        options: [
            home,
            Option(
                name: "data", value: "FOLDER",
                meaning: "the folder with one folder per service (default: that of the home)"),
        ], words: 1
    ) { arguments, environment, terminal in
        guard let target = arguments.words.first else { throw Mistake.usage("say where to: moat backup DIR") }
        let home = Home.locate(arguments, environment)
        let stores = StoreMap(
            data: arguments["data"].map(environment.path) ?? home.data,
            postgres: try StoreMap.postgres(named: environment) ?? home.readRunning()?.store)
        let backup = Backup(stores: stores, target: environment.path(target), terminal: terminal, time: SystemTime())
        let manifest = try backup.run()
        let seconds = (manifest.finishedAt - manifest.startedAt).seconds
        terminal.say(
            "\(manifest.files.count) files, \(Size.text(manifest.bytes)) in \((seconds * 10).rounded() / 10) s: "
                + environment.path(target))
        return 0
    }

    /// `moat restore DIR`
    static let restore = Command(
        name: "restore", summary: "Put a backup into an empty installation, or check one.",
        usage: "DIR [--home HOME] | --verify DIR",
        details: """
            Puts the backup DIR into a home that has no data and is not running; 'moat up' goes on from there. Timers
            that have become due meanwhile fire then, and what was sent after the backup may be sent again.
            With STORE_URL naming a PostgreSQL the stores go there, each into a schema that must not be there yet.
            With --verify nothing is put anywhere: every file is compared with its digest, every store is checked by its
            engine, and the stores with each other. Exit code 0: it is sound; 1: it is not.
            """,
        options: [home, Option(name: "verify", meaning: "only check the backup")], words: 1
    ) { arguments, environment, terminal in
        guard let source = arguments.words.first else { throw Mistake.usage("say from where: moat restore DIR") }
        let restore = Restore(source: environment.path(source), terminal: terminal)
        if arguments.has("verify") {
            let wrong = try restore.verify()
            for sentence in wrong { terminal.complain("  \(sentence)") }
            terminal.say(wrong.isEmpty ? "The backup is sound." : "The backup is NOT sound.")
            return wrong.isEmpty ? 0 : 1
        }
        let home = Home.locate(arguments, environment)
        let manifest = try await restore.run(
            into: home, StoreMap(data: home.data, postgres: try StoreMap.postgres(named: environment)))
        terminal.say(
            """
            \(manifest.files.count) files, \(Size.text(manifest.bytes)), as of \(manifest.startedAt): \(home.path)
            Start it with: moat up --home \(home.path)
            """)
        return 0
    }
}

/// Bytes for people.
enum Size {
    static func text(_ bytes: Int64) -> String {
        let units = ["bytes", "KiB", "MiB", "GiB", "TiB"]
        var (value, unit) = (Double(bytes), 0)
        while value >= 1_024, unit < units.count - 1 { (value, unit) = (value / 1_024, unit + 1) }
        return unit == 0 ? "\(bytes) bytes" : "\((value * 10).rounded() / 10) \(units[unit])"
    }
}
