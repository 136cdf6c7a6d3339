internal import Base
internal import FoundationEssentials
internal import Glibc
internal import Store

/// Copies the stores and blobs of an installation while it runs: all stores as they were at one moment, then the blobs
/// they name, into a folder that has its name only when everything is in it.
struct Backup {
    let stores: StoreMap
    let target: String
    let terminal: Terminal
    let time: any TimeSource

    /// Looks at all stores until their cursors fit: each takes under a millisecond, so the first one mostly does.
    private static let attemptsMaximum = 200

    private struct Source {
        var service: String
        var snapshot: StoreSnapshot
    }

    /// Makes the backup; returns its manifest.
    func run() throws -> Manifest {
        let started = time.now()
        guard Backup.isFree(target) else {
            throw Mistake(sentence: "\(target) is there already.", advice: "A backup gets a folder of its own.")
        }
        let sources = try open()
        let draft = "\(target).partial-\(getpid())"
        try Backup.makeFolder(draft)
        do {
            let positions = try settle(sources)
            var manifest = Manifest(
                version: Build.version, startedAt: started, finishedAt: started, stores: [], files: [])
            for (source, position) in positions {
                manifest.stores.append(.init(service: source.service, position: position))
            }
            manifest.files = try copy(positions.map(\.0), to: draft)
            manifest.finishedAt = time.now()
            try CopiedFile.write(try JSON.encode(manifest), to: "\(draft)/\(Manifest.file)")
            try Backup.syncAll(in: draft)
            guard unsafe rename(draft, target) == 0 else { throw Mistake(sentence: "\(target) cannot be made.") }
            try CopiedFile.syncFolder(target + "/..")
            return manifest
        } catch {
            try? FileManager.default.removeItem(atPath: draft)
            throw error
        }
    }

    private func open() throws -> [Source] {
        var sources: [Source] = []
        for service in Blueprint.services {
            do throws(StoreError) {
                guard let snapshot = try stores.snapshot(of: service) else {
                    terminal.say("\(service) has no store here")
                    continue
                }
                sources.append(Source(service: service, snapshot: snapshot))
            } catch {
                throw Mistake(
                    sentence: "the store of \(service) cannot be copied: \(error.message)",
                    advice: "A backup without it would not fit together: nothing was copied.")
            }
        }
        guard !sources.isEmpty else {
            throw Mistake(
                sentence: "there are no stores in \(stores.postgres == nil ? stores.data : "that PostgreSQL").",
                advice: "Name the installation with --home; STORE_URL names a PostgreSQL.")
        }
        return sources
    }

    /// Holds one state of every store, consumers before those they follow, so that no cursor points beyond its journal.
    private func settle(_ sources: [Source]) throws -> [(Source, StorePosition)] {
        var positions = try Backup.positions(of: sources)
        let order = Manifest.order(positions)
        let sorted = sources.sorted { order.firstIndex(of: $0.service) ?? 0 < order.firstIndex(of: $1.service) ?? 0 }
        var stray: [String] = []
        for _ in 0..<Backup.attemptsMaximum {
            positions = try Backup.positions(of: sorted)
            stray = Manifest.strayCursors(positions)
            if stray.isEmpty {
                return sorted.compactMap { source in positions[source.service].map { (source, $0) } }
            }
        }
        throw Mistake(
            sentence: "the stores do not fit together: \(stray.joined(separator: "; ")).",
            advice: "Was one of them put back alone? 'moat doctor' shows who is behind whom.")
    }

    private static func positions(of sources: [Source]) throws -> [String: StorePosition] {
        var positions: [String: StorePosition] = [:]
        for source in sources { positions[source.service] = try source.snapshot.take() }
        return positions
    }

    /// Stores first: what they name as blobs was on the disk before they named it.
    private func copy(_ sources: [Source], to draft: String) throws -> [Manifest.File] {
        var files: [Manifest.File] = []
        for source in sources {
            let name = "\(source.service)/store.sqlite3"
            try Backup.makeFolder("\(draft)/\(source.service)")
            terminal.progress(source.service, done: 0, of: 1)
            let (terminal, service) = (terminal, source.service)
            try source.snapshot.copy(to: "\(draft)/\(name)") { done, total in
                if done < total { terminal.progress(service, done: done, of: total) }
            }
            source.snapshot.release()
            guard let copied = try CopiedFile.digest("\(draft)/\(name)") else { continue }
            files.append(.init(path: name, bytes: copied.bytes, sha256: copied.sha256))
            terminal.progress(source.service, done: copied.bytes, of: copied.bytes)
        }
        let blobs = sources.flatMap { source in
            Backup.blobs(in: source.snapshot.blobs).map { (source, name: $0) }
        }
        for (index, (source, name)) in blobs.enumerated() {
            terminal.progress("blobs", done: Int64(index), of: Int64(blobs.count))
            let path = "\(source.service)/blobs/\(name)"
            try Backup.makeFolder("\(draft)/\(path.split(separator: "/").dropLast().joined(separator: "/"))")
            // One that was erased meanwhile is not missed.
            guard let copied = try CopiedFile.copy("\(source.snapshot.blobs)/\(name)", to: "\(draft)/\(path)") else {
                continue
            }
            files.append(.init(path: path, bytes: copied.bytes, sha256: copied.sha256))
        }
        terminal.progress("blobs", done: Int64(blobs.count), of: Int64(blobs.count))
        sayMissing(sources)
        return files
    }

    /// The files of a PostgreSQL's stores may be on another machine.
    private func sayMissing(_ sources: [Source]) {
        guard stores.postgres != nil else { return }
        for source in sources where !FileManager.default.fileExists(atPath: source.snapshot.blobs) {
            terminal.say("\(source.service) has no files in \(source.snapshot.blobs)")
        }
    }

    /// The names of the finished blobs, `ab/ab12…`; not those that are on their way.
    private static func blobs(in folder: String) -> [String] {
        let shelves = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return shelves.filter { $0.utf8.count == 2 }.sorted().flatMap { shelf in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(shelf)")) ?? []
            return names.filter { $0.utf8.count == 64 }.sorted().map { "\(shelf)/\($0)" }
        }
    }

    /// Nothing there, or an empty folder.
    static func isFree(_ path: String) -> Bool {
        guard FileManager.default.fileExists(atPath: path) else { return true }
        return (try? FileManager.default.contentsOfDirectory(atPath: path).isEmpty) ?? false
    }

    static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Mistake(sentence: "\(path) cannot be made.")
        }
    }

    /// Makes the names in a folder and all below it durable.
    static func syncAll(in folder: String) throws {
        try CopiedFile.syncFolder(folder)
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            var isFolder = false
            let path = "\(folder)/\(name)"
            if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder {
                try syncAll(in: path)
            }
        }
    }
}
