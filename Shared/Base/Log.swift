internal import Glibc

/// One JSON line on standard output per event: constant messages, values as fields, never a customer's text.
package struct Log: Sendable {
    package enum Level: Int, Sendable, Comparable, CaseIterable {
        case debug, info, warning, error
        package static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
        package init?(name: String) {
            guard let level = Level.allCases.first(where: { "\($0)" == name }) else { return nil }
            self = level
        }
    }

    package let level: Level
    package let fields: [String: JSON]
    private let time: any TimeSource
    private let write: @Sendable (String) -> Void

    /// A log of a service; `write` gets each finished line (standard output by default).
    package init(
        service: String, level: Level = .info, time: any TimeSource = SystemTime(),
        write: (@Sendable (String) -> Void)? = nil
    ) {
        self.init(level: level, fields: ["service": .string(service)], time: time, write: write ?? Log.standardOutput)
    }

    private init(
        level: Level, fields: [String: JSON], time: any TimeSource, write: @escaping @Sendable (String) -> Void
    ) {
        (self.level, self.fields, self.time, self.write) = (level, fields, time, write)
    }

    /// The same log with more fields on every line.
    package func with(_ more: [String: JSON]) -> Log {
        Log(level: level, fields: fields.merging(more) { _, new in new }, time: time, write: write)
    }

    package func debug(_ message: StaticString, _ fields: @autoclosure () -> [String: JSON] = [:]) {
        log(.debug, message, fields)
    }
    package func info(_ message: StaticString, _ fields: @autoclosure () -> [String: JSON] = [:]) {
        log(.info, message, fields)
    }
    package func warning(_ message: StaticString, _ fields: @autoclosure () -> [String: JSON] = [:]) {
        log(.warning, message, fields)
    }
    package func error(_ message: StaticString, _ fields: @autoclosure () -> [String: JSON] = [:]) {
        log(.error, message, fields)
    }

    private func log(_ level: Level, _ message: StaticString, _ more: () -> [String: JSON]) {
        guard level >= self.level else { return }
        var line = fields.merging(more()) { _, new in new }
        line["time"] = .string(time.now().description)
        line["level"] = .string("\(level)")
        line["message"] = .string("\(message)")
        if let trace = TraceContext.current, line["trace_id"] == nil { line["trace_id"] = .string(trace.traceID) }
        write(JSON.object(line).text)
    }

    private static let standardOutput: @Sendable (String) -> Void = { line in
        var bytes = Array(line.utf8)
        bytes.append(10)
        unsafe bytes.withUnsafeBytes { unsafe _ = Glibc.write(1, $0.baseAddress, $0.count) }
    }
}
