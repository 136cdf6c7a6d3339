internal import Base
internal import Contracts
internal import Store

/// The access tokens of official accounts, kept in the store: a new one ends the one before, so all copies of the
/// service share it, and only one at a time asks for another.
struct WeChatTokens: Sendable {
    /// Who asks and is not heard of again for so long has died; another copy asks then.
    private static let askingMaximum = Instant.Span.seconds(30)
    /// How often the others look whether it is there.
    private static let pause = Instant.Span.milliseconds(100)

    let store: Store
    let time: any TimeSource

    private struct Kept: Codable, Sendable {
        var value = ""
        var until = Instant(microseconds: 0)
        var askedAt: Instant?
    }

    private enum Turn: Sendable {
        case token(String), ask, wait

        init(_ kept: Kept?, _ now: Instant) {
            if let kept, kept.until > now {
                self = .token(kept.value)
            } else if let asked = kept?.askedAt, asked <= now, now - asked < WeChatTokens.askingMaximum {
                self = .wait
            } else {
                self = .ask
            }
        }
    }

    /// The account's token; `ask` gets a new one from WeChat when there is none, with the seconds it is good for.
    func token(of account: String, ask: () async throws -> (value: String, seconds: Int)) async throws -> String {
        while true {
            switch try await turn(account) {
            case .token(let value): return value
            case .wait: try await time.sleep(for: WeChatTokens.pause)
            case .ask:
                do {
                    let (value, seconds) = try await ask()
                    // Five minutes early: the one before is good for as long.
                    let until = time.now() + .seconds(max(60, seconds - 300))
                    try await store.write { try WeChatTokens.keep(Kept(value: value, until: until), account, $0) }
                    return value
                } catch {
                    // The next one need not wait for somebody who has given up.
                    try? await store.write { try WeChatTokens.keep(Kept(), account, $0) }
                    throw error
                }
            }
        }
    }

    /// WeChat refused this one: whoever comes next asks for another, unless somebody already has.
    func forget(_ value: String, of account: String) async throws {
        try await store.write { tx in
            guard try WeChatTokens.kept(account, tx)?.value == value else { return }
            try WeChatTokens.keep(Kept(), account, tx)
        }
    }

    private func turn(_ account: String) async throws -> Turn {
        let now = time.now()
        let turn = Turn(try await store.read { try WeChatTokens.kept(account, $0) }, now)
        guard case .ask = turn else { return turn }
        return try await store.write { tx in
            // Looked at again: another copy may have been faster.
            let turn = Turn(try WeChatTokens.kept(account, tx), now)
            if case .ask = turn { try WeChatTokens.keep(Kept(askedAt: now), account, tx) }
            return turn
        }
    }

    private static func kept(_ account: String, _ db: Reader) throws -> Kept? {
        try db.first("SELECT value FROM secrets WHERE name = \(name(account))")
            .map { try JSON.decode(Kept.self, from: $0.bytes("value")) }
    }

    private static func keep(_ kept: Kept, _ account: String, _ tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO secrets (name, value) VALUES (\(name(account)), \(try JSON.encode(kept)))
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """)
    }

    private static func name(_ account: String) -> String { "wechat-token:\(account)" }
}
