internal import Base
internal import MessageBus

extension Service {
    /// Answers `$SRV.PING`, `$SRV.INFO` and `$SRV.STATS` as NATS's micro services do.
    func answerDiscovery(_ answers: [Answer]) async throws {
        let id = identifiers.next()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for verb in ["PING", "INFO", "STATS"] {
                for subject in ["$SRV.\(verb)", "$SRV.\(verb).\(name)", "$SRV.\(verb).\(name).\(id)"] {
                    group.addTask(name: subject) {
                        for try await message in self.bus.subscribe(subject) {
                            let payload = Array(self.description(verb, id: id, answers).text.utf8)
                            try? await self.bus.respond(to: message, payload: payload)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func description(_ verb: String, id: String, _ answers: [Answer]) -> JSON {
        var fields: [String: JSON] = [
            "type": .string("io.nats.micro.v1.\(verb.lowercased())_response"), "name": .string(name),
            "id": .string(id), "version": "1.0.0", "metadata": .object([:]),
        ]
        if verb == "INFO" {
            fields["description"] = .string("Moat's \(name) service")
            fields["endpoints"] = .array(
                answers.map { ["name": .string($0.name), "subject": .string($0.name), "queue_group": .string(name)] })
        }
        if verb == "STATS" {
            fields["started"] = .string(started.description)
            fields["endpoints"] = .array(
                answers.map {
                    [
                        "name": .string($0.name), "subject": .string($0.name), "queue_group": .string(name),
                        "num_errors": .int(Int64($0.failures.value)),
                    ]
                })
        }
        return .object(fields)
    }
}
