@testable import Channels
import Testing

@Suite struct TicketAddressTests {
    private let tokens = TicketAddress(secret: Array("a secret of this house".utf8))
    private let ticket = "01990000-0000-7000-8000-00000000002a"

    @Test(arguments: ["help@moat.example", "help+vip@moat.example"])
    func `an answer comes back to its ticket`(own: String) {
        let address = tokens.address(own, ticket: ticket)
        #expect(address.hasSuffix("@moat.example") && address.hasPrefix("help+"))
        #expect(tokens.ticket(in: [address]) == ticket)
    }

    @Test func `letters may change their case on the way`() {
        let address = tokens.address("help@moat.example", ticket: ticket)
        #expect(tokens.ticket(in: [address.uppercased()]) == ticket)
    }

    @Test func `it is found among others`() {
        let address = tokens.address("help@moat.example", ticket: ticket)
        #expect(
            tokens.ticket(in: ["bob@example.com", "news+weekly@example.com", "x+a.b@c.example", address]) == ticket)
    }

    @Test func `a forged, foreign or cut token leads nowhere`() {
        let address = tokens.address("help@moat.example", ticket: ticket)
        let other = TicketAddress(secret: Array("another house".utf8)).address("help@moat.example", ticket: ticket)
        let forged = address.replacing("2a.", with: "2b.")
        let cut = address.replacing("@", with: "").dropLast(20) + "@moat.example"
        #expect(tokens.ticket(in: [other, forged, String(cut)]) == nil)
        #expect(
            tokens.ticket(in: ["help+.@moat.example", "help+\(ticket)@moat.example", "+@", "", "help@moat.example"])
                == nil)
    }
}
