import Base
import MessageBus
import TestSupport
import Testing

/// The same body on a real nats-server and on moat-bus.
@Suite(.timeLimit(.minutes(4))) struct MessagingTests {
    @Test(arguments: BrokerProcess.Kind.available)
    func `published messages arrive in order with headers and reply subject`(_ kind: BrokerProcess.Kind) async throws {
        try await withBus(kind) { bus, _ in
            let subscription = bus.subscribe("orders.new")
            for index in 0..<500 { try await bus.publish("orders.new", "\(index)") }
            try await bus.publish(
                Message(
                    subject: "orders.new", headers: [("A", "1"), ("B", "zwei"), ("A", "3")], payload: [0, 255, 10],
                    reply: "answers.here"))
            let first = try await subscription.texts(500)
            #expect(first == (0..<500).map(String.init))
            var iterator = subscription.makeAsyncIterator()
            let last = try #require(try await iterator.next())
            #expect(last.headers.map(\.0) == ["A", "B", "A"] && last.headers.map(\.1) == ["1", "zwei", "3"])
            #expect(last.header("b") == "zwei" && last.reply == "answers.here" && last.payload == [0, 255, 10])
            #expect(last.subject == "orders.new")
        }
    }

    @Test(arguments: BrokerProcess.Kind.available)
    func `wildcards match one token or the rest`(_ kind: BrokerProcess.Kind) async throws {
        try await withBus(kind) { bus, _ in
            let one = bus.subscribe("a.*.c")
            let rest = bus.subscribe("a.>")
            for subject in ["a.b.c", "a.b", "a.x.y.z", "b.b.c", "a.q.c"] { try await bus.publish(subject, subject) }
            let result1 = try await one.texts(2)
            #expect(result1 == ["a.b.c", "a.q.c"])
            let result2 = try await rest.texts(4)
            #expect(result2 == ["a.b.c", "a.b", "a.x.y.z", "a.q.c"])
        }
    }

    @Test(arguments: BrokerProcess.Kind.available)
    func `a queue group shares messages, each goes to one member`(_ kind: BrokerProcess.Kind) async throws {
        try await withBus(kind) { bus, broker in
            let other = try makeBus(broker.url, name: "other")
            try await running([other]) {
                let (a, b) = (bus.subscribe("work", queue: "workers"), other.subscribe("work", queue: "workers"))
                try await bus.flush()
                try await other.flush()
                for index in 0..<200 { try await bus.publish("work", "\(index)") }
                try await bus.flush()
                try await other.flush()
                let (first, second) = (a.pending, b.pending)
                #expect(first + second == 200 && first > 0 && second > 0)
            }
        }
    }

    @Test(arguments: BrokerProcess.Kind.available)
    func `unsubscribe after a number ends the sequence there`(_ kind: BrokerProcess.Kind) async throws {
        try await withBus(kind) { bus, _ in
            let subscription = bus.subscribe("s")
            subscription.unsubscribe(after: 3)
            for index in 0..<5 { try await bus.publish("s", "\(index)") }
            let result3 = try await subscription.texts(10)
            #expect(result3 == ["0", "1", "2"])
            let now = bus.subscribe("s")
            try await bus.publish("s", "held")
            try await bus.flush()
            now.unsubscribe()
            let result4 = try await now.texts(10)
            #expect(result4 == ["held"])
        }
    }

    @Test(arguments: BrokerProcess.Kind.available)
    func `a message larger than the broker's limit is refused before it is sent`(_ kind: BrokerProcess.Kind)
        async throws
    {
        try await withBus(kind) { bus, _ in
            try await bus.flush()
            let payload = [UInt8](repeating: 65, count: bus.maxPayload + 1)
            let code = await busError { try await bus.publish(Message(subject: "big", payload: payload)) }
            #expect(code == .payloadTooLarge)
            let subscription = bus.subscribe("big")
            try await bus.publish(Message(subject: "big", payload: Array(payload.dropLast())))
            var iterator = subscription.makeAsyncIterator()
            let result5 = try await iterator.next()?.payload.count
            #expect(result5 == bus.maxPayload)
        }
    }

    @Test(arguments: BrokerProcess.Kind.available)
    func `a slow consumer gets what is held and then the error, others go on`(_ kind: BrokerProcess.Kind) async throws {
        let metrics = Metrics()
        try await withBus(kind, metrics: metrics) { bus, _ in
            let slow = bus.subscribe("s", bound: Bound(messages: 10))
            let lossy = bus.subscribe("s", bound: Bound(messages: 10, overflow: .drop))
            let narrow = bus.subscribe("s", bound: Bound(bytes: 500, overflow: .drop))
            let quick = bus.subscribe("s")
            for index in 0..<30 { try await bus.publish("s", "\(index)") }
            try await bus.flush()
            #expect(slow.pending == 10 && lossy.pending == 10 && lossy.dropped == 20)
            #expect((1..<10).contains(narrow.pending))
            var seen = 0
            let code = await busError { for try await _ in slow { seen += 1 } }
            #expect(code == .slowConsumer && seen == 10)
            let result6 = try await quick.texts(30).count
            #expect(result6 == 30)
            #expect(metrics.text().contains("moat_bus_client_dropped_messages_total{connection=\"test\"} "))
        }
    }

    @Test(arguments: BrokerProcess.Kind.available)
    func `an invalid subject is an error of the sequence or the call`(_ kind: BrokerProcess.Kind) async throws {
        try await withBus(kind) { bus, _ in
            let wrong = await busError { for try await _ in bus.subscribe("a b") {} }
            #expect(wrong == .protocolViolation)
            let injected = await busError { try await bus.publish("a\r\nPING", "") }
            #expect(injected == .protocolViolation)
            let header = await busError { try await bus.publish("a", "", headers: [("A\r\nB", "")]) }
            #expect(header == .protocolViolation)
            try await bus.flush()
        }
    }
}
