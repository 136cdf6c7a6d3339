package import Base
internal import FoundationEssentials
internal import Glibc

/// Reads environment variables once, typed, and reports all mistakes together. A secret may come from the file named by
/// `<KEY>_FILE`.
package struct Settings: Sendable {
    private let environment: [String: String]
    private let mistakes = Locked<[String]>([])

    package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.environment = environment
    }

    /// The value of a key, or the contents of the file `<KEY>_FILE` names, or nil.
    package func optional(_ key: String) -> String? {
        if let value = environment[key], !value.isEmpty { return value }
        guard let path = environment[key + "_FILE"], !path.isEmpty else { return nil }
        guard let bytes = FileManager.default.contents(atPath: path) else {
            report("\(key)_FILE names \(path), which cannot be read")
            return nil
        }
        let text = String(decoding: bytes, as: UTF8.self)
        return String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    /// The value of a key, or a default.
    package func string(_ key: String, default value: String) -> String { optional(key) ?? value }

    /// A whole number in a range.
    package func int(_ key: String, default value: Int, in range: ClosedRange<Int>) -> Int {
        guard let text = optional(key) else { return value }
        guard let number = Int(text), range.contains(number) else {
            report("\(key)=\(text): expected a whole number from \(range.lowerBound) to \(range.upperBound)")
            return value
        }
        return number
    }

    /// `true`, `yes`, `1` or `false`, `no`, `0`.
    package func bool(_ key: String, default value: Bool) -> Bool {
        guard let text = optional(key)?.lowercased() else { return value }
        switch text {
        case "true", "yes", "1": return true
        case "false", "no", "0": return false
        default:
            report("\(key)=\(text): expected true or false")
            return value
        }
    }

    /// A key the program cannot do without.
    package func required(_ key: String, _ meaning: String) -> String {
        if let value = optional(key) { return value }
        report("\(key) is not set: \(meaning)")
        return ""
    }

    /// Adds a mistake found by the caller.
    package func report(_ mistake: String) { mistakes.withLock { $0.append(mistake) } }

    /// Throws one error that names every mistake found so far.
    package func check() throws {
        let all = mistakes.withLock { $0 }
        guard !all.isEmpty else { return }
        throw Problem.fault("configuration", all.joined(separator: "; "))
    }
}

/// What every service is told by its environment.
package struct ServiceConfiguration: Sendable {
    /// `BUS_URL`
    package var busURL: String
    /// `STORE_URL`
    package var storeURL: String
    /// `HEALTH_PORT`; 0 = any free port.
    package var healthPort: Int
    /// `HEALTH_HOST`
    package var healthHost: String
    /// `LOG_LEVEL`
    package var logLevel: Log.Level
    /// `TRACE_RATE`
    package var traceRate: Int

    /// Keys: `BUS_URL`, `STORE_URL`, `HEALTH_HOST`, `HEALTH_PORT`, `LOG_LEVEL`, `TRACE_RATE`.
    package init(service: String, settings: Settings) {
        busURL = settings.string("BUS_URL", default: "nats://127.0.0.1:4222")
        storeURL = settings.string("STORE_URL", default: "file:///var/lib/moat/\(service)")
        healthHost = settings.string("HEALTH_HOST", default: "127.0.0.1")
        healthPort = settings.int("HEALTH_PORT", default: 0, in: 0...65_535)
        traceRate = settings.int("TRACE_RATE", default: Tracer.standardRate, in: 0...1_000_000)
        let level = settings.string("LOG_LEVEL", default: "info")
        if let known = Log.Level(name: level) {
            logLevel = known
        } else {
            settings.report("LOG_LEVEL=\(level): expected debug, info, warning or error")
            logLevel = .info
        }
    }
}
