import Foundation

/// The tree these tests were built from.
struct Tree {
    let top: URL
    let files: [SourceFile]
    /// What lies at the top and is not kept out by `.gitignore`.
    let entries: [String]

    private static let ignored: Set = [".build", ".git", ".venv", ".moat", "__pycache__", "Package.resolved"]
    private static let endings: Set = [
        "", "swift", "md", "sh", "py", "js", "mjs", "css", "html", "json", "yml", "yaml", "h", "c", "modulemap", "sql",
        "svg", "txt", "swift-format", "gitignore", "dockerignore",
    ]

    static let here = Tree(
        top: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent())

    private init(top: URL) {
        self.top = top
        let manager = FileManager.default
        entries = ((try? manager.contentsOfDirectory(atPath: top.path)) ?? [])
            .filter { !Tree.ignored.contains($0) && !$0.hasSuffix(".log") }.sorted()
        files = Tree.paths(below: top).sorted().compactMap { path in
            let full = top.appendingPathComponent(path).path
            guard Tree.endings.contains(path.ending), let data = manager.contents(atPath: full),
                let text = String(data: data, encoding: .utf8)
            else { return nil }
            return SourceFile(path, text, isExecutable: manager.isExecutableFile(atPath: full) && Tree.mayRun(full))
        }
    }

    /// The mode itself: root may run anything, so asking whether we may says nothing.
    private static func mayRun(_ path: String) -> Bool {
        let mode = try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
        return (mode?.intValue ?? 0) & 0o100 != 0
    }

    private static func paths(below top: URL) -> [String] {
        var (found, open) = ([String](), [""])
        while let folder = open.popLast() {
            let place = folder.isEmpty ? top : top.appendingPathComponent(folder)
            for name in (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? [] {
                if ignored.contains(name) || name.hasSuffix(".log") { continue }
                let path = folder.isEmpty ? name : "\(folder)/\(name)"
                let kind =
                    try? FileManager.default
                    .attributesOfItem(atPath: top.appendingPathComponent(path).path)[.type] as? FileAttributeType
                if kind == .typeDirectory { open.append(path) } else { found.append(path) }
            }
        }
        return found
    }
}

extension String {
    fileprivate var ending: String { SourceFile(self, "").ending }
}
