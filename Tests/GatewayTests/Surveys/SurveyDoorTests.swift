import Base
import Contracts
import HTTP
import Testing

@testable import Gateway

/// Rows 150 to 156 as programs and customers outside see them.
@Suite(.timeLimit(.minutes(5))) struct SurveyDoorTests {
    private let api = "/api/v1"

    private let form: JSON = [
        "name": "Depth",
        "pages": [
            [
                "id": "one",
                "questions": [
                    [
                        "id": "csat", "kind": "csat", "required": true,
                        "text": ["zh": "满意吗？", "en": "Satisfied?"],
                    ],
                    ["id": "ces", "kind": "ces", "text": ["en": "They made it easy."]],
                ], "branches": [["question": "csat", "atLeast": 4, "to": "end"]],
            ],
            ["id": "two", "questions": [["id": "why", "kind": "text", "text": ["en": "Why?"]]]],
        ],
    ]

    private func solved(_ agent: Client) async throws -> String {
        let opened = try await agent.send(
            "POST", api + "/tickets",
            [
                "subject": "Help", "text": "please",
                "requester": ["id": "c1", "name": "Mei", "address": "m@example.org"],
            ])
        let id = opened.json["id"]?.string ?? ""
        let done = try await agent.send(
            "POST", api + "/tickets/\(id)/replies", ["text": "Done.", "status": "solved"])
        #expect(done.status == 201, "\(done.json.text)")
        return id
    }

    @Test func `forms and scales are written within their bounds`()
        async throws
    {
        try await GatewayHouse(realTickets: true).run { client in
            let admin = try await client.signedIn(.admin)
            let agent = try await client.signedIn(.agent)
            let place = api + "/survey-forms/depth"
            #expect(try await agent.send("PUT", place, form).status == 403)
            let saved = try await admin.send("PUT", place, form)
            #expect(saved.status == 200 && saved.json["version"] == 1, "\(saved.json.text)")
            Promise.expect(
                try await admin.send("PUT", place, form, ["If-Match": "\"9\""]), 412, "survey_form.stale",
                "put",
                "/survey-forms/{id}")
            Promise.expect(
                try await admin.send("PUT", place, ["name": "x", "pages": []]), 422, "survey_form.pages",
                "put",
                "/survey-forms/{id}")
            Promise.expect(
                try await admin.send(
                    "PUT", api + "/survey-scales/nps", ["lowest": 0, "highest": 10, "good": [10], "bad": [0]]),
                422, "survey_scale.fixed", "put", "/survey-scales/{id}")
        }
    }

    private func sent(_ agent: Client) async throws -> (ticket: String, token: String) {
        let id = try await solved(agent)
        let offered = try await agent.send("POST", api + "/tickets/\(id)/survey", ["form": "depth"])
        #expect(offered.status == 201 && offered.json["state"] == "offered", "\(offered.json.text)")
        return (id, offered.json["token"]?.string ?? "")
    }

    @Test func `a form is sent by hand and answered once, and its bad rating is made good`() async throws {
        try await GatewayHouse(realTickets: true).run { client in
            let admin = try await client.signedIn(.admin)
            let agent = try await client.signedIn(.agent)
            #expect(try await admin.send("PUT", api + "/survey-forms/depth", form).status == 200)
            #expect(try await admin.send("PUT", api + "/survey-causes/late", ["name": "Too late"]).status == 200)
            let (id, token) = try await sent(agent)
            let survey = api + "/surveys/\(token)"
            #expect(try await client.send("GET", survey).json["pages"]?.array?.count == 2)
            let picture = try await client.send("GET", survey + "/qr")
            #expect(picture.status == 200 && picture.headers["Content-Type"] == "image/svg+xml")
            #expect(String(decoding: picture.bytes, as: UTF8.self).hasPrefix("<svg"))
            #expect(try await client.send("GET", api + "/surveys/none/qr").code == "survey.not_found")
            let answers = survey + "/answers"
            for (body, status, code) in [
                (["answers": [["question": "csat", "value": 9]]], 422, "survey.score"),
                (["answers": [], "complete": true], 422, "survey.required"), ([:], 422, "survey.empty"),
                (["answers": [["question": "moon", "value": 1]]], 422, "survey.question"),
            ] as [(JSON, Int, String)] {
                Promise.expect(
                    try await client.send("POST", answers, body), status, code, "post",
                    "/surveys/{token}/answers")
            }
            let given: JSON = [
                ["question": "csat", "value": 1], ["question": "ces", "value": 2],
                ["question": "why", "text": "slow"],
            ]
            let done = try await client.send("POST", answers, ["answers": given, "complete": true])
            #expect(done.json["state"] == "answered", "\(done.json.text)")
            Promise.expect(
                try await client.send("POST", answers, ["answers": given, "complete": true]), 409,
                "survey.answered",
                "post", "/surveys/{token}/answers")
            let listed = try await agent.send("GET", api + "/tickets/\(id)/surveys").json["data"]?.array?
                .first
            #expect(
                listed?["token"] == "" && listed?["answers"]?.array?.count == 2, "\(listed?.text ?? "")")

            let cases = try await agent.send("GET", api + "/survey-cases").json["data"]?.array
            #expect(cases?.count == 1 && cases?.first?["comment"] == nil)
            let path = api + "/survey-cases/\(cases?.first?["id"]?.string ?? "")"
            Promise.expect(
                try await agent.send("POST", path + "/closure", ["cause": "late"]), 409,
                "survey_case.unseen", "post",
                "/survey-cases/{id}/closure")
            #expect(try await admin.send("POST", path + "/views", [:]).json["comment"] == "slow")
            Promise.expect(
                try await admin.send("POST", path + "/closure", ["cause": "moon"]), 422,
                "survey_case.cause", "post",
                "/survey-cases/{id}/closure")
            let closed = try await admin.send(
                "POST", path + "/closure", ["cause": "late", "note": "called"])
            #expect(closed.json["state"] == "done", "\(closed.json.text)")
            let counts = try await agent.send("GET", api + "/survey-cause-counts").json["data"]?.array
            #expect(counts?.first?["count"] == 1 && counts?.first?["cumulative"] == 1)
        }
    }

    @Test func `programmes are written within their bounds`() async throws {
        try await GatewayHouse(realTickets: true).run { client in
            let admin = try await client.signedIn(.admin)
            _ = try await admin.send("PUT", api + "/survey-forms/nps", form)
            let place = api + "/survey-programmes/loyalty"
            let programme: [String: JSON] = [
                "name": "NPS", "form": "nps", "nextAt": "2030-01-01T00:00:00Z",
            ]
            let saved = try await admin.send("PUT", place, .object(programme))
            #expect(saved.status == 200 && saved.json["restDays"] == 90, "\(saved.json.text)")
            for (key, value, code) in [
                ("restDays", 30, "survey_programme.days"), ("sample", 0, "survey_programme.sample"),
                ("form", "none", "survey_programme.form"), ("name", "", "survey_programme.name"),
            ] as [(String, JSON, String)] {
                let body = JSON.object(programme.merging([key: value]) { $1 })
                Promise.expect(
                    try await admin.send("PUT", place, body), 422, code, "put", "/survey-programmes/{id}")
            }
            Promise.expect(
                try await admin.send("DELETE", api + "/survey-forms/nps"), 409, "survey_form.used",
                "delete",
                "/survey-forms/{id}")
            #expect(
                try await admin.send("GET", api + "/survey-programmes").json["data"]?.array?.count == 1)
        }
    }
}
