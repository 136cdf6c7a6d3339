internal import Glibc

/// Bytes of any declared, wrongly declared or undeclared character set to text.
enum Charset {
    struct Decoded: Equatable {
        var text: String
        /// The declared set could not read the bytes or is unknown; the text is a best effort.
        var doubtful: Bool
    }

    /// Reads `bytes` as `label` says; when that fails, as what it most likely is. Never fails.
    static func decode(_ bytes: [UInt8], label: String?) -> Decoded {
        if let text = escaped(bytes, label) { return Decoded(text: text, doubtful: false) }
        let name = label.map { canonical($0) } ?? ""
        let isVague = ["", "US-ASCII", "WINDOWS-1252"].contains(name)
        if bytes.allSatisfy({ $0 < 0x80 }), isVague || name == "UTF-8" {
            return Decoded(text: String(decoding: bytes, as: UTF8.self), doubtful: false)
        }
        // Latin labels are often wrong defaults: text that is valid UTF-8 is UTF-8.
        if isVague || name == "UTF-8", let text = String(validating: bytes, as: UTF8.self) {
            return Decoded(text: text, doubtful: false)
        }
        if isMislabelledUTF8(bytes, name), let text = String(validating: bytes, as: UTF8.self) {
            return Decoded(text: text, doubtful: true)
        }
        if !isVague, name != "UTF-8", let text = convert(bytes, from: name) {
            return Decoded(text: text, doubtful: false)
        }
        if name == "WINDOWS-1252", let text = convert(bytes, from: name) { return Decoded(text: text, doubtful: false) }
        return Decoded(text: guess(bytes, lossyName: name), doubtful: true)
    }

    /// ISO-2022 text is ASCII with escape sequences, so its label must be looked for in the bytes.
    private static func escaped(_ bytes: [UInt8], _ label: String?) -> String? {
        guard label == nil || label?.isEmpty == true || canonical(label ?? "") == "US-ASCII" else { return nil }
        for index in bytes.indices.dropLast(2) where bytes[index] == 0x1B && bytes[index + 1] == 0x24 {
            return convert(bytes, from: "ISO-2022-JP-2")
        }
        return nil
    }

    private static func guess(_ bytes: [UInt8], lossyName name: String) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        if looksChinese(bytes), let text = convert(bytes, from: "GB18030") { return text }
        if !name.isEmpty, name != "US-ASCII", name != "UTF-8", let text = convert(bytes, from: name, lossy: true) {
            return text
        }
        if name == "UTF-8" { return String(decoding: bytes, as: UTF8.self) }
        return convert(bytes, from: "WINDOWS-1252", lossy: true) ?? String(decoding: bytes, as: UTF8.self)
    }

    /// Chinese text that is valid UTF-8 with three-byte characters only is UTF-8, whatever a double-byte label says.
    private static func isMislabelledUTF8(_ bytes: [UInt8], _ name: String) -> Bool {
        guard ["GB18030", "BIG5-HKSCS", "CP949", "CP932"].contains(name) else { return false }
        let leads = bytes.filter { $0 >= 0xC0 }
        return leads.count >= 2 && leads.allSatisfy { (0xE0...0xEF).contains($0) }
            && bytes.count { $0 >= 0x80 } == leads.count * 3
    }

    /// High bytes mostly in pairs of the GB 2312 hanzi range: accented Latin letters stand alone.
    private static func looksChinese(_ bytes: [UInt8]) -> Bool {
        var pairs = 0
        var others = 0
        var index = 0
        while index < bytes.count {
            defer { index += 1 }
            guard bytes[index] >= 0x80 else { continue }
            if index + 1 < bytes.count, (0xA1...0xF7).contains(bytes[index]), bytes[index + 1] >= 0xA1 {
                pairs += 1
                index += 1
            } else {
                others += 1
            }
        }
        return pairs > 0 && pairs >= others * 2
    }

    /// The name iconv reads best for a label: supersets for the sets that mailers mislabel.
    static func canonical(_ label: String) -> String {
        let name = label.filter { !$0.isWhitespace && $0 != "\"" }.uppercased()
        return aliases[name] ?? name
    }

    private static let aliases: [String: String] = {
        let groups: [(String, [String])] = [
            (
                "GB18030",
                [
                    "GB2312", "GB_2312-80", "GB2312-80", "GB-2312", "EUC-CN", "CN-GB", "GBK", "X-GBK", "CP936", "MS936",
                    "WINDOWS-936", "CHINESE", "GB_1988-80", "CSGB2312", "GB18030-2022",
                ]
            ),
            ("BIG5-HKSCS", ["BIG5", "BIG-5", "CN-BIG5", "X-X-BIG5", "CP950", "BIG5HKSCS"]),
            ("CP949", ["EUC-KR", "KS_C_5601-1987", "KS_C_5601", "KSC5601", "KOREAN", "WINDOWS-949"]),
            ("CP932", ["SHIFT_JIS", "SHIFT-JIS", "SJIS", "X-SJIS", "WINDOWS-31J", "MS_KANJI"]),
            ("ISO-2022-JP-2", ["ISO-2022-JP", "CSISO2022JP", "ISO-2022-JP-MS"]),
            ("UTF-8", ["UTF8", "UTF-8N", "UNICODE-1-1-UTF-8", "X-UTF-8"]),
            (
                "US-ASCII",
                [
                    "ASCII", "ANSI_X3.4-1968", "7BIT", "8BIT", "X-UNKNOWN", "UNKNOWN", "UNKNOWN-8BIT", "DEFAULT",
                    "DEFAULT_CHARSET", "NONE", "BINARY",
                ]
            ),
            ("WINDOWS-1252", ["ISO-8859-1", "ISO8859-1", "LATIN1", "LATIN-1", "CP1252", "WINDOWS1252"]),
            ("CP874", ["TIS-620", "WINDOWS-874", "ISO-8859-11"]),
            ("WINDOWS-1254", ["ISO-8859-9"]),
        ]
        return Dictionary(groups.flatMap { group in group.1.map { ($0, group.0) } }, uniquingKeysWith: { a, _ in a })
    }()

    /// By iconv; nil when the set is unknown or, unless `lossy`, a byte does not fit. Lossy puts U+FFFD there.
    static func convert(_ bytes: [UInt8], from name: String, lossy: Bool = false) -> String? {
        guard name.utf8.count <= 40, name.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != 47 }),
            let converter = unsafe iconv_open("UTF-8", name), Int(bitPattern: converter) != -1
        else { return nil }
        defer { unsafe iconv_close(converter) }
        var input = bytes.map { CChar(bitPattern: $0) }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count * 2)
        var buffer = [CChar](repeating: 0, count: 16_384)
        let whole = unsafe input.withUnsafeMutableBufferPointer { source in
            unsafe buffer.withUnsafeMutableBufferPointer { target in
                unsafe run(converter, source, target, lossy: lossy, &output)
            }
        }
        return whole ? String(decoding: output, as: UTF8.self) : nil
    }

    private static func run(
        _ converter: iconv_t, _ source: UnsafeMutableBufferPointer<CChar>, _ target: UnsafeMutableBufferPointer<CChar>,
        lossy: Bool, _ output: inout [UInt8]
    ) -> Bool {
        var from = source.baseAddress
        var left = source.count
        var flushing = left == 0
        while true {
            var to = target.baseAddress
            var room = target.count
            let result =
                flushing
                ? unsafe iconv(converter, nil, nil, &to, &room) : unsafe iconv(converter, &from, &left, &to, &room)
            let error = result == -1 ? errno : 0
            unsafe output.append(contentsOf: target[..<(target.count - room)].map { UInt8(bitPattern: $0) })
            if error == E2BIG { continue }
            if error != 0 {
                guard lossy, left > 0, let here = unsafe from else { return false }
                output.append(contentsOf: [0xEF, 0xBF, 0xBD])
                unsafe from = here + 1
                left -= 1
                if left > 0 { continue }
            }
            if flushing { return true }
            flushing = true
        }
    }
}
