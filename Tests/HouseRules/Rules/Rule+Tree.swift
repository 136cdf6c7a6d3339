extension Rule {
    private static let topLevel: Set = [
        "Package.swift", "README.md", "docker-compose.yml", "Services", "Shared", "Tests", "deploy",
    ]

    /// The top of the tree holds what design.md says, and dotfiles.
    static func topEntries(_ entries: [String]) -> [String] {
        entries.filter { !topLevel.contains($0) && !$0.hasPrefix(".") }
    }

    /// What is left to do is an issue, not a comment. The words are put together here, to be none themselves.
    static let leftovers = Rule.each("leftovers") { file in
        let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X:"]
        return file.lines.enumerated().compactMap { index, line in
            guard let word = words.first(where: { line.contains($0) }) else { return nil }
            return file.finding(index + 1, word)
        }
    }

    /// No path of the machine it was written on.
    static let machinePaths = Rule.each("machine paths") { file in
        let paths = ["/work" + "/", "/tmp" + "/moat/", "/root" + "/", "/opt" + "/swift", "/home" + "/"]
        return file.lines.enumerated().compactMap { index, line in
            guard let path = paths.first(where: { line.contains($0) }) else { return nil }
            return file.finding(index + 1, "\(path) is a path of one machine")
        }
    }

    /// Every module and every service says what it is for.
    static let readmes = Rule(name: "readmes") { files in
        let homes = files.filter { $0.isProduct && $0.parts.count > 2 }
            .map { $0.parts.prefix(2).joined(separator: "/") }
        return Set(homes).sorted().compactMap { home in
            let path = "\(home)/README.md"
            let words = files.first { $0.path == path }?.text.split(whereSeparator: \.isWhitespace).count ?? 0
            return words >= 40 ? nil : Finding(path: path, line: 1, message: "\(words) words: purpose, idea, limits")
        }
    }

    /// What starts with `#!` can be started.
    static let executables = Rule.each("executables") { file in
        let isScript = file.text.hasPrefix("#!")
        if isScript, !file.isExecutable { return [file.finding(1, "a script that cannot be started: chmod +x")] }
        let isCommand = file.path.hasPrefix("deploy/") && file.ending.isEmpty || file.name == "run"
        return isCommand && !isScript && file.ending.isEmpty && file.name != "Dockerfile" && file.name != "Caddyfile"
            ? [file.finding(1, "a command without #!")] : []
    }

    /// The client asked for no Swift packages.
    static let noPackages = Rule.each("no packages") { file in
        guard file.path == "Package.swift" else { return [] }
        let code = file.code
        return code.indices.dropLast().compactMap { index in
            code[index].text == "package" && index > 0 && code[index - 1].text == "." && code[index + 1].text == "("
                ? file.finding(code[index].line, "a package dependency") : nil
        }
    }
}
