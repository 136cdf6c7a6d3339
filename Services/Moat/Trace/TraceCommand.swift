internal import Base
internal import FoundationEssentials
internal import Glibc

extension Command {
    /// `moat trace ID`
    static let trace = Command(
        name: "trace", summary: "Show the path of one request through all services.",
        usage: "ID [FILE…] [--home HOME]",
        details: """
            ID is the trace_id of a problem, the traceparent header of an answer, or its first eight digits or more.
            Reads the logs of the home, or the files named; '-' is standard input:
                docker compose logs --no-color | moat trace ID -
            Each process writes the paths of TRACE_RATE (10) new requests a second, and whatever was slow or failed.
            Exit code 1: the logs know nothing of it.
            """,
        options: [home], words: 100
    ) { arguments, environment, terminal in
        guard let given = arguments.words.first else { throw Mistake.usage("say which one: moat trace ID") }
        let wanted = try TraceID.read(given)
        let files = arguments.words.dropFirst().map { $0 == "-" ? $0 : environment.path($0) }
        let sources = files.isEmpty ? logs(of: Home.locate(arguments, environment)) : Array(files)
        var trees: [String: TraceTree] = [:]
        for file in sources {
            try LogLines.read(file) { line in
                guard line.contains(wanted), let id = TraceID.find(wanted, in: line) else { return }
                trees[id, default: TraceTree(id)].read(line)
            }
        }
        guard let tree = trees.values.first(where: { !$0.isEmpty }) else {
            throw Mistake(
                sentence: "none of \(sources.count) logs knows of \(given).",
                advice: "It may not have been sampled (TRACE_RATE), or its log has been cut off since.")
        }
        guard trees.count == 1 else {
            throw Mistake.usage("\(given) is the beginning of \(trees.count) traces: give more digits.")
        }
        for line in tree.lines() { terminal.say(line) }
        return 0
    }

    /// Older file first.
    private static func logs(of home: Home) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: home.logs)) ?? []
        return names.filter { $0.hasSuffix(".log") || $0.hasSuffix(".log.1") }.sorted(by: >).map {
            "\(home.logs)/\($0)"
        }
    }
}

/// What a person gives as the name of a trace.
enum TraceID {
    /// The digits to look for: of a whole traceparent its trace.
    static func read(_ given: String) throws -> String {
        let text = given.lowercased()
        if let context = TraceContext(text) { return context.traceID }
        guard (8...32).contains(text.utf8.count), text.utf8.allSatisfy({ isDigit($0) }) else {
            throw Mistake.usage("\(given) is no trace: give 8 to 32 hexadecimal digits, or a traceparent.")
        }
        return text
    }

    /// The whole id in a line of which the beginning is known.
    static func find(_ beginning: String, in line: String) -> String? {
        guard let start = line.firstIndex(of: "{"), let entry = try? JSON(parsing: line[start...].utf8),
            let id = entry["trace_id"]?.string, id.hasPrefix(beginning)
        else { return nil }
        return id
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (97...102).contains(byte) }
}

/// Reads logs line by line, whatever their size.
enum LogLines {
    /// A longer line is none of ours.
    private static let lineMaximum = 1 << 20

    /// `-` is standard input; a file that is not there is an error.
    static func read(_ path: String, _ use: (String) throws -> Void) throws {
        let file = path == "-" ? 0 : unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Mistake(sentence: "\(path) cannot be read.", code: 66) }
        defer { if file > 0 { close(file) } }
        var (rest, piece) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
        while true {
            let count = unsafe piece.withUnsafeMutableBytes { unsafe Glibc.read(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Mistake(sentence: "\(path) cannot be read.", code: 66) }
            if count == 0 { break }
            rest += piece.prefix(count)
            guard let last = rest.lastIndex(of: 10) else {
                if rest.count > lineMaximum { rest = [] }
                continue
            }
            for line in rest[..<last].split(separator: 10) { try use(String(decoding: line, as: UTF8.self)) }
            rest.removeFirst(last + 1)
        }
        if !rest.isEmpty { try use(String(decoding: rest, as: UTF8.self)) }
    }
}
