import Base
import MessageBus
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(4))) struct ConnectionTests {
    @Test(arguments: BrokerProcess.Kind.available)
    func `after a restart of the broker it subscribes again and sends what was kept`(
        _ kind: BrokerProcess.Kind
    ) async throws {
        let metrics = Metrics()
        try await withBus(kind, metrics: metrics) { bus, broker in
            let subscription = bus.subscribe("s.*")
            let counted = bus.subscribe("c")
            counted.unsubscribe(after: 3)
            try await bus.publish("c", "1")
            try await bus.publish("s.a", "before")
            let result1 = try await subscription.texts(1)
            #expect(result1 == ["before"])
            broker.kill()
            await until { !bus.isConnected }
            for index in 0..<10 { try await bus.publish("s.b", "\(index)") }
            try await broker.start()
            let result2 = try await subscription.texts(10)
            #expect(result2 == (0..<10).map(String.init))
            for index in 2...5 { try await bus.publish("c", "\(index)") }
            let result3 = try await counted.texts(9)
            #expect(result3 == ["1", "2", "3"])
            #expect(metrics.text().contains("moat_bus_client_reconnects_total{connection=\"test\"} 1"))
        }
    }

    @Test(arguments: BrokerProcess.Kind.available)
    func `a lost connection fails what was under way, a request made while away waits`(
        _ kind: BrokerProcess.Kind
    ) async throws {
        try await withBus(kind) { bus, broker in
            let questions = bus.subscribe("q")
            await withTaskGroup(of: BusError.Code?.self) { group in
                group.addTask { await busError { _ = try await bus.request("q", timeout: .seconds(40)) } }
                _ = try? await questions.texts(1)
                broker.kill()
                let codes = await group.reduce(into: []) { $0.append($1) }
                #expect(codes == [.disconnected])
            }
            await until { !bus.isConnected }
            try await withThrowingTaskGroup(of: String.self) { group in
                group.addTask { try await bus.request("q", timeout: .seconds(40)).text }
                try await broker.start()
                var iterator = questions.makeAsyncIterator()
                let question = try #require(try await iterator.next())
                try await bus.respond(to: question, payload: Array("late".utf8))
                let texts = try await group.reduce(into: []) { $0.append($1) }
                #expect(texts == ["late"])
            }
        }
    }

    @Test func `what is kept while away is bounded, a dead request is not sent`() async throws {
        let broker = try await BrokerProcess(.nats)
        broker.kill()
        var options = MessageBus.Options()
        options.keptMaximum = 1_000
        let bus = try makeBus(broker.url, options: options)
        try await running([bus]) {
            let all = bus.subscribe("x.>")
            let late = await busError { _ = try await bus.request("x.request", timeout: .milliseconds(30)) }
            #expect(late == .deadline)
            let full = await busError { for _ in 0..<50 { try await bus.publish("x.publish", "0123456789") } }
            #expect(full == .disconnected)
            try await broker.start()
            var iterator = all.makeAsyncIterator()
            let result4 = try await iterator.next()?.subject
            #expect(result4 == "x.publish")
        }
        broker.kill()
    }

    @Test(arguments: BrokerProcess.Kind.available)
    func `wrong credentials end run with a clear error`(_ kind: BrokerProcess.Kind) async throws {
        try await withBroker(kind, users: #"[{"user": "ann", "password": "secret"}]"#) { broker in
            let right = try makeBus(broker.url(user: "ann", password: "secret"))
            try await running([right]) { try await right.flush() }
            let wrong = try makeBus(broker.url(user: "ann", password: "wrong"))
            let code = await busError {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await wrong.run() }
                    try await group.waitForAll()
                }
            }
            #expect(code == .authorization)
            let after = await busError { try await wrong.publish("a", "") }
            #expect(after == .closed)
        }
    }

    @Test(arguments: BrokerProcess.Kind.available)
    func `what a user may not do is an error where it was tried`(_ kind: BrokerProcess.Kind) async throws {
        let permissions = #"{"publish": ["open.>"], "subscribe": ["open.>", "_INBOX.>"]}"#
        let users = #"[{"user": "ann", "password": "secret", "permissions": \#(permissions)}]"#
        try await withBroker(kind, users: users) { broker in
            let bus = try makeBus(broker.url(user: "ann", password: "secret"))
            try await running([bus]) {
                let subscribed = await busError { for try await _ in bus.subscribe("closed.a") {} }
                #expect(subscribed == .permission)
                let asked = await busError { _ = try await bus.request("closed.b", timeout: .seconds(40)) }
                #expect(asked == .permission)
                let allowed = await busError { _ = try await bus.request("open.c", timeout: .seconds(40)) }
                #expect(allowed == .noResponders)
            }
        }
    }

    @Test(arguments: BrokerProcess.Kind.available)
    func `a token opens the door`(_ kind: BrokerProcess.Kind) async throws {
        let broker = try await BrokerProcess(kind, token: "t0ken")
        defer { broker.kill() }
        let bus = try makeBus("nats://t0ken@127.0.0.1:\(broker.port)")
        try await running([bus]) { try await bus.flush() }
    }

    @Test(arguments: BrokerProcess.Kind.available)
    func `with several brokers it goes to one that answers`(_ kind: BrokerProcess.Kind) async throws {
        try await withBroker(kind) { broker in
            let dead = try BrokerProcess.freePort()
            let bus = try makeBus("nats://127.0.0.1:\(dead),\(broker.url)")
            try await running([bus]) { try await bus.flush() }
        }
    }

    @Test func `a broker that stops answering pings counts as dead`() async throws {
        let (first, second) = (try await BrokerProcess(.nats), try await BrokerProcess(.nats))
        var options = MessageBus.Options()
        // Long enough that a busy machine does not make the first one look dead before it is.
        options.pingInterval = .milliseconds(700)
        options.connectTimeout = .milliseconds(1_500)
        // Without luck it begins with the first.
        let bus = try makeBus("\(first.url),\(second.url)", randomness: Randomness { 0 }, options: options)
        try await running([bus]) {
            try await bus.flush()
            try await first.freeze()
            let lost = await busError { try await bus.flush(timeout: .seconds(40)) }
            #expect(lost == .disconnected)
            try await bus.flush()
        }
        first.kill()
        second.kill()
    }

    @Test(arguments: BrokerProcess.Kind.available)
    func `drain finishes what is held, answers it, and ends run`(_ kind: BrokerProcess.Kind) async throws {
        try await withBus(kind) { caller, broker in
            let service = try makeBus(broker.url, name: "service")
            let gate = caller.subscribe("gate")
            let answers = caller.subscribe("answers")
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await service.run() }
                group.addTask {
                    try await service.serve("work", queue: "q", concurrency: 2) { message in
                        if !message.payload.isEmpty { _ = try? await gate.texts(1) }
                        try? await service.respond(to: message, payload: message.payload)
                    }
                }
                while await busError({ _ = try await caller.request("work", timeout: .seconds(40)) }) == .noResponders {
                }
                for index in 0..<10 {
                    try await caller.publish(Message(subject: "work", payload: [UInt8(index)], reply: "answers"))
                }
                // Now all ten are at the broker, and stay under way while the service drains.
                try await caller.flush()
                group.addTask { await service.drain() }
                for _ in 0..<10 { try await caller.publish("gate", "go") }
                var seen: Set<UInt8> = []
                var iterator = answers.makeAsyncIterator()
                while seen.count < 10, let answer = try await iterator.next() { seen.formUnion(answer.payload) }
                try await group.waitForAll()
                #expect(seen.count == 10)
            }
        }
    }

    @Test func `a bus that is drained before it connects ends at the limit`() async throws {
        let bus = try makeBus("nats://127.0.0.1:\(try BrokerProcess.freePort())")
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await bus.run() }
            await bus.drain(within: .milliseconds(50))
            try await group.waitForAll()
        }
        let code = await busError { for try await _ in bus.subscribe("x") {} }
        #expect(code == .closed)
    }

    /// Looks again until it is so; the suite's time limit is the bound.
    private func until(_ condition: () -> Bool) async {
        while !condition() { await Task.yield() }
    }
}
