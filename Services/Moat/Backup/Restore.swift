internal import Base
internal import FoundationEssentials
internal import Glibc
internal import Store

/// Looks a backup through, or puts it into an empty installation.
struct Restore {
    let source: String
    let terminal: Terminal

    /// What is wrong with the backup; empty when it can be relied on. Changes nothing.
    func verify() throws -> [String] {
        let manifest = try manifest()
        var wrong: [String] = []
        for (index, file) in manifest.files.enumerated() {
            terminal.progress("reading", done: Int64(index), of: Int64(manifest.files.count))
            guard let found = try CopiedFile.digest("\(source)/\(file.path)") else {
                wrong.append("\(file.path) is missing")
                continue
            }
            if found != (file.bytes, file.sha256) { wrong.append("\(file.path) is not what was written") }
        }
        terminal.progress("reading", done: Int64(manifest.files.count), of: Int64(manifest.files.count))
        guard wrong.isEmpty else { return wrong }
        var positions: [String: StorePosition] = [:]
        for part in manifest.stores {
            let path = "\(part.service)/store.sqlite3"
            do {
                let (damage, position) = try StoreBackup.examine("\(source)/\(path)")
                wrong += damage.map { "\(path): \($0)" }
                if position != part.position { wrong.append("\(path) is not as far as the manifest says") }
                positions[part.service] = position
            } catch {
                wrong.append("\(path) cannot be read: \(error.message)")
            }
        }
        return wrong + Manifest.strayCursors(positions)
    }

    /// Puts it into a home without data: whole or not at all.
    func run(into home: Home, _ stores: StoreMap) async throws -> Manifest {
        let manifest = try manifest()
        try home.prepare()
        let lock = try HomeLock.take(home)
        defer { withExtendedLifetime(lock) {} }
        guard Backup.isFree(home.data) else {
            throw Mistake(
                sentence: "\(home.path) holds data already.",
                advice: "Restore into another folder with --home, or move \(home.data) away first.")
        }
        let draft = "\(home.data).partial-\(getpid())"
        do {
            for (index, file) in manifest.files.enumerated() {
                terminal.progress("restoring", done: Int64(index), of: Int64(manifest.files.count))
                let folder = file.path.split(separator: "/").dropLast().joined(separator: "/")
                try Backup.makeFolder("\(draft)/\(folder)")
                let copied = try CopiedFile.copy("\(source)/\(file.path)", to: "\(draft)/\(file.path)")
                guard let copied, copied == (file.bytes, file.sha256) else {
                    throw Mistake(
                        sentence: "\(file.path) is not what was written: this backup is damaged.",
                        advice: "'moat restore --verify \(source)' shows everything that is wrong with it.")
                }
            }
            if stores.postgres != nil {
                try await move(manifest, from: draft, to: stores)
                try FileManager.default.removeItem(atPath: draft)
                return manifest
            }
            try Backup.syncAll(in: draft)
            guard unsafe rename(draft, home.data) == 0 else { throw Mistake(sentence: "\(home.data) cannot be made.") }
            try CopiedFile.syncFolder(home.path)
        } catch {
            try? FileManager.default.removeItem(atPath: draft)
            throw error
        }
        terminal.progress("restoring", done: Int64(manifest.files.count), of: Int64(manifest.files.count))
        return manifest
    }

    /// Each store into a schema of its own, whole or not at all, and compared with what it was made of.
    private func move(_ manifest: Manifest, from draft: String, to stores: StoreMap) async throws {
        var done: [String] = []
        for service in manifest.stores.map(\.service) {
            do {
                let terminal = terminal
                _ = try await StoreCopy.run(
                    from: "file://" + PercentPath.encode("\(draft)/\(service)"), to: stores.url(of: service),
                    time: SystemTime()
                ) { what, done, total in
                    if total > 0 { terminal.progress("\(service): \(what)", done: Int64(done), of: Int64(total)) }
                }
                done.append(service)
            } catch let error as StoreError {
                throw Mistake(
                    sentence: "the store of \(service) cannot be put into PostgreSQL: \(error.message)",
                    advice: done.isEmpty
                        ? nil : "Remove these schemas before you try again: \(done.joined(separator: ", "))")
            }
        }
    }

    private func manifest() throws -> Manifest {
        guard let data = FileManager.default.contents(atPath: "\(source)/\(Manifest.file)") else {
            throw Mistake(
                sentence: "\(source) is no backup: it has no \(Manifest.file).",
                advice: "A folder that ends in .partial-… is what an interrupted backup left behind.")
        }
        guard let manifest = try? JSON.decode(Manifest.self, from: Array(data)) else {
            throw Mistake(sentence: "\(source)/\(Manifest.file) cannot be read.")
        }
        guard manifest.format <= Manifest.formatKnown else {
            throw Mistake(
                sentence: "the backup is of Moat \(manifest.version), newer than this one (\(Build.version)).",
                advice: "Restore it with the Moat that made it, or a newer one.")
        }
        guard manifest.files.allSatisfy({ Manifest.isInside($0.path) }) else {
            throw Mistake(sentence: "\(source)/\(Manifest.file) names files outside of the backup.")
        }
        return manifest
    }
}
