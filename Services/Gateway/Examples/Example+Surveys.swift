internal import Base

extension Example {
    /// What customers are asked, and what becomes of bad answers.
    static let surveys: [Example] = [
        Example(
            "tickets.surveys.scales.save", ["id": "csat"],
            body: ["lowest": 1, "highest": 5, "good": [4, 5], "bad": [1, 2]]),
        Example(
            "tickets.surveys.forms.save", ["id": "after"],
            body: [
                "name": "After a solution",
                "pages": [
                    [
                        "id": "first",
                        "questions": [
                            [
                                "id": "happy", "kind": "csat", "required": true,
                                "text": ["en": "Are you satisfied?", "zh": "您满意吗？"],
                            ]
                        ], "branches": [["question": "happy", "atLeast": 4, "to": "end"]],
                    ],
                    [
                        "id": "why",
                        "questions": [
                            ["id": "reason", "kind": "text", "text": ["en": "What went wrong?", "zh": "哪里不好？"]]
                        ],
                    ],
                ],
            ]),
        Example(
            "tickets.surveys.programmes.save", ["id": "twice-a-year"],
            body: [
                "name": "Twice a year", "form": "after", "nextAt": "2036-01-01T09:00:00Z", "everyDays": 180,
                "sample": 20,
            ]),
        Example(
            "tickets.surveys.causes.save", ["id": "slow"], body: ["name": "Took too long", "names": ["zh": "处理太慢"]]),
        Example(
            "tickets.reply", ["ticket": "{free}"], body: ["text": "Your money is on its way.", "status": "solved"]),
        Example("tickets.surveys.offer", ["ticket": "{free}"], body: ["form": "after"], keeps: ["survey": "token"]),
        Example(
            "tickets.surveys.answer", ["token": "{survey}"],
            body: [
                "answers": [
                    ["question": "happy", "value": 1], ["question": "reason", "text": "Three weeks for a pot!"],
                ], "complete": true,
            ]),
        Example("tickets.surveys.cases", keeps: ["case": "data.0.id"]),
        Example("tickets.surveys.cases.see", ["id": "{case}"], body: [:]),
        Example(
            "tickets.surveys.cases.close", ["id": "{case}"],
            body: ["cause": "slow", "note": "We called and said sorry."]),
    ]
}
