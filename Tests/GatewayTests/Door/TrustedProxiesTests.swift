import Testing

@testable import Gateway

@Suite struct TrustedProxiesTests {
    @Test func `who is named is trusted, and nobody else`() {
        let some = TrustedProxies("192.0.2.7, 2001:db8::1")
        #expect(some.trust("192.0.2.7") && some.trust("2001:db8::1"))
        for other in ["192.0.2.8", "10.0.0.1", "private", ""] { #expect(!some.trust(other), "\(other)") }
        #expect(!TrustedProxies("").trust("") && !TrustedProxies("").trust("127.0.0.1"))
    }

    @Test func `private is one's own network, in every spelling`() {
        let own = TrustedProxies("private")
        let inside = [
            "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.3.4", "127.0.0.1", "::1", "fd00::5", "fc12::1",
            "::ffff:172.18.0.3",
        ]
        for address in inside { #expect(own.trust(address), "\(address)") }
        let outside = [
            "172.15.0.1", "172.32.0.1", "192.169.0.1", "11.0.0.1", "8.8.8.8", "2001:db8::1", "::ffff:8.8.8.8", "10.0.0",
            "10.0.0.999", "fd.example", "fe80::1", "",
        ]
        for address in outside { #expect(!own.trust(address), "\(address)") }
    }
}
