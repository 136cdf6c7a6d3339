package import Base

extension Condition: SchemaDescribing {
    /// One of `all`, `any`, `not`, or a test.
    package static var jsonSchema: JSON {
        let parts: JSON = ["type": "array", "items": ["type": "object"]]
        return [
            "oneOf": [
                ["type": "object", "required": ["all"], "properties": ["all": parts]],
                ["type": "object", "required": ["any"], "properties": ["any": parts]],
                ["type": "object", "required": ["not"], "properties": ["not": ["type": "object"]]],
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
