/// One step of a schema: numbered from 1 without gaps, forward only, never changed once it has run anywhere.
/// In its SQL `{identity}` stands for a column that numbers its rows, strictly increasing and never reused.
package struct Migration: Sendable {
    package let number: Int
    package let name: String
    package let sql: String

    package init(_ number: Int, _ name: String, _ sql: String) {
        (self.number, self.name, self.sql) = (number, name, sql)
    }

    /// FNV-1a over the text: notices an edited migration; it keeps no secret, so it need not be cryptographic.
    var checksum: String {
        let hash = sql.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
        return String(hash, radix: 16)
    }
}
