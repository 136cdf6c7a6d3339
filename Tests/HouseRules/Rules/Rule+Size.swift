extension Rule {
    private static let measured: Set = ["swift", "js", "mjs", "css", "html", "py", "sh", "c", "h", ""]

    /// A file of at most 400 lines can be read at one sitting.
    static let fileLength = Rule.each("file length") { file in
        guard measured.contains(file.ending) else { return [] }
        let count = file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0)
        return count > 400 ? [file.finding(count, "\(count) lines, at most 400")] : []
    }

    /// A function of at most 70 lines fits on a screen.
    static let functionLength = Rule.each("function length") { file in
        Declaration.all(in: file).filter(\.isFunction).compactMap { function in
            let count = function.lines.count
            guard count > 70 else { return nil }
            return file.finding(function.lines.lowerBound, "\(function.name) has \(count) lines, at most 70")
        }
    }

    /// 120 columns in Swift; 160 in what no formatter lays out: pages, C, Python, scripts.
    static let lineLength = Rule.each("line length") { file in
        guard measured.contains(file.ending) else { return [] }
        let limit = file.ending == "swift" ? 120 : 160
        return file.lines.enumerated().compactMap { index, line in
            line.utf8.count > limit && line.count > limit
                ? file.finding(index + 1, "\(line.count) columns, at most \(limit)") : nil
        }
    }
}
