internal import Crypto

/// The plus-address that leads an answer back to its ticket: `support+<ticket>.<tag>@example.com`. The tag is an HMAC,
/// so a
/// ticket cannot be guessed (requirements 4.6).
struct TicketAddress: Sendable {
    let secret: [UInt8]
    private static let tagLength = 16

    /// Our address with the ticket's token.
    func address(_ own: String, ticket: String) -> String {
        let parts = own.split(separator: "@")
        guard parts.count == 2 else { return own }
        return "\(parts[0])+\(ticket).\(tag(ticket))@\(parts[1])"
    }

    /// The ticket named by the first genuine token among addresses.
    func ticket(in addresses: [String]) -> String? {
        for address in addresses {
            guard let local = address.split(separator: "@").first, let plus = local.lastIndex(of: "+") else { continue }
            let parts = local[local.index(after: plus)...].split(separator: ".")
            guard parts.count == 2 else { continue }
            let (ticket, tag) = (String(parts[0]).lowercased(), String(parts[1]).lowercased())
            if equalInConstantTime(self.tag(ticket), tag) { return ticket }
        }
        return nil
    }

    private func tag(_ ticket: String) -> String {
        String(Hex.encode(HMAC.sha256(Array(ticket.utf8), key: secret)).prefix(TicketAddress.tagLength))
    }
}
