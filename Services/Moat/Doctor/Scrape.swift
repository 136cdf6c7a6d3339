/// What a process shows at `/metrics`, as samples.
struct Scrape: Equatable, Sendable {
    struct Sample: Equatable, Sendable {
        var labels: [String: String]
        var value: Double
    }

    private var samples: [String: [Sample]] = [:]

    /// Reads Prometheus text; lines that are none are passed over.
    init(_ text: String) {
        for line in text.split(separator: "\n") where !line.hasPrefix("#") { add(line) }
    }

    /// All samples of a series.
    func all(_ name: String) -> [Sample] { samples[name] ?? [] }

    /// The sum of the samples that have these labels; nil when there are none.
    func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        let found = all(name).filter { sample in labels.allSatisfy { sample.labels[$0.key] == $0.value } }
        return found.isEmpty ? nil : found.reduce(0) { $0 + $1.value }
    }

    private mutating func add(_ line: Substring) {
        guard let space = line.lastIndex(of: " "), let value = Double(line[line.index(after: space)...]) else { return }
        let series = line[..<space]
        let name = series.prefix { $0 != "{" }
        var labels: [String: String] = [:]
        if let open = series.firstIndex(of: "{"), series.hasSuffix("}") {
            labels = Scrape.labels(series[series.index(after: open)...].dropLast())
        }
        samples[String(name), default: []].append(Sample(labels: labels, value: value))
    }

    /// `a="b",c="d\"e"`
    private static func labels(_ text: Substring) -> [String: String] {
        var (labels, name, value) = ([String: String](), "", "")
        var (isQuoted, isEscaped) = (false, false)
        for character in text {
            if isEscaped {
                value.append(character == "n" ? "\n" : character)
                isEscaped = false
            } else if character == "\\", isQuoted {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
                if !isQuoted {
                    labels[name] = value
                    (name, value) = ("", "")
                }
            } else if isQuoted {
                value.append(character)
            } else if character != ",", character != "=" {
                name.append(character)
            }
        }
        return labels
    }
}
