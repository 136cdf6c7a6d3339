/// Finds the new words of an answer above, between or below what the mail program quoted, in Chinese and Western
/// programs. Forwarded mails are new words and stay. When nothing new is left, the whole text comes back: no word is
/// lost.
package enum ReplyText {
    private static let maximumLines = 20_000

    /// `marker` is our own "write above this line" line, if the outgoing mails have one.
    package static func strip(_ text: String, marker: String? = nil) -> String {
        var lines = text.withUnixLines.split(separator: "\n", omittingEmptySubsequences: false).prefix(maximumLines)
            .map(String.init)
        if let marker, let place = lines.firstIndex(where: { $0.contains(marker) }) { lines = Array(lines[..<place]) }
        var kept: [String] = []
        var index = 0
        while index < lines.count {
            let line = lines[index].trimmed
            if isQuoted(line) {
                index += 1
            } else if isSignatureMark(lines[index]) || isClientFooter(line, isLast: isRest(lines, after: index)) {
                // What stands below a signature can only be a quotation.
                break
            } else if let length = attribution(lines, at: index) {
                let next = nextFilled(lines, from: index + length)
                guard let next, isQuoted(lines[next].trimmed) else { break }
                index = next
            } else if isOriginalMark(line) || isHeaderBlock(lines, at: index) || isRule(lines, at: index) {
                break
            } else {
                kept.append(lines[index])
                index += 1
            }
        }
        let result = kept.joined(separator: "\n").trimmed
        return result.isEmpty ? text.withUnixLines.trimmed : result
    }

    private static func isQuoted(_ line: String) -> Bool { line.hasPrefix(">") || line.hasPrefix("＞") }

    private static func isSignatureMark(_ line: String) -> Bool { line == "-- " || line == "--" || line == "— " }

    private static func nextFilled(_ lines: [String], from start: Int) -> Int? {
        lines.indices.dropFirst(start).first { !lines[$0].allSatisfy(\.isWhitespace) }
    }

    /// Whether only quotes, blanks or a quotation's head follow.
    private static func isRest(_ lines: [String], after index: Int) -> Bool {
        guard let next = nextFilled(lines, from: index + 1) else { return true }
        let line = lines[next].trimmed
        return isQuoted(line) || isOriginalMark(line) || attribution(lines, at: next) != nil
            || isHeaderBlock(lines, at: next) || isRule(lines, at: next)
    }

    /// "Sent from my …" at the end.
    private static func isClientFooter(_ line: String, isLast: Bool) -> Bool {
        guard isLast, line.count <= 60 else { return false }
        let lower = line.lowercased()
        return [
            "sent from my ", "sent from mail for", "get outlook for", "发自我的", "发自 ", "從我的", "来自我的", "von meinem ",
            "envoyé de mon ",
        ]
        .contains { lower.hasPrefix($0) }
    }

    /// How many lines the head of a quotation takes ("On … wrote:", also wrapped), or nil when there is none.
    private static func attribution(_ lines: [String], at index: Int) -> Int? {
        let first = lines[index].trimmed
        guard startsAttribution(first) else { return nil }
        var joined = ""
        for length in 1...4 where index + length <= lines.count {
            let line = lines[index + length - 1].trimmed
            guard !line.isEmpty else { return nil }
            joined += (joined.isEmpty ? "" : " ") + line
            guard joined.count <= 400 else { return nil }
            if endsAttribution(joined) { return length }
        }
        return nil
    }

    private static func startsAttribution(_ line: String) -> Bool {
        let lower = line.lowercased()
        if ["on ", "am ", "le ", "el ", "il ", "op ", "在", "于", "於"].contains(where: { lower.hasPrefix($0) }) {
            return true
        }
        // "张三 <a@b.cn> 于2026年…写道：", "2026-11-23 10:00, Ann <a@b> wrote:", "At 2026-11-23 … wrote:"
        if lower.hasPrefix("at ") || line.first?.isNumber == true { return true }
        return line.contains("@") || line.contains(" 于") || line.contains("写道") || line.contains("寫道")
    }

    private static func endsAttribution(_ text: String) -> Bool {
        guard text.contains(where: \.isNumber) || text.contains("@") else { return false }
        let lower = text.lowercased()
        let ends = [
            "wrote:", "wrote：", "写道：", "写道:", "寫道：", "寫道:", "schrieb:", "a écrit :", "a écrit:", "escribió:",
            "ha scritto:", "schreef:", "书写：", "书写:",
        ]
        if ends.contains(where: { lower.hasSuffix($0) }) { return true }
        return lower.hasPrefix("am ") && lower.contains(" schrieb ") && lower.hasSuffix(":")
    }

    /// "-----Original Message-----" in the ways of Outlook, QQ, NetEase and others. Not forwarded mails.
    private static func isOriginalMark(_ line: String) -> Bool {
        guard line.count <= 120, line.hasPrefix("--") || line.hasPrefix("==") || line.hasPrefix("__") else {
            return false
        }
        let words = line.filter { !"-=_ ".contains($0) }.lowercased()
        return [
            "originalmessage", "original", "原始邮件", "原始郵件", "邮件原件", "原邮件", "回复的原邮件", "回复的邮件", "原始信件",
            "ursprünglichenachricht", "messaged'origine", "mensajeoriginal",
        ].contains(words)
    }

    private static func isHeaderBlock(_ lines: [String], at index: Int) -> Bool {
        guard let name = headerName(lines[index]), ["from", "发件人", "寄件者", "寄件人", "von", "de"].contains(name) else {
            return false
        }
        let others: Set<String> = [
            "sent", "date", "to", "subject", "cc", "发送时间", "发送日期", "日期", "收件人", "主题", "抄送", "時間", "時間", "收件者", "主旨",
            "时间", "寄件日期", "gesendet", "an", "betreff", "envoyé", "objet",
        ]
        let following = lines[(index + 1)...].prefix(6).compactMap { headerName($0) }
        return following.filter { others.contains($0) }.count >= 2
    }

    private static func headerName(_ line: String) -> String? {
        let bare = line.trimmed.filter { $0 != "*" }
        guard let colon = bare.firstIndex(where: { $0 == ":" || $0 == "：" }) else { return nil }
        let name = String(bare[..<colon]).filter { !$0.isWhitespace }.lowercased()
        return name.isEmpty || name.count > 12 ? nil : name
    }

    /// Outlook's line of underscores above a header block.
    private static func isRule(_ lines: [String], at index: Int) -> Bool {
        let line = lines[index].trimmed
        guard line.count >= 10, line.allSatisfy({ $0 == "_" || $0 == "-" || $0 == "─" }) else { return false }
        return nextFilled(lines, from: index + 1).map { isHeaderBlock(lines, at: $0) } ?? false
    }
}
