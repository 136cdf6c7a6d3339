import Base
import Contracts
import Store
import TestSupport
import Testing

@testable import Customers

/// Row 110: wanted, not at night, not too much.
struct ConsentTests {
    private static let shanghai = QuietHours(from: "21:00", to: "08:00", zone: "Asia/Shanghai")

    @Test(
        arguments: [
            ("2026-11-23T12:59:00Z", nil), ("2026-11-23T13:00:00Z", "2026-11-24T00:00:00Z"),
            ("2026-11-23T20:00:00Z", "2026-11-24T00:00:00Z"), ("2026-11-24T00:00:00Z", nil),
        ] as [(String, String?)])
    func `quiet ends in the morning of the customer's clock`(_ now: String, _ end: String?) throws {
        let now = try #require(Instant(now))
        #expect(Self.shanghai.end(at: now) == end.flatMap { Instant($0) })
    }

    @Test func `a clock that is put forward does not make it longer`() throws {
        let hours = QuietHours(from: "22:00", to: "07:00", zone: "Europe/Berlin")
        let night = try #require(Instant("2026-03-28T22:00:00Z"))
        #expect(hours.end(at: night) == Instant("2026-03-29T05:00:00Z"))
        let noon = QuietHours(from: "12:00", to: "13:00", zone: "UTC")
        #expect(try noon.end(at: #require(Instant("2026-01-01T12:30:00Z"))) == Instant("2026-01-01T13:00:00Z"))
        for wrong in [
            QuietHours(from: "24:00", to: "07:00", zone: "UTC"), QuietHours(from: "1:00", to: "07:00", zone: "UTC"),
            QuietHours(from: "01:00", to: "07:00", zone: "Mars"),
        ] { #expect(throws: Problem.self) { try wrong.checked() } }
    }

    private func awake(_ house: House) async throws -> String {
        let never = QuietHours(from: "00:00", to: "00:00", zone: "UTC")
        let rules = OutreachRules(quiet: never, perDay: 2, perWeek: 3, needsConsent: [.sms])
        try await house.work { try $0.save(rules) }
        return try await house.identify(.email, "a@x.co").id
    }

    private func claim(_ house: House, _ id: String, _ channel: Channel, _ message: String) async throws
        -> OutreachVerdict
    {
        try await house.work { try $0.claim(AskOutreach(customer: id, channel: channel, message: message)) }
    }

    @Test func `what was said last holds, whoever heard it first`() async throws {
        let house = try await House()
        let id = try await awake(house)
        #expect(try await claim(house, id, .sms, "1").reason == .consent)
        let (early, late) = (house.time.now() - .days(2), house.time.now() - .days(1))
        for (state, at) in [(Consent.State.withdrawn, late), (.given, early)] {
            let saying = SaveConsent(customer: id, channel: .sms, state: state, source: "form", at: at)
            try await house.work { try $0.save(saying) }
        }
        #expect(try await claim(house, id, .sms, "1").reason == .consent)
        let saying = SaveConsent(customer: id, channel: .sms, state: .given, source: "call")
        let preferences = try await house.work { try $0.save(saying) }
        #expect(preferences.consents.map(\.state) == [.given] && preferences.consents[0].source == "call")
        #expect(try await claim(house, id, .sms, "1").allowed)
    }

    @Test func `enough is enough over all channels, and a message counts once`() async throws {
        let house = try await House()
        let id = try await awake(house)
        for message in ["1", "1", "2"] { #expect(try await claim(house, id, .mail, message).allowed) }
        let third = try await claim(house, id, .wechat, "3")
        #expect(third.reason == .cap && third.until == house.time.now() + .days(1))
        house.time.advance(by: .days(1))
        #expect(try await claim(house, id, .wechat, "3").allowed)
        let fourth = try await claim(house, id, .mail, "4")
        #expect(fourth.reason == .cap && fourth.until == house.time.now() + .days(6), "three a week")
        let other = try await house.identify(.email, "b@x.co").id
        #expect(try await claim(house, other, .mail, "4").allowed)
        _ = try await house.join(other, id)
        #expect(try await claim(house, other, .mail, "5").reason == .cap, "what both got counts for the one they are")
    }

    @Test func `many at once do not pass the cap`() async throws {
        let house = try await House()
        let id = try await awake(house)
        let allowed = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<20 {
                group.addTask { try await claim(house, id, .mail, "\(number)").allowed }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(allowed == 2)
    }

    @Test func `a customer's own hours come before the house's`() async throws {
        let house = try await House()
        let id = try await awake(house)
        let always = QuietHours(from: "00:00", to: "23:59", zone: "UTC")
        try await house.work { try $0.save(SaveQuietHours(customer: id, quiet: always)) }
        #expect(try await claim(house, id, .mail, "1").reason == .quiet)
        try await house.work { try $0.save(SaveQuietHours(customer: id)) }
        #expect(try await claim(house, id, .mail, "1").allowed)
    }
}
