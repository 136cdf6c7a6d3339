internal import Base

extension Example {
    /// People, teams, skills, presence, who answers to whom.
    static let staff: [Example] = [
        Example("tickets.skills.save", ["id": "german"], body: ["name": "German", "names": ["zh": "德语"]]),
        Example(
            "tickets.teams.save", ["id": "returns"], body: ["name": "Returns", "names": ["zh": "退货组"], "lead": "{me}"]),
        Example(
            "gateway.roles.save", ["id": "part-time"],
            body: [
                "name": "Part-time agent", "names": ["zh": "兼职客服"],
                "allowed": ["tickets:read": "team", "tickets:note": "team", "tickets:reply": "own"],
                "masked": ["customer.contact"],
            ]),
        Example(
            "gateway.accounts.save", ["id": "mei"],
            body: [
                "email": "mei@shop.example", "name": "Mei Lin", "roles": ["agent"], "teams": ["returns"],
                "password": "seven green bicycles", "language": "zh",
            ]),
        Example("gateway.accounts.invite", ["id": "mei"], body: [:]),
        Example(
            "tickets.agents.save", ["id": "{me}"],
            body: [
                "name": "Anna Weber", "email": "anna@shop.example", "roles": ["owner"],
                "teams": ["returns", "support"], "skills": ["german": 3], "capacity": 40,
            ]),
        Example(
            "tickets.presence.reasons.save", ["id": "lunch"],
            body: ["name": "Lunch", "names": ["zh": "午餐"], "presence": "away"]),
        Example("tickets.presence.set", ["agent": "{me}"], body: ["presence": "away", "reason": "lunch"]),
        Example(
            "tickets.chart.add", body: ["agent": "mei", "manager": "{me}", "from": "2026-01-01T00:00:00Z"],
            keeps: ["line": "id"]),
        Example(
            "tickets.chart.save", ["id": "{line}"], version: 1,
            body: ["agent": "mei", "manager": "{me}", "from": "2026-01-01T00:00:00Z", "to": "2036-01-01T00:00:00Z"]),
        Example(
            "tickets.absences.add",
            body: [
                "agent": "{me}", "from": "2036-07-01T00:00:00Z", "to": "2036-07-15T00:00:00Z", "substitute": "mei",
                "note": "Summer holidays",
            ], keeps: ["absence": "id"]),
        Example(
            "tickets.absences.save", ["id": "{absence}"], version: 1,
            body: [
                "agent": "{me}", "from": "2036-07-01T00:00:00Z", "to": "2036-07-22T00:00:00Z", "substitute": "mei",
                "note": "A week longer",
            ]),
        Example("tickets.chart", query: ["at": "2026-06-01T00:00:00Z"]),
    ]
}
