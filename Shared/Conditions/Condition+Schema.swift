package import Base

extension Condition: SchemaDescribing {
    /// One of `all`, `any`, `not`, `count`, or a test.
    package static var jsonSchema: JSON {
        let parts: JSON = ["type": "array", "items": ["type": "object"]]
        return [
            "oneOf": [
                ["type": "object", "required": ["all"], "properties": ["all": parts]],
                ["type": "object", "required": ["any"], "properties": ["any": parts]],
                ["type": "object", "required": ["not"], "properties": ["not": ["type": "object"]]],
                [
                    "type": "object", "required": ["count"],
                    "properties": [
                        "count": ["type": "string"], "where": ["type": "object"],
                        "atLeast": ["type": "integer"], "atMost": ["type": "integer"],
                    ],
                ],
                [
                    "type": "object", "required": ["field", "is"],
                    "properties": [
                        "field": ["type": "string"],
                        "is": ["type": "string", "enum": .array(Operator.allCases.map { .string($0.rawValue) })],
                        "value": [:], "caseSensitive": ["type": "boolean"],
                    ],
                ],
            ]
        ]
    }

    package static var imagined: Condition { .always }
}
