extension Rule {
    /// Who may import a C library: its one door.
    private static let doors: [String: Set<String>] = [
        "CSQLite": ["Store"], "CPostgres": ["Store"], "CMicroHTTPD": ["HTTP"], "CCurl": ["HTTP"],
        "CCrypto": ["Crypto"], "CGMime": ["Mail"], "CQREncode": ["Codes"],
        "CZlib": ["Sheets"],
        "CXML": ["Text"], "CICU": ["Text"], "CLinux": ["MessageBus", "Bus"],
    ]

    /// Height of each module: imports go down, never up or sideways.
    private static let heights: [String: Int] = [
        "Base": 10, "BusWire": 11, "Conditions": 11, "Contracts": 12,
        "Crypto": 20, "HTTP": 20, "Text": 20, "Mail": 20, "Codes": 20, "Store": 21, "Sheets": 21,
        "MessageBus": 30, "ServiceKit": 31,
    ]

    private static func imports(_ file: SourceFile) -> [Token] {
        let code = file.code
        return code.indices.dropLast().compactMap { index in
            guard code[index].text == "import", code[index].kind == .word else { return nil }
            let kinds: Set = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
            let next = code[index + 1]
            return kinds.contains(next.text) && index + 2 < code.count ? code[index + 2] : next
        }
    }

    /// Each C library has one importer, so that no C pointer travels.
    static let doorImports = Rule.each("door imports") { file in
        guard file.isSwift, !file.path.hasPrefix("Tests/Benchmarks/") else { return [] }
        return imports(file).compactMap { name in
            let second = name.text.dropFirst().first
            let looksLikeOne = name.text.hasPrefix("C") && (second?.isUppercase ?? false)
            guard looksLikeOne, !(doors[name.text] ?? []).contains(file.module ?? "") else { return nil }
            return file.finding(name.line, "\(name.text) belongs to \((doors[name.text] ?? []).sorted())")
        }
    }

    /// Services never import each other, Shared never imports a service, and rings are imported downwards.
    static let rings = Rule(name: "rings") { files in
        let services = Set(files.filter { $0.path.hasPrefix("Services/") }.compactMap(\.module))
        return files.filter(\.isProduct).flatMap { file -> [Finding] in
            let mine = file.module ?? ""
            let height = file.path.hasPrefix("Services/") ? 40 : heights[mine] ?? 0
            return imports(file).compactMap { name in
                if services.contains(name.text), name.text != mine {
                    return file.finding(name.line, "\(mine) imports the service \(name.text)")
                }
                guard let other = heights[name.text], other >= height, name.text != mine else { return nil }
                return file.finding(name.line, "\(mine) imports \(name.text), which is not below it")
            }
        }
    }

    /// Shared knows no business: only Contracts says what the services talk about.
    static let domainWords = Rule.each("domain words") { file in
        let words: Set = [
            "ticket", "tickets", "customer", "customers", "articles", "survey", "surveys", "csat", "wechat",
        ]
        guard file.isProduct, file.path.hasPrefix("Shared/"), file.module != "Contracts" else { return [] }
        return file.tokens.filter { $0.kind != .comment }.compactMap { token in
            guard let word = parts(of: token.text).first(where: words.contains) else { return nil }
            return file.finding(token.line, "'\(word)' is a word of the business, Shared does not know it")
        }
    }

    /// `openTicket_now` → open, ticket, now.
    private static func parts(of text: String) -> [String] {
        var (words, word, wasLower) = ([String](), "", false)
        for letter in text {
            if !letter.isLetter || (letter.isUppercase && wasLower) {
                words.append(word)
                word = ""
            }
            if letter.isLetter { word += letter.lowercased() }
            wasLower = letter.isLowercase
        }
        return words + [word]
    }
}
