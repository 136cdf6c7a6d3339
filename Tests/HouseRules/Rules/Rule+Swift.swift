extension Rule {
    /// Work lives in a task group owned by a `run()`: a stray task is awaited and cancelled by nobody.
    static let strayTask = Rule.each("stray task") { file in
        guard file.isProduct || file.path.hasPrefix("Tests/TestSupport/") else { return [] }
        let code = file.code
        return code.indices.dropLast(2).compactMap { index in
            guard code[index].text == "Task", index == 0 || code[index - 1].text != "." else { return nil }
            let (next, after) = (code[index + 1].text, code[index + 2].text)
            let starts = next == "{" || next == "(" || (next == "." && ["detached", "immediate"].contains(after))
            return starts ? file.finding(code[index].line, "an unstructured task") : nil
        }
    }

    /// Time is a parameter: only where a program is put together is the machine's clock named.
    static let clock = Rule.each("clock") { file in
        let mayKnowTheClock =
            ["Base", "ServiceKit"].contains(file.module) && file.path.hasPrefix("Shared/")
            || file.path.hasPrefix("Services/Moat/") || file.code.contains { $0.text == "main" && $0.glued }
        guard file.isProduct, !mayKnowTheClock else { return [] }
        // A thing of the outside may measure how long it takes.
        let measures = file.path.hasPrefix("Shared/") && ["Store", "HTTP", "MessageBus"].contains(file.module)
        let code = file.code
        return code.indices.dropLast(2).compactMap { index in
            let three = code[index...(index + 2)].map(\.text)
            // As the default of a parameter it still is a parameter.
            let isDefault = index > 1 && code[index - 1].text == "=" && code[index - 2].text == "TimeSource"
            let named = three[0] == "Date" || (["SystemTime", "SteadyTime"].contains(three[0]) && !isDefault)
            let calls = named && three[1] == "(" && three[2] == ")"
            let clocks: Set = measures ? ["Date"] : ["Date", "ContinuousClock"]
            let now = three[1] == "." && three[2] == "now" && clocks.contains(three[0])
            guard calls || now || three[0] == "gettimeofday" else { return nil }
            return file.finding(code[index].line, "\(three[0]) in a core: take a TimeSource")
        }
    }

    /// What may crash says so with a sentence: `precondition`, not a forced unwrap.
    static let force = Rule.each("force") { file in
        guard file.isProduct else { return [] }
        let code = file.code
        return code.indices.dropFirst().compactMap { index in
            guard code[index].text == "!", code[index].glued else { return nil }
            let (before, token) = (code[index - 1], code[index])
            if ["try", "as"].contains(before.text) { return file.finding(token.line, "\(before.text)!") }
            let next = index + 1 < code.count ? code[index + 1] : token
            if next.text == "=", next.glued { return nil }
            let unwraps = [.word, .rawWord, .number].contains(before.kind) || [")", "]", "?"].contains(before.text)
            return unwraps ? file.finding(token.line, "a forced unwrap after \(before.text)") : nil
        }
    }

    /// Services speak through their log; only the command line prints, and a program asked for help.
    static let printing = Rule.each("printing") { file in
        let code = file.code
        let isProgram = code.contains { $0.text == "main" && $0.glued }
        guard file.isProduct, !isProgram, !file.path.hasPrefix("Services/Moat/") else { return [] }
        return code.indices.dropLast().compactMap { index in
            guard ["print", "debugPrint", "dump"].contains(code[index].text), code[index + 1].text == "(",
                code[index + 1].glued, index == 0 || ![".", "func"].contains(code[index - 1].text)
            else { return nil }
            return file.finding(code[index].line, "\(code[index].text): use the log")
        }
    }

    /// One package, one level: what leaves a module is `package`.
    static let publicAccess = Rule.each("public access") { file in
        guard file.isProduct else { return [] }
        let code = file.code
        return code.indices.filter { ["public", "open"].contains(code[$0].text) && declares(code, after: $0) }
            .map { file.finding(code[$0].line, "\(code[$0].text): the house says package") }
    }

    private static func declares(_ code: [Token], after index: Int) -> Bool {
        guard index + 1 < code.count, code[index + 1].line == code[index].line else { return false }
        let next = code[index + 1].text
        return Declaration.types.contains(next) || Declaration.functions.contains(next)
            || ["let", "var", "static", "import", "final", "typealias"].contains(next)
    }

    /// The thread sanitizer does not understand `Mutex`: the lock of the house is `Locked`.
    static let mutex = Rule.each("mutex") { file in
        guard file.isSwift else { return [] }
        let code = file.code
        return code.indices.dropLast().filter { code[$0].text == "Mutex" && ["(", "<"].contains(code[$0 + 1].text) }
            .map { file.finding(code[$0].line, "Mutex: use Locked") }
    }

    /// Unsafe code lives in the doors.
    static let unsafeCode = Rule.each("unsafe code") { file in
        let doors: Set = [
            "Base", "BusWire", "Store", "HTTP", "Text", "Crypto", "Mail", "Codes", "Sheets", "MessageBus", "ServiceKit",
            "Bus", "Moat",
        ]
        guard file.isProduct, let module = file.module, !doors.contains(module) else { return [] }
        let code = file.code
        return code.indices.filter { code[$0].text == "unsafe" && ($0 == 0 || code[$0 - 1].text != ".") }
            .map { file.finding(code[$0].line, "unsafe outside the doors") }
    }
}
