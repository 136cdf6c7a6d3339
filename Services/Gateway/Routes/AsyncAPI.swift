internal import Base
internal import Contracts

/// The AsyncAPI 3.0 document of the events: what `GET /stream` pushes, `GET /changes` keeps and webhooks are told.
enum AsyncAPI {
    static let bytes: [UInt8] = Array(document.text.utf8)

    static let document: JSON = {
        var messages: [String: JSON] = [:]
        var references: [String: JSON] = [:]
        for event in EventDescription.all {
            messages[event.name] = message(event)
            references[event.name] = ["$ref": .string("#/components/messages/\(event.name)")]
        }
        let shown = EventDescription.all.map(\.name).sorted().map { name -> JSON in
            ["$ref": .string("#/channels/events/messages/\(name)")]
        }
        return [
            "asyncapi": "3.0.0",
            "info": [
                "title": "Moat events", "version": "1",
                "description": """
                Every event is a CloudEvents 1.0 JSON document. `GET /api/v1/stream` pushes them as server-sent \
                events; `GET /api/v1/changes` gives them again from any place on; webhooks carry them as \
                `{type, timestamp, data: {event, subject, sequence, object}}`, signed after Standard Webhooks, where \
                `object` is the event's data.
                """,
            ],
            "defaultContentType": "application/json",
            "channels": ["events": ["address": "/api/v1/stream", "messages": .object(references)]],
            "operations": [
                "receive": [
                    "action": "send", "channel": ["$ref": "#/channels/events"], "messages": .array(shown),
                ]
            ],
            "components": ["messages": .object(messages)],
        ]
    }()

    private static func message(_ event: EventDescription) -> JSON {
        var envelope = SchemaReader(closed: false).schema(of: Event.self).object ?? [:]
        var properties = envelope["properties"]?.object ?? [:]
        properties["type"] = ["const": .string(event.name)]
        properties["source"] = ["const": .string("/moat/\(event.service)")]
        properties["data"] = event.schema
        envelope["properties"] = .object(properties)
        return ["name": .string(event.name), "title": .string(event.name), "payload": .object(envelope)]
    }
}
