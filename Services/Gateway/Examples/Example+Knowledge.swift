internal import Base

extension Example {
    /// Articles, and their use in answers.
    static let knowledge: [Example] = [
        Example(
            "knowledge.add",
            body: [
                "title": "How do I change the lid?", "body": "1. Turn the lid to the **left**.\n2. Put the new one on.",
                "language": "en", "category": "kettles", "tags": ["lid"], "audience": "everyone",
            ], keeps: ["article": "id"]),
        Example(
            "knowledge.save", ["id": "{article}"], version: 1,
            body: [
                "title": "How do I change the lid of a kettle?",
                "body": "1. Turn the lid to the **left**.\n2. Put the new one on.", "language": "en",
                "category": "kettles", "tags": ["lid"], "audience": "everyone",
            ]),
        Example("knowledge.publish", ["id": "{article}"], body: ["version": 2]),
        Example("knowledge.search", query: ["q": "lid", "language": "en"]),
        Example("knowledge.cite", ["article": "{article}"], body: ["ticket": "{ticket}", "mode": "link"]),
        Example("knowledge.archive", ["id": "{article}"], body: [:]),
    ]
}
