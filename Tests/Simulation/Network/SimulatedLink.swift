@testable import Bus
import MessageBus

/// One connection of a host to the broker, both ends. Belongs to the simulation's thread.
final class SimulatedLink: Link, @unchecked Sendable {
    let host: String
    let session: Session
    private let network: SimulatedNetwork
    private var inbound: [UInt8] = []
    private var reader: CheckedContinuation<[UInt8], any Error>?
    /// Nothing goes through any more.
    private(set) var isOver = false
    /// Bytes of an unfinished frame at the broker's end.
    var unread: [UInt8] = []
    /// When the last bytes of each direction arrive: later ones come after them.
    var lastUp = Int64.min
    var lastDown = Int64.min

    init(host: String, session: Session, network: SimulatedNetwork) {
        (self.host, self.session, self.network) = (host, session, network)
    }

    func read() async throws -> [UInt8] {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if !inbound.isEmpty {
                    continuation.resume(returning: inbound)
                    inbound = []
                } else if isOver {
                    continuation.resume(returning: [])
                } else if Task.isCancelled {
                    continuation.resume(throwing: CancellationError())
                } else {
                    reader = continuation
                }
            }
        } onCancel: {
            reader?.resume(throwing: CancellationError())
            reader = nil
        }
    }

    func write(_ bytes: [UInt8]) async throws {
        guard !isOver else { throw BusError(.disconnected, "the connection was reset") }
        network.send(bytes, over: self)
    }

    func close() { network.end(self) }

    /// Bytes have arrived at the client's end.
    func deliver(_ bytes: [UInt8]) {
        if isOver { return }
        guard let reader else { return inbound += bytes }
        self.reader = nil
        reader.resume(returning: bytes)
    }

    /// Both ends learn that it is over; what was under way is lost.
    func fail() {
        (isOver, inbound) = (true, [])
        reader?.resume(returning: [])
        reader = nil
    }
}

/// The network as one process sees it.
final class SimulatedTransport: Transport, @unchecked Sendable {
    private let host: String
    private let network: SimulatedNetwork
    let executor: (any TaskExecutor)?
    private var isSevered = false

    init(host: String, network: SimulatedNetwork, executor: SimulatedExecutor) {
        (self.host, self.network, self.executor) = (host, network, executor)
    }

    func connect(host: String, port: Int) async throws -> any Link {
        guard !isSevered else { throw CancellationError() }
        let link = try await network.connect(self.host)
        if isSevered {
            network.end(link)
            throw CancellationError()
        }
        return link
    }

    func stop() {}

    /// The process is dead: nothing of it reaches anybody any more.
    func sever() {
        isSevered = true
        network.reset(host)
    }
}
