import Foundation

extension Rule {
    private static let web = "Services/Gateway/Web/"

    /// Both languages say the same things: `zh.json` and `en.json` have the same keys, together with those of parts
    /// (`live.zh.json`), and every key used is there.
    static let catalogues = Rule(name: "catalogues") { files in
        let pages = files.filter { $0.path.hasPrefix(web) }
        guard let zh = catalogue("zh.json", in: pages), let en = catalogue("en.json", in: pages) else {
            let speaks = pages.contains { $0.ending == "js" || $0.ending == "html" }
            return speaks ? [Finding(path: web, line: 1, message: "no zh.json and en.json that can be read")] : []
        }
        let onlyOne =
            zh.keys.subtracting(en.keys).sorted().map { zh.file.finding(1, "'\($0)' is not in en.json") }
            + en.keys.subtracting(zh.keys).sorted().map { en.file.finding(1, "'\($0)' is not in zh.json") }
        let both = zh.keys.union(en.keys)
        return onlyOne
            + pages.flatMap { file in
                usedKeys(in: file).compactMap { used in
                    let known = used.isPrefix ? both.contains { $0.hasPrefix(used.key) } : both.contains(used.key)
                    return known ? nil : file.finding(used.line, "'\(used.key)' is in no catalogue")
                }
            }
    }

    /// Chinese in a page outside the catalogues is a string that cannot be switched.
    static let pageStrings = Rule.each("page strings") { file in
        guard file.path.hasPrefix(web), ["js", "mjs", "html", "css"].contains(file.ending) else { return [] }
        return file.lines.enumerated().compactMap { index, line in
            quoted(in: line).contains(where: hasChinese) ? file.finding(index + 1, "text outside the catalogues") : nil
        }
    }

    /// What stands in quotes on a line. A language may say its own name.
    private static func quoted(in line: Substring) -> [Substring] {
        let pieces = line.replacing("\"中文\"", with: "").split(omittingEmptySubsequences: false) { "'\"`".contains($0) }
        return pieces.indices.filter { !$0.isMultiple(of: 2) }.map { pieces[$0] }
    }

    private static func hasChinese(_ text: Substring) -> Bool {
        text.unicodeScalars.contains { (0x3400...0x9FFF).contains($0.value) }
    }

    /// The keys of a language: of `zh.json` and of the catalogues of parts, `settings.zh.json`.
    private static func catalogue(_ name: String, in pages: [SourceFile]) -> (file: SourceFile, keys: Set<String>)? {
        guard let file = pages.first(where: { $0.name == name }) else { return nil }
        var all: Set<String> = []
        for part in pages where part.name == name || part.name.hasSuffix("." + name) {
            guard let object = try? JSONSerialization.jsonObject(with: Data(part.text.utf8)) as? [String: Any] else {
                return nil
            }
            all.formUnion(keys(of: object, below: ""))
        }
        return (file, all)
    }

    private static func keys(of object: [String: Any], below path: String) -> Set<String> {
        object.reduce(into: []) { found, entry in
            let key = path + entry.key
            guard let inner = entry.value as? [String: Any] else {
                found.insert(singular(key))
                return
            }
            found.formUnion(keys(of: inner, below: key + "."))
        }
    }

    /// `days.one` and `days.other` are forms of `days`: a language has as many as it needs.
    private static func singular(_ key: String) -> String {
        let form = [".zero", ".one", ".two", ".few", ".many", ".other"].first(where: key.hasSuffix)
        return String(key.dropLast(form?.count ?? 0))
    }

    /// Keys in `t('…')` and `data-t="…"`; of a template with a hole, what stands before the hole.
    private static func usedKeys(in file: SourceFile) -> [(key: String, line: Int, isPrefix: Bool)] {
        guard ["js", "mjs", "html"].contains(file.ending) else { return [] }
        return file.lines.enumerated().flatMap { index, line -> [(key: String, line: Int, isPrefix: Bool)] in
            let letters = Array(line)
            return letters.indices.compactMap { at in
                guard let start = keyStart(letters, at) else { return nil }
                let quote = letters[start - 1]
                let key = String(letters[start...].prefix { $0 != quote && $0 != "$" })
                let end = start + key.count
                let isPrefix = end < letters.count && letters[end] == "$"
                let joined = end + 1 < letters.count && letters[(end + 1)...].first { $0 != " " } == "+"
                return (key, index + 1, isPrefix || joined)
            }
        }
    }

    /// Where a key begins whose `t(` or `data-t=` begins at `at`.
    private static func keyStart(_ letters: [Character], _ at: Int) -> Int? {
        let before = at > 0 ? letters[at - 1] : " "
        for opening in ["t(", "data-t="] where letters[at...].starts(with: opening) {
            let start = at + opening.count + 1
            let isName = before.isLetter || before.isNumber || "_$.-".contains(before)
            guard start < letters.count, "'\"`".contains(letters[start - 1]), !isName else { continue }
            return start
        }
        return nil
    }
}
