internal import Crypto
internal import Store

/// Keys that this house made for itself at its first start.
struct ChannelSecrets: Sendable {
    /// Signs the ticket tokens in our addresses.
    let addressing: [UInt8]

    static func load(from store: Store) async throws -> ChannelSecrets {
        try await store.write { tx in
            try tx.execute(
                """
                INSERT INTO secrets (name, value) VALUES ('addressing', \(SecureRandom.bytes(32)))
                ON CONFLICT DO NOTHING
                """
            )
            let row = try tx.first("SELECT value FROM secrets WHERE name = 'addressing'")
            return ChannelSecrets(addressing: try row?.bytes("value") ?? [])
        }
    }
}
