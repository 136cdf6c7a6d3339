@testable import Channels
import Base
import Contracts
import Testing

@Suite struct WebhookRuleTests {
    private let now = Instant(seconds: 1_795_420_800)

    @Test func `a signature is the one of the paper`() {
        let body = #"{"type":"ticket.created","timestamp":"2026-01-02T03:04:05Z","data":{"id":"T1"}}"#
        let header = WebhookSignature.header(
            ["whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"], id: "msg_0001", seconds: 1_767_323_045, body: Array(body.utf8))
        #expect(header == "v1,K8StyCLxkrVQBMNjmqJFTU8MPWCHlHYc0GaWL1QPy2A=")
    }

    @Test func `an old secret signs for a day beside the new one`() {
        let first = [WebhookSecret(secret: "whsec_a")]
        let second = WebhookSecret.renewed(first, "whsec_b", at: now)
        #expect(WebhookSecret.signing(second, at: now + .hours(23)) == ["whsec_b", "whsec_a"])
        #expect(WebhookSecret.signing(second, at: now + .hours(25)) == ["whsec_b"])
        let third = WebhookSecret.renewed(second, "whsec_c", at: now + .hours(1))
        #expect(WebhookSecret.signing(third, at: now + .hours(24) + .seconds(1)) == ["whsec_c", "whsec_b"])
    }

    @Test func `ten tries lie within a day`() {
        var at = now
        var tries = [at]
        for attempts in 1..<WebhookSchedule.attemptsMaximum {
            guard
                let next = WebhookSchedule.next(
                    after: attempts, first: now, now: at, retryAfter: nil, chance: 0.5)
            else { return #expect(Bool(false), "an end after \(attempts)") }
            #expect(next > at)
            at = next
            tries.append(at)
        }
        #expect(tries.count == 10 && at == now + .hours(24))
        #expect(WebhookSchedule.next(after: 10, first: now, now: at, retryAfter: nil, chance: 0.5) == nil)
    }

    @Test func `a receiver that asks for time gets it`() {
        let next = WebhookSchedule.next(after: 1, first: now, now: now, retryAfter: 120, chance: 0)
        #expect(next == now + .seconds(120))
    }

    @Test(arguments: [
        (200, WebhookSchedule.Outcome.delivered), (204, .delivered), (302, .again), (404, .again),
        (410, .gone), (429, .again), (500, .again),
    ])
    func `an answer means what the paper says`(status: Int, outcome: WebhookSchedule.Outcome) {
        #expect(WebhookSchedule.outcome(status) == outcome)
    }

    private func event(_ type: String, after span: Instant.Span = .seconds(1), data: JSON = [:]) -> Event {
        Event(
            id: "e", source: "/moat/tickets", type: type, subject: "ticket/1", time: now + span, data: data,
            sequence: 7)
    }

    @Test func `a webhook gets its types, from when it was made`() {
        var hook = Webhook(
            id: "h", name: "h", url: "https://x", types: ["moat.tickets.*", "moat.customers.created"], createdAt: now)
        #expect(WebhookFeed.wants(hook, event("moat.tickets.opened")))
        #expect(WebhookFeed.wants(hook, event("moat.customers.created")))
        #expect(!WebhookFeed.wants(hook, event("moat.customers.changed")))
        #expect(!WebhookFeed.wants(hook, event("moat.ticketsx.opened")))
        #expect(!WebhookFeed.wants(hook, event("moat.tickets.opened", after: .zero - .seconds(1))))
        hook.enabled = false
        #expect(!WebhookFeed.wants(hook, event("moat.tickets.opened")))
    }

    @Test func `a large event goes out thin`() throws {
        let small = try JSON(parsing: WebhookFeed.payload(event("moat.tickets.opened", data: ["a": 1])).utf8)
        #expect(small["data"]?["object"] == ["a": 1] && small["type"] == "moat.tickets.opened")
        let text = String(repeating: "x", count: 30_000)
        let large = WebhookFeed.payload(event("moat.tickets.opened", data: ["a": .string(text)]))
        #expect(large.utf8.count < 1_000 && large.contains("ticket/1") && large.contains(#""thin":true"#))
    }

    @Test(arguments: [
        ("https://example.org/hook", true), ("HTTPS://example.org", true), ("http://example.org", false),
        ("https://user:word@example.org", false), ("https://", false), ("ftp://example.org", false),
        ("https://ex ample.org", false), ("https://example.org\\@evil", false), ("", false),
    ]) func `an address is one that can be told`(url: String, isOne: Bool) {
        #expect(WebhookCalls.isAddress(url, allowsHTTP: false) == isOne)
    }
}
