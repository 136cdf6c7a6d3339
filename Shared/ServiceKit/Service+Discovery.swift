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
            "id": .string(id), "version": .string(Build.version), "metadata": [:],
        ]
        if verb == "INFO" {
            fields["description"] = .string("Moat's \(name) service")
            fields["endpoints"] = .array(
                answers.map { .object(endpoint($0).merging(["metadata": [:]]) { _, new in new }) })
        }
        if verb == "STATS" {
            fields["started"] = .string(started.description)
            fields["endpoints"] = .array(answers.map { .object(endpoint($0).merging(stats($0)) { _, new in new }) })
        }
        return .object(fields)
    }

    private func endpoint(_ answer: Answer) -> [String: JSON] {
        ["name": .string(answer.name), "subject": .string(answer.name), "queue_group": .string(name)]
    }

    /// Times are nanoseconds.
    private func stats(_ answer: Answer) -> [String: JSON] {
        let (count, seconds) = answer.meters.seconds.total
        let nanoseconds = Int64(seconds * 1e9)
        return [
            "num_requests": .int(Int64(count)), "num_errors": .int(Int64(answer.meters.failures)),
            "last_error": .string(answer.meters.lastError ?? ""), "processing_time": .int(nanoseconds),
            "average_processing_time": .int(count > 0 ? nanoseconds / Int64(count) : 0),
        ]
    }
}
