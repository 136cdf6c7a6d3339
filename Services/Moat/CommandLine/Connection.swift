internal import Base
internal import Contracts
internal import MessageBus
internal import ServiceKit

/// The bus of a running installation, for the length of one command.
struct Connection: Sendable {
    let busURL: String

    init(busURL: String) { self.busURL = busURL }

    /// `BUS_URL` when it is set, else that of the installation running in the folder.
    init(_ home: Home, _ environment: Environment) throws {
        if let url = environment["BUS_URL"] {
            busURL = url
        } else if let running = home.readRunning() {
            busURL = running.busURL
        } else {
            throw Mistake(
                sentence: "nothing is running in \(home.path).",
                advice: "Start it with 'moat up', or name the folder with --home.", code: Mistake.tryLaterCode)
        }
    }

    /// Connects, does the work, disconnects.
    func use<Result: Sendable>(_ work: @Sendable @escaping (BusCaller) async throws -> Result) async throws -> Result {
        let bus = try MessageBus(
            url: busURL, name: "moat", log: Log(service: "moat", level: .error), metrics: Metrics(),
            randomness: .system)
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask(name: "bus") {
                try await bus.run()
                return nil
            }
            group.addTask(name: "work") { try await work(BusCaller(bus: bus)) }
            defer { group.cancelAll() }
            while let end = try await group.next() { if let end { return end } }
            throw Mistake(sentence: "the bus hung up.", code: Mistake.tryLaterCode)
        }
    }
}

extension Mistake {
    /// Any error in words.
    static func sentence(for error: any Error) -> String {
        switch error {
        case let mistake as Mistake: mistake.sentence
        case let problem as Problem: problem.detail ?? problem.title
        default: "\(error)"
        }
    }
}
