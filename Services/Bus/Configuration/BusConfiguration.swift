internal import Base
internal import FoundationEssentials
internal import Glibc

/// How this broker runs: environment variables first, flags over them. All mistakes are reported together.
struct BusConfiguration: Equatable, Sendable {
    var host = "127.0.0.1"
    var port = 4_222
    var monitorHost: String?
    /// 0: no monitor.
    var monitorPort = 0
    var name = "moat-bus"
    var token: String?
    var usersFile: String?
    var limits = Limits()
    /// How long clients keep being served after SIGTERM.
    var lameDuck = Instant.Span.seconds(3)
    var logLevel = Log.Level.info

    static let help = """
        moat-bus: the message bus of Moat; speaks the NATS client protocol.

        usage: moat-bus [-a HOST] [-p PORT] [-m MONITOR_PORT] [--users FILE] [--token TOKEN]

        flag     variable               default    meaning
        -a       BUS_HOST               127.0.0.1  address to listen on (0.0.0.0: all)
        -p       BUS_PORT               4222       port (0: any free one)
        -m       BUS_MONITOR_PORT       0          HTTP port of /healthz, /metrics, /varz (0: none)
                 BUS_MONITOR_HOST       BUS_HOST   address of the monitor
        --users  BUS_USERS                         JSON file of users and their permissions
        --token  BUS_TOKEN                         token every client must show
                 BUS_TOKEN_FILE                    file that holds the token
                 BUS_NAME               moat-bus   server_name in INFO
                 BUS_MAX_PAYLOAD        1048576    bytes of a message
                 BUS_MAX_PENDING        67108864   bytes waiting for one connection
                 BUS_MAX_CONNECTIONS    10000
                 BUS_MAX_SUBSCRIPTIONS  65536      of one connection
                 BUS_PING_INTERVAL      2m         silence before a PING
                 BUS_PING_MAX           2          unanswered PINGs before a connection is dead
                 BUS_LAME_DUCK          3s         time to leave after SIGTERM, at most 8s
                 BUS_LOG_LEVEL          info       debug, info, warning, error

        """
}

extension BusConfiguration {
    /// Sentences, one per mistake.
    struct Mistakes: Error, Equatable {
        var list: [String] = []
    }

    /// Reads flags and variables; `read` gives a file's text or nil.
    init(
        arguments: [String], environment: [String: String], read: (String) -> String? = BusConfiguration.file
    ) throws(Mistakes) {
        var reader = Reader(values: environment.filter { $0.key.hasPrefix("BUS_") && !$0.value.isEmpty })
        reader.apply(arguments)
        reader.text("BUS_HOST") { host = $0 }
        reader.text("BUS_MONITOR_HOST") { monitorHost = $0 }
        reader.text("BUS_NAME") { name = $0 }
        reader.text("BUS_TOKEN") { token = $0 }
        reader.text("BUS_USERS") { usersFile = $0 }
        reader.number("BUS_PORT", in: 0...65_535) { port = $0 }
        reader.number("BUS_MONITOR_PORT", in: 0...65_535) { monitorPort = $0 }
        reader.number("BUS_MAX_PAYLOAD", in: 1...67_108_864) { limits.payload = $0 }
        reader.number("BUS_MAX_PENDING", in: 65_536...1_073_741_824) { limits.pending = $0 }
        reader.number("BUS_MAX_CONNECTIONS", in: 1...1_000_000) { limits.connections = $0 }
        reader.number("BUS_MAX_SUBSCRIPTIONS", in: 1...10_000_000) { limits.subscriptions = $0 }
        reader.number("BUS_PING_MAX", in: 1...100) { limits.pingsOut = $0 }
        reader.span("BUS_PING_INTERVAL", in: .milliseconds(10) ... .hours(24)) { limits.pingInterval = $0 }
        reader.span("BUS_LAME_DUCK", in: .zero ... .seconds(8)) { lameDuck = $0 }
        reader.text("BUS_LOG_LEVEL") { value in
            if let level = Log.Level(name: value) {
                logLevel = level
            } else {
                reader.mistakes.append("BUS_LOG_LEVEL is '\(value)': expected debug, info, warning or error")
            }
        }
        reader.text("BUS_TOKEN_FILE") { path in
            if let text = read(path)?.trimming(), !text.isEmpty {
                token = text
            } else {
                reader.mistakes.append("BUS_TOKEN_FILE is '\(path)': the file cannot be read or is empty")
            }
        }
        if token != nil, usersFile != nil {
            reader.mistakes.append("BUS_TOKEN and BUS_USERS exclude each other: set one of them")
        }
        if limits.pending < limits.payload + limits.controlLine {
            reader.mistakes.append("BUS_MAX_PENDING is smaller than one message of BUS_MAX_PAYLOAD bytes")
        }
        if !reader.mistakes.isEmpty { throw Mistakes(list: reader.mistakes) }
    }

    /// Who may connect. Reads the users' file.
    func access(read: (String) -> String? = BusConfiguration.file) throws(Mistakes) -> AccessList {
        guard let usersFile else { return AccessList(token: token) }
        guard let text = read(usersFile) else {
            throw Mistakes(list: ["BUS_USERS is '\(usersFile)': the file cannot be read"])
        }
        switch AccessList.parse(Array(text.utf8)) {
        case .success(let list): return list
        case .failure(let mistakes): throw Mistakes(list: mistakes.list.map { "BUS_USERS, \(usersFile): \($0)" })
        }
    }

    /// A file's text, nil when it cannot be read.
    static func file(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }
}

/// Takes values out of variables and collects what is wrong with them.
private struct Reader {
    var values: [String: String]
    var mistakes: [String] = []

    init(values: [String: String]) { self.values = values }

    private static let flags = [
        "-a": "BUS_HOST", "--addr": "BUS_HOST", "-p": "BUS_PORT", "--port": "BUS_PORT", "-m": "BUS_MONITOR_PORT",
        "--users": "BUS_USERS", "--token": "BUS_TOKEN",
    ]

    mutating func apply(_ arguments: [String]) {
        var rest = arguments[...]
        while let flag = rest.popFirst() {
            guard let key = Self.flags[flag] else {
                mistakes.append("'\(flag)' is no flag of moat-bus: see moat-bus --help")
                continue
            }
            if let value = rest.popFirst() { values[key] = value } else { mistakes.append("\(flag) needs a value") }
        }
    }

    func text(_ key: String, _ use: (String) -> Void) {
        if let value = values[key] { use(value) }
    }

    mutating func number(_ key: String, in range: ClosedRange<Int>, _ use: (Int) -> Void) {
        guard let text = values[key] else { return }
        guard let value = Int(text), range.contains(value) else {
            mistakes.append(
                "\(key) is '\(text)': expected a whole number from \(range.lowerBound) to \(range.upperBound)")
            return
        }
        use(value)
    }

    mutating func span(_ key: String, in range: ClosedRange<Instant.Span>, _ use: (Instant.Span) -> Void) {
        guard let text = values[key] else { return }
        guard let value = Duration.span(text), range.contains(value) else {
            mistakes.append(
                "\(key) is '\(text)': expected a time like 500ms, 30s or 2m, from \(range.lowerBound.seconds) s to "
                    + "\(range.upperBound.seconds) s")
            return
        }
        use(value)
    }
}

extension String {
    fileprivate func trimming() -> String {
        var text = self[...]
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        while let first = text.first, first.isWhitespace { text = text.dropFirst() }
        return String(text)
    }
}
